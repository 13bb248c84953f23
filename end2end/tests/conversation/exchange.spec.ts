import { demoBoard } from '../../support/identity.ts';
import { expect, test } from '../../support/test.ts';

// An advertiser and an owner talk, each at a browser of their own. Nobody ever reloads.

test('a message appears on the other side, and the answer comes back', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];

  await hers.send('Is the board free in May?');
  await expect(hers.composer).toHaveValue('');
  await expect(martas.message('Is the board free in May?')).toBeVisible();
  await expect(martas.message('Is the board free in May?')).toHaveAttribute('data-state', 'received');

  await martas.send('From the 12th on.');
  await expect(hers.message('From the 12th on.')).toBeVisible();
  expect(await hers.shown()).toEqual([[1, 'Is the board free in May?'], [2, 'From the 12th on.']]);
  expect(await martas.shown()).toEqual(await hers.shown());
});

test('the button sends as Enter does, and Shift with Enter breaks the line', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const thread = await ana.openThread(await ana.startConversation(demoBoard(0)));
  await thread.composer.pressSequentially('First line');
  await thread.composer.press('Shift+Enter');
  await thread.composer.pressSequentially('second line');
  await expect(thread.all).toHaveCount(0);
  await thread.sendButton.click();
  await expect(thread.all).toHaveCount(1);
  await expect(thread.all.getByTestId('message-body')).toHaveText('First line\nsecond line');
  await expect(thread.composer).toBeFocused();
});

test('a new conversation appears in the inbox of an owner who looks at something else', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const inbox = await marta.openThread(await (await people.advertiser('Ben Castell')).startConversation(demoBoard(1)));
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'Good morning from Bremen');
  await expect(inbox.row(id)).toContainText('Good morning from Bremen');
  await expect(inbox.row(id)).toContainText('Ana Bremer');
  await expect(inbox.row(id).getByTestId('unread-count')).toHaveText(/^1\b/);
});

test('what looks like markup or a link is text, or a safe link', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const martas = await marta.openThread(id);
  const nasty = '<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/a?b=1.';
  await ana.say(id, nasty);
  await expect(martas.message(nasty)).toBeVisible();
  const links = martas.message(nasty).getByTestId('message-body').getByRole('link');
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute('href', 'https://example.com/a?b=1');
  await expect(links).toHaveAttribute('rel', /noopener/);
  await expect(martas.log.locator('img')).toHaveCount(0);
});

test('a thread that is not theirs is not there for somebody else', async ({ people }) => {
  const [ana, ben] = [await people.advertiser('Ana Bremer'), await people.advertiser('Ben Castell')];
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'For Marta only');
  const page = await ben.open(`/conversations/${id}`);
  await expect(page.getByText('For Marta only')).toHaveCount(0);
  await expect(page.getByTestId('composer')).toHaveCount(0);
  await expect(page.locator('main')).toContainText(/There is no such conversation|not here/i);
});
