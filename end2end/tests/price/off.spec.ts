import { PricesPage } from '../../support/price_monitor.ts';
import { expect, test } from '../../support/test.ts';

// A server whose price monitor is not set up.
test.use({ serverFlags: ['--price-monitor-host', 'https://prices.example'] });

test('off: the page says why, offers nothing that would fail, and the rest works', async ({ people }) => {
  const marta = await people.demo('owner');
  const list = await marta.open('/boards/mine');
  await list.getByRole('link', { name: 'Prices' }).click();
  const page = new PricesPage(list);
  await page.isLive();
  await expect(page.monitor).toHaveAttribute('data-state', 'off');
  await expect(page.monitor).toContainText('PRICE_MONITOR_API_KEY is not set');
  await expect(page.check).toHaveCount(0);
  await expect(page.page.getByText('No suggestions yet')).toBeVisible();
  await page.page.goto('/jobs');
  await expect(page.page.getByTestId('check-prices')).toBeVisible();
});

test('a price is nobody else’s to have compared', async ({ people }) => {
  const ana = await people.advertiser('Ana Curious');
  const page = await ana.context.newPage();
  expect((await page.goto('/jobs/prices'))?.status()).toBe(404);
  const nobody = await (await people.visitor()).newPage();
  await nobody.goto('/jobs/prices');
  await expect(nobody.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
});
