import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { PricesPage, amount, beginCheck, priceOf, test } from '../../support/price_monitor.ts';
import { expect } from '../../support/test.ts';

// Checks of prices with a price-monitor service that does what a story says. Each story has boards of its own.

// A job's room is left after a second, a silent job is not asked for, and stale after two.
test.use({ patience: '1,600,2' });
test.describe.configure({ timeout: 120_000 });

test('Marta has two prices compared, applies one with a press, and whoever looks at the board sees it', async ({ people, upstream }) => {
  await upstream.behaves('ok');
  const marta = await people.demo('owner');
  const prices = await PricesPage.open(marta);
  await expect(prices.monitor).toHaveAttribute('data-state', 'connected');
  await expect(prices.check.getByRole('checkbox')).toHaveCount(0);
  const [first, second] = (await prices.offered(2)) as [string, string];
  await prices.checks([first, second]);
  await prices.isOver();
  const before = await priceOf(marta, first);
  await expect(prices.suggestion(second)).toHaveAttribute('data-state', 'open');

  const visitor = await (await people.visitor()).newPage();
  await visitor.goto(`/boards/${first}`);
  await new Shell(visitor).isLive();
  await prices.applies(first);
  await expect(visitor.getByText(amount(before + 500)).first()).toBeVisible();
  expect(await priceOf(marta, first)).toBe(before + 500);

  // The other one is on the page of all suggestions, and the applied one says so there.
  const all = await PricesPage.open(marta);
  await expect(all.suggestion(first)).toHaveAttribute('data-state', 'applied');
  await all.applies(second);
  await expect(all.suggestion(second)).toContainText('Applied');
  await expect(prices.suggestion(second)).toHaveAttribute('data-state', 'applied');
});

test('a price that changes meanwhile is seen at once, and one that was missed is not written over', async ({ people, upstream }) => {
  await upstream.behaves('ok');
  const [marta, plain] = [await people.demo('owner'), await people.demo('owner', { javaScriptEnabled: false })];
  const board = demoBoard(30);
  const page = new PricesPage(await marta.open(`/jobs/${await beginCheck(marta, [board])}`));
  await page.isLive();
  await page.isOver();
  // As it would be had the news not come yet: the form says what the page has shown.
  const stale = await plain.open(page.page.url());
  const edit = await plain.open(`/boards/${board}/edit`);
  await edit.getByLabel('Price of a day', { exact: true }).fill('77');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(page.suggestion(board).getByTestId('price-current')).toHaveAttribute('data-cents', '7700');

  await new PricesPage(stale).suggestion(board).getByTestId('price-apply').click();
  await expect(stale.getByRole('alert')).toContainText('changed in the meantime');
  expect(await priceOf(marta, board)).toBe(7_700);
  await expect(new PricesPage(stale).suggestion(board).getByTestId('price-current')).toHaveAttribute('data-cents', '7700');
});

test('slow: she sees how far it is, goes elsewhere, comes back, and stops it', async ({ people, upstream }) => {
  await upstream.behaves('slow');
  const marta = await people.demo('owner');
  const id = await beginCheck(marta, [demoBoard(33), demoBoard(34)]);
  const page = new PricesPage(await marta.open(`/jobs/${id}`));
  await page.isLive();
  await expect(page.page.getByRole('progressbar', { name: 'Boards done' })).toHaveAttribute('value', '10');
  await page.page.getByRole('link', { name: 'Prices' }).first().click();
  await expect(page.check).toBeVisible();
  await page.page.goto(`/jobs/${id}`);
  await page.isLive();
  await page.page.getByTestId('job-cancel').click();
  await expect(page.page.getByText('No prices come of it.')).toBeVisible();
  await page.page.getByTestId('job-cancel-now').click();
  await page.isOver('CANCELLED');
  await upstream.control({ answer: true });
});

