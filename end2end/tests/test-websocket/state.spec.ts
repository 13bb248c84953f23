import { demoBoard } from '../../support/identity.ts';
import { TestPage } from '../../support/test_page.ts';
import { expect, test } from '../../support/test.ts';

test('the people online are listed', async ({ people }) => {
  const [tessa, ana] = [await people.demo('tester'), await people.advertiser('Ana Bremer')];
  const anas = await ana.open('/');
  await expect(anas.getByTestId('connection-status')).toHaveAttribute('data-status', 'live');
  // Not in the page as it comes: it could differ from the page's own data, and would not come to life then.
  const served = await (await tessa.context.request.get('/test-websocket')).text();
  expect(served).toContain('panel-counter');
  expect(served).not.toContain('panel-online-user');
  const page = await TestPage.open(tessa.context);
  await expect(page.part('panel-online-user').filter({ hasText: 'Ana Bremer' })).toHaveCount(1);
  await expect(page.part('panel-online-user').filter({ hasText: 'Tessa Okafor' })).toHaveCount(1);
});

test('any room can be tried, with the rule or the refusal', async ({ people }) => {
  const [tessa, ana] = [await people.demo('tester'), await people.advertiser('Ana Bremer')];
  const [own, strange] = [await tessa.startConversation(demoBoard(0)), await ana.startConversation(demoBoard(0))];
  const page = await TestPage.open(tessa.context);
  const answer = page.part('room-answer');
  for (const [room, isAllowed, text] of [
    [`conversation:${own}`, 'true', 'allowed: member'],
    [`conversation:${strange}`, 'false', 'denied: not_found'],
    ['boards', 'true', 'allowed: public'],
    ['kitchen', 'false', 'denied: invalid'],
  ] as const) {
    await page.part('room-name').fill(room);
    await page.part('room-try').click();
    await expect(answer).toHaveText(new RegExp(`^${text}`));
    await expect(answer).toHaveAttribute('data-allowed', isAllowed);
  }
});

test('counts here and on the server agree', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  await page.part('panel-compare').click();
  const unread = page.part('panel-counter').filter({ hasText: 'Unread' });
  await expect(unread.locator('td').last()).toHaveText(/\d/);
  await expect(unread).toHaveAttribute('data-differs', 'false');
});

test('panes are closed, and the address remembers it without secrets', async ({ people }) => {
  const tessa = await people.demo('tester');
  const page = await TestPage.open(tessa.context);
  await page.page.getByRole('button', { name: 'Close State' }).click();
  await expect(page.part('pane-state')).toHaveCount(0);
  await page.part('log-filter').fill('newMessage');
  await expect(page.page).toHaveURL(/\?closed=state&filter=newMessage$/);
  await page.page.reload();
  await expect(page.state).toHaveAttribute('data-status', 'live');
  await expect(page.part('pane-state')).toHaveCount(0);
  await expect(page.part('log-filter')).toHaveValue('newMessage');
  await page.page.locator('[data-testid="pane-switch"][data-name="state"]').click();
  await expect(page.part('pane-state')).toBeVisible();
});
