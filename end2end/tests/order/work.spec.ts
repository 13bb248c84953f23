import type { Page } from '@playwright/test';
import { demoBoard } from '../../support/identity.ts';
import { Line } from '../../support/line.ts';
import { act, hold, sendCreative } from '../../support/order.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// The work on an order: status and log, by the socket and without it. Boards 80 to 89 are not used by other stories.

// Several pages are opened one after the other, each with the whole module.
test.describe.configure({ timeout: 120_000 });

const way = (page: Page) => page.getByTestId('freshness').first();

/** The numbers of the lines the page shows, in order. */
async function numbers(page: Page): Promise<number[]> {
  const lines = page.getByTestId('log-line');
  return lines.evaluateAll((lines) => lines.map((line) => Number(line.getAttribute('data-number'))));
}

/** Every line from 1 on, each once. */
function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, at) => at + 1);
}

test('the line is cut in the middle of the work: the log goes on by polling, and by the socket again, with no line twice and none missing', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Polls')];
  const id = await hold(ana, demoBoard(81), 3, 30);
  await act(ana, id, 'submit');
  const line = await Line.of(ana.context);
  const page = await ana.open(`/orders/${id}`);
  await new Shell(page).isLive();
  await expect(way(page)).toHaveText('live');
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-run', 'waiting');

  await line.cut();
  await expect(way(page)).toHaveText(/^polling every (3|12) s$/);
  // While nobody hears anything: the price is charged, and the creative goes to the screens.
  await act(marta, id, 'accept');
  await sendCreative(ana, id);
  await act(marta, id, 'approve_creative');
  await expect(page.getByTestId('order-state')).toHaveText('Scheduled', { timeout: 30_000 });
  await expect(page.getByTestId('timeline')).toContainText('approved the creative');
  await expect(page.getByTestId('order-log')).toContainText('approved the creative', { timeout: 30_000 });
  await expect(way(page)).toHaveAttribute('data-way', 'polling');
  expect(await numbers(page)).toEqual(upTo((await numbers(page)).length));

  line.allow();
  await expect(way(page)).toHaveText('live', { timeout: 30_000 });
  await expect(page.getByTestId('order-phase')).toHaveAttribute('data-phase', 'verify');
  const { lastLine } = await (await ana.context.request.get(`/api/orders/${id}/status`)).json();
  await expect.poll(() => numbers(page)).toEqual(upTo(lastLine));

  // Live again: what happens now needs no question.
  await act(marta, id, 'cancel', 'The mast is being renewed.');
  await expect(page.getByTestId('order-log')).toContainText('The mast is being renewed.');
  await expect(page.getByTestId('order-phase')).toHaveAttribute('data-phase', 'refund');
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-run', 'done');
  const end = await (await ana.context.request.get(`/api/orders/${id}/status`)).json();
  await expect.poll(() => numbers(page)).toEqual(upTo(end.lastLine));
});

test('the log is filtered, searched, held still and taken along', async ({ people }) => {
  const ana = await people.advertiser('Ana Reads');
  const id = await hold(ana, demoBoard(87), 3, 20);
  await act(ana, id, 'submit');
  const page = await ana.open(`/orders/${id}`);
  await new Shell(page).isLive();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-run', 'waiting');
  await expect(page.getByTestId('order-log')).toContainText('submitted the order');
  await page.getByTestId('log-find').fill('submitted');
  await expect(page.locator('[data-testid=log-line] mark').first()).toHaveText('submitted');
  await page.getByTestId('log-find').fill('');
  await page.locator('.order-log__levels').getByRole('radio', { name: 'Errors' }).check();
  await expect(page.getByTestId('log-line')).toHaveCount(0);
  await page.locator('.order-log__levels').getByRole('radio', { name: 'All' }).check();

  await page.getByTestId('log-hold').click();
  const before = await numbers(page);
  await act(ana, id, 'cancel', 'Changed my mind.');
  await expect(page.getByTestId('order-state')).toHaveText('Cancelled');
  await expect(page.getByTestId('log-hold')).toContainText('new');
  expect(await numbers(page)).toEqual(before);
  await page.getByTestId('log-hold').click();
  await expect(page.getByTestId('order-log')).toContainText('Changed my mind.');

  const download = page.waitForEvent('download');
  await page.getByTestId('log-save').click();
  expect((await download).suggestedFilename()).toMatch(/^order-[0-9A-F]{8}\.log$/);
});

test('an admin stops the work and lets it go on; the buyer sees that', async ({ people }) => {
  const [adrian, ana] = [await people.demo('admin'), await people.advertiser('Ana Paused')];
  const id = await hold(ana, demoBoard(84), 3);
  await act(ana, id, 'submit');
  const his = await adrian.open(`/orders/${id}`);
  await new Shell(his).isLive();
  const page = await ana.open(`/orders/${id}`);
  await new Shell(page).isLive();
  await expect(page.getByTestId('steer').getByRole('button')).toHaveCount(0);
  await expect(his.getByTestId('run-state')).toHaveAttribute('data-run', 'waiting');
  await his.locator('[data-steer=pause]').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-run', 'paused');
  await his.locator('[data-steer=resume]').click();
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-run', 'waiting');
});
