import type { Locator, Page } from '@playwright/test';
import { demoBoard } from '../../support/identity.ts';
import { act, fitting, hold } from '../../support/order.ts';
import { Shell } from '../../support/pages.ts';
import type { Person } from '../../support/person.ts';
import { png, type File } from '../../support/picture.ts';
import { expect, test } from '../../support/test.ts';

// The life of an order, as its parties see it. Boards 60 to 79 are not used by other stories.

// Several pages are opened one after the other, each with the whole module.
test.describe.configure({ timeout: 120_000 });

async function openOrder(person: Person, id: string): Promise<Page> {
  const page = await person.open(`/orders/${id}`);
  await new Shell(page).isLive();
  return page;
}

const state = (page: Page): Locator => page.getByTestId('order-state');
const press = (page: Page, action: string): Promise<void> =>
  page.locator(`[data-testid=order-actions] form:not(details form) [data-action=${action}]`).click();

/** Picks a picture that fits, and hands it in. */
async function handIn(page: Page, file: File): Promise<void> {
  await page.getByTestId('creative-pick').setInputFiles(file);
  await expect(page.getByTestId('creative-finding')).toHaveCount(0);
  await page.locator('[data-action=send_creative]').click();
}

/** Opens what asks for a reason, gives one, and does it. */
async function pressWithReason(page: Page, label: string, action: string, reason: string): Promise<void> {
  await page.getByTestId('order-confirm').filter({ hasText: label }).click();
  const form = page.locator('details[open]').filter({ has: page.locator(`[data-action=${action}]`) });
  await form.getByRole('textbox').fill(reason);
  await form.locator(`[data-action=${action}]`).click();
}

test('Ana submits, Marta accepts and approves; both see every step, also on a second device', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Buyer')];
  const id = await hold(ana, demoBoard(60), 3, 7);
  const [first, second] = [await openOrder(ana, id), await openOrder(ana, id)];
  await expect(state(first)).toHaveText('On hold');
  await expect(first.getByTestId('countdown')).toHaveText(/^1[45]:\d\d$/);
  await first.getByTestId('extend').click();
  await expect(second.getByTestId('countdown')).toHaveText(/^(29|30):\d\d$/);
  await expect(second.getByTestId('extend')).toHaveCount(0);

  await press(first, 'submit');
  for (const page of [first, second]) await expect(state(page)).toHaveText('Submitted');
  const hers = await openOrder(marta, id);
  await press(hers, 'accept');
  for (const page of [first, second, hers]) await expect(state(page)).toHaveText('Accepted');
  await first.getByTestId('creative-pick').setInputFiles(png(600, 400));
  await expect(first.getByTestId('creative-finding')).toContainText('600 × 400 does not fit');
  await expect(first.locator('[data-action=send_creative]')).toBeDisabled();
  await handIn(first, await fitting(ana, id));
  await expect(state(hers)).toHaveText('Creative in review');
  await expect(hers.getByTestId('creative').getByRole('img')).toHaveJSProperty('complete', true);
  await pressWithReason(hers, 'Ask for another creative', 'reject_creative', 'The logo is cut off.');
  await expect(state(first)).toHaveText('Accepted');
  await expect(first.getByTestId('timeline')).toContainText('The logo is cut off.');
  await expect(second.getByTestId('creative')).toHaveAttribute('data-verdict', 'rejected');
  await handIn(first, await fitting(ana, id, 1));
  await expect(hers.getByTestId('creative')).toHaveCount(2);
  await press(hers, 'approve_creative');
  for (const page of [first, second, hers]) await expect(state(page)).toHaveText('Scheduled');
  await expect(first.getByRole('link', { name: 'Talk about it' })).toBeVisible();
  for (const page of [first, second, hers]) {
    await expect(page.getByTestId('creative').first()).toHaveAttribute('data-verdict', 'approved');
    await expect(page.getByTestId('creative').last()).toContainText('The logo is cut off.');
  }
  const steps = second.getByTestId('timeline-step');
  const shown = await steps.evaluateAll((steps) => steps.map((step) => step.getAttribute('data-state')));
  expect(shown.at(-1)).toBe('held');
  expect(shown[0]).toBe('scheduled');
});

test('without scripts a creative that does not fit comes back with the reason, and one that fits is taken', async ({ people }) => {
  const marta = await people.demo('owner');
  const ana = await people.advertiser('Ana Pictures', { javaScriptEnabled: false });
  const id = await hold(ana, demoBoard(70), 3);
  await act(ana, id, 'submit');
  await act(marta, id, 'accept');
  const page = await ana.open(`/orders/${id}`);
  await handIn(page, png(600, 400));
  await expect(page.getByTestId('creative-finding')).toContainText('600 × 400 does not fit');
  await page.getByTestId('creative-pick').setInputFiles(await fitting(ana, id));
  // The click waits for the page that answers, and that for the picture to be looked into.
  await page.locator('[data-action=send_creative]').click({ timeout: 60_000 });
  await expect(state(page)).toHaveText('Creative in review');
  await expect(page.getByTestId('creative')).toHaveAttribute('data-verdict', 'waiting');
});

