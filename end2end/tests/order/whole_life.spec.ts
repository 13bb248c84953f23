import type { Locator, Page } from '@playwright/test';
import { demoBoard } from '../../support/identity.ts';
import { act, after, fitting, hold, inWords } from '../../support/order.ts';
import { Shell } from '../../support/pages.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

// An order from the search to its last day, with everybody who has to do with it. The days pass by a server that comes
// back with its clock ahead, so this file has one of its own.
test.use({ serverFlags: ['--screen-latency-ms', '5'] });
test.describe.configure({ timeout: 240_000 });

const DAYS_AHEAD = ['--days-ahead', '5'];
const BOARD = demoBoard(100);

const state = (page: Page): Locator => page.getByTestId('order-state');
const press = (page: Page, action: string): Promise<void> =>
  page.locator(`[data-testid=order-actions] form:not(details form) [data-action=${action}]`).click();

/** The row of an order in a list. */
const row = (page: Page, id: string): Locator => page.locator(`[data-testid=order-row][data-id="${id}"]`);

async function openLive(person: Person, path: string): Promise<Page> {
  const page = await person.open(path);
  await new Shell(page).isLive();
  return page;
}

/** Finds the board by words of its title, and opens it from the list. */
async function findBoard(person: Person): Promise<Page> {
  const shown = await (await person.context.request.get(`/boards/${BOARD}`)).text();
  const title = /<h1[^>]*>([^<]+)</.exec(shown)![1]!.replaceAll('&#x27;', '’').replaceAll('&amp;', '&');
  const page = await openLive(person, '/');
  await page.getByRole('searchbox').fill(title);
  await page.getByRole('searchbox').press('Enter');
  await page.locator(`a[href="/boards/${BOARD}"]`).first().click();
  await expect(page).toHaveURL(new RegExp(`/boards/${BOARD}`));
  return page;
}

test('from the search to completed, with a rejected and an expired order beside it: everybody sees each step live', async ({ people, server }) => {
  const [ana, marta, adrian] = [await people.advertiser('Ana Whole'), await people.demo('owner'), await people.demo('admin')];
  const { today, rate } = await (await ana.context.request.get(`/api/boards/${BOARD}/availability`)).json();
  const [first, last] = [after(today, rate.leadDays + 1), after(today, rate.leadDays + 2)];
  const rejected = await hold(ana, BOARD, 1);
  const silent = await hold(ana, BOARD, 2);
  for (const id of [rejected, silent]) await act(ana, id, 'submit');
  await act(marta, rejected, 'reject', 'These days are kept for the city.');

  // Search, choose, hold, submit.
  const hers = await findBoard(ana);
  await hers.locator('input[name=first]').fill(first);
  await hers.locator('input[name=last]').fill(last);
  await hers.getByTestId('hold').click();
  await hers.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  const id = hers.url().split('/').at(-1)!;
  const list = await openLive(marta, '/orders');
  const pipeline = await openLive(adrian, '/admin/pipeline');
  await press(hers, 'submit');
  await expect(row(list, id)).toHaveAttribute('data-state', 'submitted');
  await expect(row(pipeline, id)).toHaveAttribute('data-state', 'submitted');
  await expect(row(list, rejected)).toHaveAttribute('data-state', 'rejected');

  // Accept, pay, hand in, approve.
  const owners = await openLive(marta, `/orders/${id}`);
  const admins = await openLive(adrian, `/orders/${id}`);
  const pages = [hers, owners, admins];
  await press(owners, 'accept');
  for (const page of pages) await expect(state(page)).toHaveText('Accepted');
  for (const page of pages) await expect(page.getByTestId('order-log')).toContainText('Charged');
  await hers.getByTestId('creative-pick').setInputFiles(await fitting(ana, id));
  await hers.locator('[data-testid=creative-form] [data-action=send_creative]').click();
  for (const page of pages) await expect(state(page)).toHaveText('Creative in review');
  await press(owners, 'approve_creative');
  for (const page of pages) await expect(state(page)).toHaveText('Scheduled');
  for (const page of pages) await expect(page.getByTestId('order-phase')).toHaveAttribute('data-phase', 'verify');

  // The days pass. Nobody loads anything anew.
  await server.terminate();
  await server.restart(DAYS_AHEAD);
  for (const page of pages) {
    await expect(state(page)).toHaveText('Completed', { timeout: 90_000 });
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-run', 'done', { timeout: 30_000 });
    await expect(page.getByTestId('order-phase')).toHaveAttribute('data-phase', 'payout');
    await expect(page.getByTestId('order-log')).toContainText(`shown 1080 times on ${inWords(last)}`);
  }
  // Each tab comes back in its own time, up to half a minute after the goodbye.
  await expect(row(list, id)).toHaveAttribute('data-state', 'completed', { timeout: 60_000 });
  await expect(row(pipeline, id)).toHaveAttribute('data-state', 'completed', { timeout: 60_000 });
  await expect(row(list, silent)).toHaveAttribute('data-state', 'expired');
  const ends = await openLive(ana, `/orders/${silent}`);
  await expect(ends.getByTestId('order-next')).toContainText('The owner did not decide in time.');
  const refused = await openLive(ana, `/orders/${rejected}`);
  await expect(refused.getByTestId('order-next')).toContainText('These days are kept for the city.');
});