test('silent: the page says since when nothing is heard, and takes the end when it comes', async ({ people, upstream }) => {
  await upstream.behaves('scripted');
  const marta = await people.demo('owner');
  const board = demoBoard(36);
  const page = new PricesPage(await marta.open(`/jobs/${await beginCheck(marta, [board])}`));
  const job = await upstream.job('scripted');
  await upstream.control({ emit: [job, 'import-job-progress', { jobId: job, progress: 10 }] });
  await expect(page.source).toHaveAttribute('data-freshness', 'stale', { timeout: 20_000 });
  await expect(page.source).toContainText('The price monitor is silent; it was heard last');
  await upstream.ends(job, { [board]: 12_300 });
  await page.isOver();
  await expect(page.source).toHaveCount(0);
  await expect(page.suggestion(board)).toContainText('123');
});

test('disconnect: a line that is cut is joined again, and the end is heard', async ({ people, upstream }) => {
  await upstream.behaves('disconnect');
  const marta = await people.demo('owner');
  const board = demoBoard(39);
  const page = new PricesPage(await marta.open(`/jobs/${await beginCheck(marta, [board])}`));
  await page.isOver();
  await expect(page.suggestion(board)).toHaveAttribute('data-state', 'open');
});

test('malformed: what nobody can read does no harm, and the end is heard', async ({ people, upstream }) => {
  await upstream.behaves('malformed');
  const marta = await people.demo('owner');
  const board = demoBoard(42);
  const page = new PricesPage(await marta.open(`/jobs/${await beginCheck(marta, [board])}`));
  await page.isOver();
  await expect(page.suggestion(board)).toHaveAttribute('data-state', 'open');
});

test('flood: the page stays usable, and what came of it can be applied', async ({ people, upstream }) => {
  await upstream.behaves('flood');
  const marta = await people.demo('owner');
  const page = await PricesPage.open(marta);
  const [board] = (await page.offered(1)) as [string];
  await page.checks([board]);
  await page.isOver();
  await page.applies(board);
});

test('by keyboard alone: choosing, checking, applying', async ({ people, upstream }) => {
  await upstream.behaves('ok');
  const marta = await people.demo('owner');
  const prices = await PricesPage.open(marta);
  const { keyboard } = prices.page;
  await prices.check.getByLabel(/^All boards/).focus();
  await keyboard.press('ArrowDown');
  await expect(prices.check.getByLabel(/^Chosen boards/)).toBeChecked();
  await keyboard.press('Tab');
  await expect(prices.check.getByRole('checkbox').first()).toBeFocused();
  const [board] = (await prices.offered(1)) as [string];
  await prices.check.locator(`input[value="${board}"]`).focus();
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await prices.id();
  await prices.isOver();
  const row = prices.suggestion(board);
  await row.getByRole('link').focus();
  await keyboard.press('Tab');
  await expect(row.getByTestId('price-apply')).toBeFocused();
  await keyboard.press('Enter');
  await expect(row).toHaveAttribute('data-state', 'applied');
  expect(await row.evaluate((it) => it.contains(document.activeElement))).toBe(true);
});

test('without scripts prices are compared and applied by forms', async ({ people, upstream }) => {
  await upstream.behaves('ok');
  const marta = await people.demo('owner', { javaScriptEnabled: false });
  const page = new PricesPage(await marta.open('/jobs/prices'));
  await page.check.getByLabel(/^Chosen boards/).check();
  await page.check.getByTestId('price-check-start').click();
  await expect(page.page.getByRole('alert')).toContainText('Choose a board');
  await page.check.getByLabel(/^Chosen boards/).check();
  const board = (await page.offered(5)).at(-1)!;
  await page.checks([board]);
  await expect(async () => {
    await page.page.reload();
    await expect(page.state).toHaveAttribute('data-state', 'COMPLETED', { timeout: 1_000 });
  }).toPass();
  const before = await priceOf(marta, board);
  await page.applies(board);
  expect(await priceOf(marta, board)).toBe(before + 500);
  await page.page.goto('/jobs/prices');
  await expect(page.suggestion(board)).toHaveAttribute('data-state', 'applied');
});
