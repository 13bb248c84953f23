import type { Page } from '@playwright/test';
import { demoBoard, newClientId } from '../../support/identity.ts';
import { after } from '../../support/order.ts';
import { Shell } from '../../support/pages.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

// Boards of several owners, planned and held together. Boards 54 and 55 are Marta's, those of JONAS his; no other story uses them. Nor boards 72, 75 and 85, which are Marta's.

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
    await page.waitForURL(/\/plan$/);
  }
  await expect(page.getByTestId('planned')).toHaveCount(2);
  await page.getByTestId('plan-remove').first().click();
  await expect(page.getByTestId('planned')).toHaveCount(1);
  await page.getByRole('link', { name: 'Sign in to book' }).click();
  await page.getByLabel('Mail address').fill(ana.email);
  await page.getByLabel('Password').fill('demo-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/plan$/);
  await page.getByTestId('plan-hold').click();
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  await page.goto('/plan');
  await expect(page.getByText('Nothing is planned yet')).toBeVisible();
});

/** Stands between the page and the server: the first hold is made, and its answer is lost. Gives the ids of all tries. */
async function loseFirstHold(page: Page): Promise<string[]> {
  const tries: string[] = [];
  await page.routeWebSocket(/socket\.io/, (ours) => {
    const server = ours.connectToServer();
    let lost: string | undefined;
    ours.onMessage((packet) => {
      const [, ack, json] = /^42(\d+)(\["holdBoards".*)$/s.exec(packet.toString()) ?? [];
      if (json !== undefined && tries.push(JSON.parse(json)[1].clientId) === 1) lost = ack;
      server.send(packet);
    });
    server.onMessage((packet) => {
      if (lost === undefined || !packet.toString().startsWith(`43${lost}[`)) return ours.send(packet);
      const err = { code: 'unavailable', message: 'No answer.', retry: 'after' };
      ours.send(`43${lost}[${JSON.stringify({ err })}]`);
      lost = undefined;
    });
  });
  return tries;
}

test('a plan whose hold was made but never answered is not held twice, though its page has been read again', async ({ people }) => {
  const ana = await people.advertiser('Ana Presses Twice');
  const { today } = await calendar(ana, demoBoard(72));
  const page = await ana.context.newPage();
  const tries = await loseFirstHold(page);
  await plan(page, demoBoard(72), after(today, 40), after(today, 41));
  await page.goto('/plan');
  await new Shell(page).isLive();
  const inForm = await page.locator('input[name="clientId"]').inputValue();
  const readAgain = page.waitForResponse((response) => response.url().includes('read_plan'));
  await page.getByTestId('plan-hold').click();
  await expect(page.getByText('No answer.')).toBeVisible();
  await readAgain;
  await page.getByTestId('plan-hold').click();
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  expect(tries, 'script and form are one try').toEqual([inForm, inForm]);
  await page.goto('/orders');
  await expect(page.getByTestId('order-row')).toHaveCount(1);
});

test('the form of a board is the same try as its script', async ({ people }) => {
  const ana = await people.advertiser('Ana Tries Both');
  const { today } = await calendar(ana, demoBoard(89));
  const page = await ana.context.newPage();
  const tries = await loseFirstHold(page);
  await page.goto(`/boards/${demoBoard(89)}?first=${after(today, 40)}`);
  await new Shell(page).isLive();
  await page.getByTestId('hold').click();
  await expect(page.getByText('No answer.')).toBeVisible();
  // What a browser does without the script.
  await page.getByTestId('hold-form').evaluate((form: HTMLFormElement) => form.submit());
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  expect(tries).toHaveLength(1);
  await page.goto('/orders');
  await expect(page.getByTestId('order-row')).toHaveCount(1);
});

test('what Marta edits is seen at once in the plan of a visitor who came to it by a link', async ({ people }) => {
  const marta = await people.demo('owner');
  const { today } = await calendar(marta, demoBoard(75));
  const page = await (await people.visitor()).newPage();
  await plan(page, demoBoard(75), after(today, 40), after(today, 40));
  await page.getByRole('link', { name: 'your plan of 1 booking' }).click();
  await expect(page.getByTestId('planned')).toHaveCount(1);
  const hers = await marta.open(`/boards/${demoBoard(75)}/edit`);
  await new Shell(hers).isLive();
  await hers.getByLabel('Price of a day', { exact: true }).fill('1234');
  await hers.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('plan-total')).toHaveAttribute('data-cents', '123400');
});

test('a refusal leaves the plan together with what it was about', async ({ people }) => {
  const ana = await people.advertiser('Ana Is Refused');
  const page = await ana.context.newPage();
  const tries = await loseFirstHold(page);
  const { today } = await calendar(ana, demoBoard(72));
  for (const ahead of [50, 52]) await plan(page, demoBoard(72), after(today, ahead), after(today, ahead));
  await page.goto('/plan');
  await new Shell(page).isLive();
  const before = await page.locator('input[name="clientId"]').inputValue();
  await page.getByTestId('plan-hold').click();
  await expect(page.getByText('No answer.')).toBeVisible();
  await page.getByTestId('plan-remove').first().click();
  await expect(page.getByTestId('planned')).toHaveCount(1);
  await expect(page.getByText('No answer.')).toHaveCount(0);
  await expect(page.locator('input[name="clientId"]'), 'other wishes are another try').not.toHaveValue(before);
  expect(tries).toEqual([before]);
});
