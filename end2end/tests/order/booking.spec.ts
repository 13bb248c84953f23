import type { Locator, Page } from '@playwright/test';
import { demoBoard, newClientId } from '../../support/identity.ts';
import { act, after, hold } from '../../support/order.ts';
import { Shell } from '../../support/pages.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

// Booking a board. Boards 40 to 59 are not used by other stories; those that are 2 more than a multiple of 3 are Jonas's.

// Several pages are opened one after the other, each with the whole module.
test.describe.configure({ timeout: 120_000 });

const ORDER = /\/orders\/[0-9a-f-]{36}$/;

type Calendar = { today: string; slots: number; rate: { pricePerDayCents: number } };

/** What a program would be told of a board's calendar. */
async function calendar(person: Person, board: string): Promise<Calendar> {
  return (await person.context.request.get(`/api/boards/${board}/availability`)).json();
}

/** Takes a place as a program does. */
async function take(person: Person, board: string, day: string, cents: number): Promise<void> {
  const wishes = [{ boardId: board, days: { first: day, last: day } }];
  const data = { clientId: newClientId(), wishes, totalCents: cents };
  const response = await person.context.request.post('/api/orders', { data });
  expect(response.status(), await response.text()).toBe(201);
}

/** A day of the calendar that is shown, in whatever month it is. */
async function dayOf(page: Page, day: string): Promise<Locator> {
  const button = page.locator(`[data-day="${day}"]`);
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const label = page.locator('#calendar-month');
  for (;;) {
    const shown = new Date(`1 ${await label.innerText()} UTC`);
    const left = months - (shown.getUTCFullYear() * 12 + shown.getUTCMonth() + 1);
    if (left <= 0) return button;
    const before = await label.innerText();
    await page.getByRole('button', { name: 'Next month' }).click();
    await expect(label).not.toHaveText(before);
  }
}

async function openBoard(person: Person, board: string): Promise<Page> {
  const page = await person.open(`/boards/${board}`);
  await new Shell(page).isLive();
  return page;
}

test('Ana picks a week, reads why it costs what it costs, and holds it', async ({ people }) => {
  const ana = await people.advertiser('Ana Hold');
  const board = demoBoard(57);
  const { today, rate } = await calendar(ana, board);
  const page = await openBoard(ana, board);
  await (await dayOf(page, after(today, 40))).click();
  await (await dayOf(page, after(today, 46))).click();
  await expect(page.locator('input[name=first]')).toHaveValue(after(today, 40));
  await expect(page.locator('input[name=last]')).toHaveValue(after(today, 46));
  const gross = 7 * rate.pricePerDayCents;
  const total = gross - Math.ceil(gross / 20);
  await expect(page.getByTestId('quote-total')).toHaveAttribute('data-cents', `${total}`);
  await expect(page.getByTestId('hold-form')).toContainText('5 % off');
  await page.getByTestId('hold').click();
  await page.waitForURL(ORDER);
});

test('two browsers race for the last place of a day: one hold, the other is told and sees the day turn grey', async ({ people }) => {
  const [ana, ben, cleo] = await Promise.all(['Ana Race', 'Ben Race', 'Cleo Race'].map((name) => people.advertiser(name)));
  const board = demoBoard(41);
  const { today, slots, rate } = await calendar(ana!, board);
  const day = after(today, 3);
  for (let place = 1; place < slots; place += 1) await take(cleo!, board, day, rate.pricePerDayCents);
  const pages = [await openBoard(ana!, board), await openBoard(ben!, board)];
  for (const page of pages) {
    const cell = await dayOf(page, day);
    await expect(cell).toHaveAttribute('data-free', '1');
    await cell.click();
    await expect(page.getByTestId('quote-total')).toBeVisible();
  }
  // Pressed by the pages themselves: by the time a mouse has got there, the day may be gone.
  await Promise.all(pages.map((page) => page.getByTestId('hold').evaluate((button) => (button as HTMLElement).click())));
  // Whoever won is on the order's page; the other still has the days they chose, and reads that they are gone.
  await expect.poll(() => pages.filter((page) => ORDER.test(page.url())).length).toBe(1);
  const loser = pages.find((page) => !ORDER.test(page.url()))!;
  await expect(loser.getByTestId('hold-refused')).toContainText('no free place');
  await expect(loser.locator(`[data-day="${day}"]`)).toHaveAttribute('data-free', '0');
  await expect(loser.locator(`[data-day="${day}"]`)).toHaveAttribute('aria-disabled', 'true');
  await expect(loser.locator('input[name=first]')).toHaveValue(day);
  await expect(loser.getByTestId('hold')).toHaveAttribute('aria-disabled', 'true');
  await loser.getByTestId('instead').click();
  await expect(loser.locator('input[name=first]')).toHaveValue(after(today, 4));
  await loser.getByTestId('hold').click();
  await loser.waitForURL(ORDER);
});

