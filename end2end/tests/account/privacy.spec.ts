import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

test('whoever appears offline is not seen, on any device, until they want to be', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  await marta.say(id, 'Are you there?');
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await expect(martas.presence).toHaveAttribute('data-state', 'online');
  await expect(martas.message('Are you there?')).toHaveAttribute('data-state', 'read');

  const phone = await ana.open('/account');
  await new Shell(phone).isLive();
  const second = await ana.open('/account');
  await new Shell(second).isLive();
  const invisible = phone.getByRole('switch', { name: 'Appear offline' });
  await invisible.focus();
  await phone.keyboard.press('Space');
  await expect(second.getByRole('switch', { name: 'Appear offline' })).toBeChecked();
  await expect(martas.presence).toHaveAttribute('data-state', 'offline');
  await expect(martas.presence).toContainText('Last seen');

  await martas.send('You cannot be here');
  await expect(hers.message('You cannot be here')).toBeVisible();
  await expect(hers.row(id).getByTestId('unread-count')).toHaveCount(0);
  await hers.send('I read this in secret');
  await expect(martas.message('I read this in secret')).toBeVisible();
  await expect(martas.presence).toHaveAttribute('data-state', 'offline');
  await expect(martas.typingLine).toHaveText('');
  await expect(martas.message('You cannot be here')).toHaveAttribute('data-state', 'sent');

  await phone.reload();
  await new Shell(phone).isLive();
  await expect(invisible).toBeChecked();
  await second.getByRole('switch', { name: 'Appear offline' }).uncheck();
  await expect(martas.presence).toHaveAttribute('data-state', 'online');
  await expect(invisible).not.toBeChecked();
  await martas.send('There you are');
  await expect(martas.message('There you are')).toHaveAttribute('data-state', 'read');
});

test('typing is not shown by whoever does not want it, from the next key on', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'Hello');
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await hers.composer.pressSequentially('One');
  await expect(martas.typingLine).toHaveText('Ana Bremer is typing…');
  const account = await ana.open('/account');
  await new Shell(account).isLive();
  await account.getByRole('switch', { name: 'Show when I am typing' }).uncheck();
  await expect(martas.typingLine).toHaveText('');
  // What she sends comes after whatever would have been said about typing.
  const said: string[] = [];
  await martas.page.exposeFunction('said', (text: string) => said.push(text));
  await martas.typingLine.evaluate((line) => {
    const tell = () => (window as unknown as { said: (text: string) => void }).said(line.textContent ?? '');
    new MutationObserver(tell).observe(line, { childList: true, characterData: true, subtree: true });
  });
  await hers.composer.pressSequentially(' and two');
  await hers.composer.press('Enter');
  await expect(martas.message('One and two')).toBeVisible();
  expect(said.filter((text) => text !== '')).toEqual([]);
});

test('without scripts privacy is a form', async ({ people }) => {
  const ana = await people.advertiser('Ana Plain', { javaScriptEnabled: false });
  const page = await ana.open('/account');
  await expect(page.getByRole('switch', { name: 'Show when I am typing' })).toBeChecked();
  await page.getByRole('switch', { name: 'Show when I am typing' }).uncheck();
  await page.getByRole('switch', { name: 'Appear offline' }).check();
  await page.getByTestId('privacy').getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByRole('switch', { name: 'Show when I am typing' })).not.toBeChecked();
  await expect(page.getByRole('switch', { name: 'Appear offline' })).toBeChecked();
});