test('Marta rejects with a reason that Ana reads; without one nothing happens', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Rejected')];
  const id = await hold(ana, demoBoard(61), 3);
  await act(ana, id, 'submit');
  const [hers, page] = [await openOrder(marta, id), await openOrder(ana, id)];
  await hers.getByTestId('order-confirm').filter({ hasText: 'Reject' }).click();
  await hers.locator('[data-action=reject]').click();
  await expect(state(hers)).toHaveText('Submitted');
  await hers.locator('details[open]').getByRole('textbox').fill('That week is kept for the city.');
  await hers.locator('[data-action=reject]').click();
  await expect(state(page)).toHaveText('Rejected');
  await expect(page.getByTestId('order-next')).toContainText('That week is kept for the city.');
  await expect(page.getByTestId('order-actions').getByRole('button')).toHaveCount(0);
  // Nothing was ever done for it: only its log is there.
  await expect(page.getByTestId('order-log')).toContainText('That week is kept for the city.');
  await expect(page.getByTestId('order-work')).toHaveCount(0);
});

test('without scripts an order is submitted and cancelled with a reason', async ({ people }) => {
  const ana = await people.advertiser('Ana Scriptless', { javaScriptEnabled: false });
  const id = await hold(ana, demoBoard(63), 3);
  const page = await ana.open(`/orders/${id}`);
  await page.locator('[data-action=submit]').click();
  await expect(state(page)).toHaveText('Submitted');
  await pressWithReason(page, 'Cancel the order', 'cancel', 'Another board.');
  await expect(state(page)).toHaveText('Cancelled');
  await expect(page.getByTestId('timeline')).toContainText('Another board.');
});

test('an order is nobody else’s to see', async ({ people }) => {
  const [ana, ben] = [await people.advertiser('Ana Private'), await people.advertiser('Ben Curious')];
  const id = await hold(ana, demoBoard(64), 3);
  const page = await ben.context.newPage();
  const response = await page.goto(`/orders/${id}`);
  expect(response?.status()).toBe(404);
  await expect(page.getByText('it is not yours to see')).toBeVisible();
});

test('orders are listed as they come and change, and a notification leads there', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Lists')];
  const list = await ana.open('/orders');
  await new Shell(list).isLive();
  const id = await hold(ana, demoBoard(66), 3);
  const row = list.locator(`[data-testid=order-row][data-id="${id}"]`);
  await expect(row).toHaveAttribute('data-state', 'held');
  await act(ana, id, 'submit');
  await act(marta, id, 'accept');
  await expect(row).toHaveAttribute('data-state', 'accepted');
  await list.getByRole('link', { name: 'Over', exact: true }).click();
  await expect(row).toHaveCount(0);
  await list.goto('/notifications');
  await list.getByRole('link', { name: /Order for .*accepted/ }).first().click();
  await expect(list).toHaveURL(new RegExp(`/orders/${id}$`));
});

for (const javaScriptEnabled of [true, false]) {
  test(`an order leads back to the list it was opened from, filter and all, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async ({ people }) => {
    const ana = await people.advertiser('Ana Filters', { javaScriptEnabled });
    const id = await hold(ana, demoBoard(javaScriptEnabled ? 71 : 74), 3);
    const page = await ana.open('/orders');
    await page.getByRole('link', { name: 'Open', exact: true }).click();
    await expect(page).toHaveURL(/\?show=open$/);
    await page.locator(`[data-testid=order-row][data-id="${id}"]`).getByRole('link').click();
    await expect(state(page)).toHaveText('On hold');
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await expect(page).toHaveURL(/\/orders\?show=open$/);
    await expect(page.locator(`[data-testid=order-row][data-id="${id}"]`)).toBeVisible();
  });
}

test('an admin watches all orders and the work on them; for others there is no such page', async ({ people }) => {
  const [adrian, ana] = [await people.demo('admin'), await people.advertiser('Ana Watched')];
  const page = await adrian.open('/admin/pipeline');
  await new Shell(page).isLive();
  const id = await hold(ana, demoBoard(69), 3);
  await act(ana, id, 'submit');
  await expect(page.locator(`[data-testid=order-row][data-id="${id}"]`)).toHaveAttribute('data-state', 'submitted');
  const hers = await ana.context.newPage();
  expect((await hers.goto('/admin/pipeline'))?.status()).toBe(404);
});