test('a place that is taken while somebody looks is seen at once, and after a cut line', async ({ people }) => {
  const [ana, ben] = [await people.advertiser('Ana Look'), await people.advertiser('Ben Look')];
  const board = demoBoard(42);
  const { today, slots, rate } = await calendar(ana, board);
  const day = after(today, 4);
  const page = await openBoard(ana, board);
  const cell = await dayOf(page, day);
  await take(ben, board, day, rate.pricePerDayCents);
  await expect(cell).toHaveAttribute('data-free', `${slots - 1}`);
  await ana.context.setOffline(true);
  await expect(new Shell(page).connection).not.toHaveAttribute('data-status', 'live');
  await take(ben, board, day, rate.pricePerDayCents);
  await ana.context.setOffline(false);
  await expect(cell).toHaveAttribute('data-free', `${slots - 2}`);
});

test('the calendar is walked with the keyboard and says what a day is', async ({ people }) => {
  const ana = await people.advertiser('Ana Keys');
  const board = demoBoard(43);
  const page = await openBoard(ana, board);
  const start = page.locator('.calendar [tabindex="0"]');
  await expect(start).toHaveCount(1);
  await start.focus();
  const from = (await start.getAttribute('data-day'))!;
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(`[data-day="${after(from, 7)}"]`)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.locator('input[name=first]')).toHaveValue(after(from, 7));
  await expect(page.locator('input[name=last]')).toHaveValue(after(from, 8));
  await expect(page.locator(`[data-day="${after(from, 8)}"]`)).toHaveAccessibleName(/places free$/);
  await expect(page.getByRole('gridcell', { selected: true })).toHaveCount(2);
  await page.keyboard.press('PageDown');
  const next = new Date(Date.parse(`${after(from, 8).slice(0, 7)}-01T00:00:00Z`));
  next.setUTCMonth(next.getUTCMonth() + 1);
  await expect(page.locator(':focus')).toHaveAttribute('data-day', new RegExp(`^${next.toISOString().slice(0, 7)}`));
});

