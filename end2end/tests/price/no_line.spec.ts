import { demoBoard } from '../../support/identity.ts';
import { PricesPage, beginCheck, test } from '../../support/price_monitor.ts';
import { expect } from '../../support/test.ts';

// No line to the price monitor: the rest goes on, and says what is the matter.

// A service of its own, whose key these stories change.
test.use({ patience: '1,600,60' });
test.describe.configure({ timeout: 120_000 });

test('a service that goes away and comes back: the page says so, keeps what it knows, and hears the end', async ({ people, upstream }) => {
  await upstream.behaves('scripted');
  const marta = await people.demo('owner');
  const board = demoBoard(48);
  const page = new PricesPage(await marta.open(`/jobs/${await beginCheck(marta, [board])}`));
  await page.isLive();
  const job = await upstream.job('scripted');
  await upstream.control({ emit: [job, 'import-job-progress', { jobId: job, progress: 40 }] });
  const bar = page.page.getByRole('progressbar', { name: 'Boards done' });
  await expect(bar).toHaveAttribute('value', '40');
  await upstream.stop();
  await expect(page.source).toHaveAttribute('data-freshness', 'reconnecting', { timeout: 20_000 });
  await expect(bar).toHaveAttribute('value', '40');
  await upstream.restart();
  await upstream.ends(job, { [board]: 9_900 });
  await page.isOver();
  await expect(page.suggestion(board)).toHaveAttribute('data-state', 'open');
});

test('401: a key that is refused is said on both pages, a check waits and can be stopped', async ({ people, upstream }) => {
  await upstream.refusesUs();
  const marta = await people.demo('owner');
  const prices = await PricesPage.open(marta);
  await expect(prices.monitor).toHaveAttribute('data-state', 'refused', { timeout: 30_000 });
  await expect(prices.monitor).toContainText('does not let us in');
  await prices.check.getByTestId('price-check-start').click();
  await prices.id();
  await expect(prices.source).toContainText('The price monitor');
  await prices.page.getByTestId('job-cancel').click();
  await prices.page.getByTestId('job-cancel-now').click();
  await prices.isOver('CANCELLED');
  await expect(prices.source).toHaveCount(0);
});
