import { demoBoard } from '../../support/identity.ts';
import { act, hold } from '../../support/order.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// Marta changes what a board is; whoever looks at it sees that. Boards 20 to 29 are not used by other stories.

const BOARD = demoBoard(21);

test('a change is seen by visitors on the page and in the list, also after a cut line', async ({ people }) => {
  const marta = await people.demo('owner');
  const hers = await marta.open(`/boards/${BOARD}`);
  const visitor = await people.visitor();
  const page = await visitor.newPage();
  await page.goto(`/boards/${BOARD}`);
  const list = await visitor.newPage();
  const place = await page.locator('.board-page__place').innerText();
  await list.goto(`/?city=${encodeURIComponent(place.trim())}`);
  for (const tab of [hers, page, list]) await new Shell(tab).isLive();
  const card = list.locator('.board-card').filter({ has: list.locator(`a[href="/boards/${BOARD}"]`) });

  const status = page.getByTestId('board-status');
  await hers.getByTestId('status-form').getByRole('button', { name: 'Maintenance' }).click();
  await expect(status).toHaveText('Maintenance');
  await expect(card).toContainText('Maintenance');
  await expect(hers.getByTestId('board-status')).toHaveText('Maintenance');
  await expect(page.getByTestId('status-form')).toHaveCount(0);

  await visitor.setOffline(true);
  await expect(new Shell(page).connection).not.toHaveAttribute('data-status', 'live');
  await hers.getByTestId('status-form').getByRole('button', { name: 'Paused' }).click();
  await expect(hers.getByTestId('board-status')).toHaveText('Paused');
  await visitor.setOffline(false);
  await expect(status).toHaveText('Paused');
  await expect(card).toContainText('Paused');
});

test('a thread shows how its board stands now', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Bremer')];
  const board = demoBoard(24);
  const thread = await ana.openThread(await ana.startConversation(board));
  const pill = thread.page.getByTestId('thread-board');
  const hers = await marta.open(`/boards/${board}`);
  await new Shell(hers).isLive();
  for (const name of ['Maintenance', 'Paused']) {
    await hers.getByTestId('status-form').getByRole('button', { name }).click();
    await expect(pill).toContainText(name);
  }
});

test('an owner without scripts changes the status and sees who did', async ({ people }) => {
  const marta = await people.demo('owner', { javaScriptEnabled: false });
  const page = await marta.open(`/boards/${demoBoard(22)}`);
  for (const name of ['Maintenance', 'Live']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByTestId('board-status')).toHaveText(name);
    await expect(page.locator('.status-form__record li').first()).toContainText(`${name} by Marta Lindqvist`);
  }
});

test('an owner who pauses a board reads how many of its orders go on', async ({ people }) => {
  const [jonas, ana] = [await people.demo('owner2'), await people.advertiser('Ana Booked')];
  const board = demoBoard(26);
  const id = await hold(ana, board, 3);
  await act(ana, id, 'submit');
  const page = await jonas.open(`/boards/${board}`);
  await new Shell(page).isLive();
  const note = page.getByTestId('orders-to-come');
  await expect(note).toHaveText(/^1 order of this board is not over\./);
  await page.getByTestId('status-form').getByRole('button', { name: 'Paused' }).click();
  await expect(page.getByTestId('board-status')).toHaveText('Paused');
  await expect(note).toContainText('calls none of them off');
  await act(ana, id, 'cancel', 'Another board.');
  await page.getByTestId('status-form').getByRole('button', { name: 'Live' }).click();
  await expect(note).toHaveCount(0);
});