test('owners have no form on their own boards, and visitors come back with their days after signing in', async ({ people }) => {
  const marta = await people.demo('owner');
  const own = await openBoard(marta, demoBoard(51));
  await expect(own.getByTestId('calendar')).toBeVisible();
  await expect(own.getByTestId('hold-form')).toHaveCount(0);

  const ana = await people.advertiser('Ana Return');
  const { today } = await calendar(ana, demoBoard(51));
  const [first, last] = [after(today, 5), after(today, 6)];
  const visitor = await people.visitor();
  const page = await visitor.newPage();
  await page.goto(`/boards/${demoBoard(51)}?first=${first}&last=${last}`);
  await page.getByRole('link', { name: 'Sign in to book' }).click();
  await page.getByLabel('Mail address').fill(ana.email);
  await page.getByLabel('Password').fill('demo-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.locator('input[name=first]')).toHaveValue(first);
  await expect(page.locator('input[name=last]')).toHaveValue(last);
});

test('without scripts Ana asks for the price and holds the days; a day that is full keeps what she chose', async ({ people }) => {
  const ana = await people.advertiser('Ana Plain', { javaScriptEnabled: false });
  const board = demoBoard(46);
  const { today, slots, rate } = await calendar(ana, board);
  const page = await ana.open(`/boards/${board}`);
  await page.locator('input[name=first]').fill(after(today, 10));
  await page.locator('input[name=last]').fill(after(today, 11));
  await page.getByRole('button', { name: 'Show the price' }).click();
  await expect(page.getByTestId('quote-total')).toHaveAttribute('data-cents', `${2 * rate.pricePerDayCents}`);
  await page.getByTestId('hold').click();
  await page.waitForURL(ORDER);

  const full = after(today, 12);
  await page.goto(`/boards/${board}?first=${full}&last=${full}`);
  for (let place = 0; place < slots; place += 1) await take(ana, board, full, rate.pricePerDayCents);
  await page.getByTestId('hold').click();
  await expect(page.getByTestId('hold-refused')).toContainText('Somebody else was faster');
  await expect(page.locator('input[name=first]')).toHaveValue(full);
  await expect(page.locator(`[data-day="${full}"]`)).toHaveAttribute('data-free', '0');
});

test('Enter in the last field holds, and chosen days outlive a reload', async ({ people }) => {
  const ana = await people.advertiser('Ana Enter');
  const board = demoBoard(47);
  const { today } = await calendar(ana, board);
  const page = await openBoard(ana, board);
  await page.locator('input[name=first]').fill(after(today, 8));
  await page.locator('input[name=last]').fill(after(today, 9));
  await expect(page.getByTestId('quote-total')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`first=${after(today, 8)}&last=${after(today, 9)}$`));
  await page.reload();
  await new Shell(page).isLive();
  await expect(page.locator('input[name=last]')).toHaveValue(after(today, 9));
  await page.locator('input[name=last]').press('Enter');
  await page.waitForURL(ORDER);

  // A second press of the same button is the first one, and what is next has the focus.
  await new Shell(page).isLive();
  await page.locator('[data-action=submit]').dblclick();
  await expect(page.getByTestId('order-state')).toHaveAttribute('data-state', 'submitted');
  await expect(page.getByTestId('order-next').getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'What is next' })).toBeFocused();
});

test('the money of an order is listed as it moves', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Money'), await people.demo('owner')];
  const order = await hold(ana, demoBoard(52), 12);
  await act(ana, order, 'submit');
  const page = await ana.open(`/orders/${order}`);
  await new Shell(page).isLive();
  await expect(page.getByTestId('ledger')).toHaveCount(0);
  await act(marta, order, 'accept');
  await expect(page.getByTestId('ledger').locator('[data-movement=charge]')).toBeVisible();
  await act(ana, order, 'cancel', 'Another street.');
  await expect(page.getByTestId('ledger').locator('[data-movement=refund]')).toBeVisible();
  await expect(page.getByTestId('order-balance')).toHaveAttribute('data-cents', '0');
});

test('a day on which the board is dark lies between the booked ones and costs nothing', async ({ people }) => {
  const ana = await people.advertiser('Ana Dark');
  const board = demoBoard(97);
  const { today, rate } = await calendar(ana, board);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const sunday = after(today, 21 - weekday);
  const page = await openBoard(ana, board);
  const dark = await dayOf(page, sunday);
  await expect(dark).toHaveAccessibleName(/the board is dark/);
  await expect(dark).toHaveAttribute('aria-disabled', 'true');
  await page.locator('input[name=first]').fill(sunday);
  await page.locator('input[name=last]').fill(sunday);
  await expect(page.getByTestId('hold-form')).toContainText('This board is dark on Sundays.');
  await page.locator('input[name=first]').fill(after(sunday, -1));
  await page.locator('input[name=last]').fill(after(sunday, 1));
  await expect(page.getByTestId('quote-total')).toHaveAttribute('data-cents', String(2 * rate.pricePerDayCents));
  await expect(page.getByTestId('quote-dark')).toContainText('1 dark day, not booked');
  await page.getByTestId('hold').click();
  await page.waitForURL(ORDER);
  await expect(page.getByTestId('quote-total')).toHaveAttribute('data-cents', String(2 * rate.pricePerDayCents));
});
