import { controlAttention, lookAt, lookAway, type Away } from '../../support/attention.ts';
import { advance, controlTime } from '../../support/clock.ts';
import { demoBoard } from '../../support/identity.ts';
import { ThreadPage } from '../../support/pages.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

/** A tab whose clock and visibility the test controls. */
async function openControlled(person: Person, path: string): Promise<ThreadPage> {
  const page = await person.context.newPage();
  await controlAttention(page);
  await controlTime(page);
  await page.goto(path);
  const thread = new ThreadPage(page);
  await thread.isLive();
  return thread;
}

test('the tick goes from sent to delivered to read as the reader comes nearer', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const hers = await ana.openThread(id);
  await hers.send('Are you there?');
  const message = hers.message('Are you there?');
  await expect(message).toHaveAttribute('data-state', 'sent');

  // In the inbox it has reached a device of hers, but nobody has seen it.
  const martas = await openControlled(marta, '/conversations');
  await expect(message).toHaveAttribute('data-state', 'delivered');
  await expect(message.getByTestId('message-state')).toHaveText('Delivered');

  await martas.row(id).click();
  await expect(martas.message('Are you there?')).toBeVisible();
  await expect(message).toHaveAttribute('data-state', 'read');
  await expect(message.getByTestId('message-state')).toHaveText('Read');
});

for (const away of ['hidden', 'unfocused'] satisfies Away[]) {
  test(`an open thread in a tab that is ${away} reads nothing until somebody looks`, async ({ people }) => {
    const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
    const id = await ana.startConversation(demoBoard(0));
    const hers = await ana.openThread(id);
    const martas = await openControlled(marta, `/conversations/${id}`);
    await lookAway(martas.page, away);

    await hers.send('Take your time.');
    await expect(martas.message('Take your time.')).toBeVisible();
    const message = hers.message('Take your time.');
    await expect(message).toHaveAttribute('data-state', 'delivered');
    // Ten seconds pass in the tab. What it says next comes after whatever it would have said about reading.
    await advance(martas.page, 10_000);
    await martas.composer.pressSequentially('H');
    await expect(hers.typingLine).toHaveText('Marta Lindqvist is typing…');
    await expect(message).toHaveAttribute('data-state', 'delivered');
    await expect(martas.row(id).getByTestId('unread-count')).toHaveText(/^1\b/);

    await lookAt(martas.page);
    await expect(message).toHaveAttribute('data-state', 'read');
    await expect(martas.row(id).getByTestId('unread-count')).toHaveCount(0);
  });
}

test('a tab at another page reads nothing', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const hers = await ana.openThread(id);
  const martas = await openControlled(marta, `/conversations/${id}`);
  await martas.page.locator('nav').getByRole('link', { name: 'Browse' }).first().click();
  await expect(martas.page.getByRole('heading', { level: 1 })).toHaveText('Digital billboards');
  const before = Number((await martas.unreadTotal.getAttribute('data-count', { timeout: 1_000 }).catch(() => '0')) ?? '0');
  await hers.send('I wait here.');
  await expect(martas.unreadTotal).toHaveAttribute('data-count', `${before + 1}`);
  await advance(martas.page, 10_000);
  await expect(hers.message('I wait here.')).toHaveAttribute('data-state', 'delivered');
});

test('unread messages are counted, and reading them in one tab empties the count in all', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const inbox = new ThreadPage(await ana.open('/conversations'));
  const otherTab = new ThreadPage(await ana.open('/'));
  await inbox.isLive();
  await otherTab.isLive();
  for (const text of ['One', 'Two', 'Three']) await marta.say(id, text);
  await expect(inbox.row(id).getByTestId('unread-count')).toHaveText(/^3\b/);
  await expect(otherTab.unreadTotal).toHaveText(/^3\b/);
  await inbox.row(id).click();
  await expect(inbox.message('Three')).toBeVisible();
  await expect(otherTab.unreadTotal).toHaveCount(0);
  await expect(inbox.row(id).getByTestId('unread-count')).toHaveCount(0);
});

test('the tick says with whom a message has come how far, and follows while one looks', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const hers = await ana.openThread(id);
  await hers.send('Have you seen this?');
  const state = hers.message('Have you seen this?').getByTestId('message-state');
  await expect(state).toHaveText('Sent');
  await state.click();
  const reader = hers.page.getByTestId('seen-by').getByTestId('reader');
  await expect(reader).toHaveCount(1);
  await expect(reader).toContainText('Marta Lindqvist');
  await expect(reader).toContainText('Not yet');
  await marta.openThread(id);
  await expect(reader).toContainText(/Read\s+by .*\d/);
  await hers.page.keyboard.press('Escape');
  await expect(hers.page.getByTestId('seen-by')).not.toBeVisible();
  await expect(state).toBeFocused();
});
