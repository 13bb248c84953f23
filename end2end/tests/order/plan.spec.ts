import type { Page } from '@playwright/test';
import { demoBoard, newClientId } from '../../support/identity.ts';
import { after } from '../../support/order.ts';
import { Shell } from '../../support/pages.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

// Boards of several owners, planned and held together. Boards 54 and 55 are Marta's, those of JONAS his; no other story uses them.

test.describe.configure({ timeout: 120_000 });

type Calendar = { today: string; slots: number; rate: { pricePerDayCents: number; currency: string } };

const JONAS = [44, 47, 50, 53, 56, 59];

async function calendar(person: Person, board: string): Promise<Calendar> {
  return (await person.context.request.get(`/api/boards/${board}/availability`)).json();
}

/** Adds days of a board to the plan, on its page. */
async function plan(page: Page, board: string, first: string, last: string): Promise<void> {
  await page.goto(`/boards/${board}?first=${first}&last=${last}`);
  await new Shell(page).isLive();
  await page.getByTestId('plan-add').click();
  await expect(page.getByTestId('plan-said')).toContainText('your plan of');
}

test('Ana plans boards of two owners, sees one of them go, changes her mind, and holds the rest together', async ({ people }) => {
  const [ana, ben] = [await people.advertiser('Ana Plans'), await people.advertiser('Ben Takes')];
  const marta = demoBoard(54);
  const { today, slots, rate } = await calendar(ana, marta);
  // In the same currency, so that there is one sum.
  const his = await Promise.all(JONAS.map(async (number) => ({ number, ...(await calendar(ana, demoBoard(number))).rate })));
  const { number, pricePerDayCents: other } = his.find(({ currency }) => currency === rate.currency)!;
  const jonas = demoBoard(number);
  const [first, last] = [after(today, 20), after(today, 21)];
  const page = await ana.context.newPage();
  await plan(page, marta, first, last);
  await plan(page, jonas, first, first);
  await expect(page.getByTestId('plan-count')).toHaveAttribute('data-count', '2');

  await page.getByRole('link', { name: 'your plan of 2 bookings' }).click();
  await expect(page.getByTestId('planned')).toHaveCount(2);
  await expect(page.getByTestId('plan-total')).toHaveAttribute('data-cents', `${2 * rate.pricePerDayCents + other}`);
  await expect(page.getByRole('heading', { name: '2 orders' })).toBeVisible();

  // Somebody else takes every place of the last day, before her eyes.
  for (let place = 0; place < slots; place += 1) {
    const data = {
      clientId: newClientId(),
      wishes: [{ boardId: marta, days: { first: last, last } }],
      totalCents: rate.pricePerDayCents,
    };
    expect((await ben.context.request.post('/api/orders', { data })).status()).toBe(201);
  }
  await expect(page.getByTestId('plan-refused')).toContainText('no free place');
  await expect(page.getByTestId('plan-hold')).toHaveAttribute('aria-disabled', 'true');

  // Other days of the same board take the place of those.
  const tab = await ana.context.newPage();
  await plan(tab, marta, first, first);
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page.getByTestId('plan-refused')).toHaveCount(0);
  await expect(page.getByTestId('plan-total')).toHaveAttribute('data-cents', `${rate.pricePerDayCents + other}`);

  await page.reload();
  await new Shell(page).isLive();
  await page.getByTestId('plan-hold').click();
  await page.waitForURL('/orders');
  await expect(page.getByTestId('order-row')).toHaveCount(2);
  await expect(page.getByTestId('plan-count')).toHaveCount(0);
});

test('a visitor plans without scripts, removes one, signs in, and holds what is left', async ({ people }) => {
  const ana = await people.advertiser('Ana Plain Plan');
  const { today } = await calendar(ana, demoBoard(55));
  const context = await people.visitor({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const board of [demoBoard(53), demoBoard(55)]) {
    await page.goto(`/boards/${board}?first=${after(today, 30)}`);
    await page.getByTestId('plan-add').click();
    await page.waitForURL('/plan');
  }
  await expect(page.getByTestId('planned')).toHaveCount(2);
  await page.getByTestId('plan-remove').first().click();
  await expect(page.getByTestId('planned')).toHaveCount(1);
  await page.getByRole('link', { name: 'Sign in to book' }).click();
  await page.getByLabel('Mail address').fill(ana.email);
  await page.getByLabel('Password').fill('demo-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('/plan');
  await page.getByTestId('plan-hold').click();
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  await page.goto('/plan');
  await expect(page.getByText('Nothing is planned yet')).toBeVisible();
});
