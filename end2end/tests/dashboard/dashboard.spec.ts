import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { demoBoard } from '../../support/identity.ts';
import { act, hold, sendCreative } from '../../support/order.ts';
import { Shell } from '../../support/pages.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

// What there is to see at a glance. Boards 180 to 189 are not used by other stories.

test.describe.configure({ timeout: 120_000 });

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function look(person: Person, path = '/dashboard'): Promise<Page> {
  const page = await person.open(path);
  await new Shell(page).isLive();
  await expect(page.getByTestId('dashboard-state')).toHaveAttribute('data-way', 'live');
  return page;
}

/** The page of the heat map that has a board, opened. */
async function lookFor(person: Person, board: string): Promise<Page> {
  for (let number = 1; ; number += 1) {
    const answer = await person.context.request.get(`/api/dashboard/owner?page=${number}`);
    const { boards } = await answer.json();
    expect(boards.length, 'the board is on some page').toBeGreaterThan(0);
    if (boards.some((one: { boardId: string }) => one.boardId === board)) return look(person, `/dashboard?page=${number}`);
  }
}

test('an owner sees a hold fill a day of the heat map, and a submitted order wait for them', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Heat')];
  const board = demoBoard(180);
  // The fullest boards come first: this one stays where it is while it fills.
  await hold(ana, board, 9, 12);
  const page = await lookFor(marta, board);
  const row = page.locator(`[data-testid=heat-row][data-id="${board}"]`);
  await expect(row.locator('[data-share]')).toHaveCount(28);
  const taken = row.locator('[data-share]:not([data-share="0"])');
  const before = await taken.count();
  const id = await hold(ana, board, 5, 2);
  await expect(taken).toHaveCount(before + 2);
  const waiting = page.locator(`[data-testid=awaiting][data-id="${id}"]`);
  await expect(waiting).toHaveCount(0);
  await act(ana, id, 'submit');
  await expect(waiting).toContainText('Accept the order');
  await act(marta, id, 'accept');
  await expect(waiting).toHaveCount(0);
  const booked = page.locator('[data-figure=booked]');
  await expect(booked).not.toHaveAttribute('data-value', '0');
  await expect(page.locator('[data-chart=money-EUR] rect[data-value]:not([data-value="0"])').first()).toBeVisible();
});

test('a board that comes in among the fullest is heard of like those that were there', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Fills')];
  const board = demoBoard(187);
  const page = await look(marta);
  const row = page.locator(`[data-testid=heat-row][data-id="${board}"]`);
  await expect(row).toHaveCount(0);
  // Its owner is told of what is submitted; of what is held the board's own room alone.
  await act(ana, await hold(ana, board, 0, 20), 'submit');
  await expect(row.locator('[data-share="16"]')).toHaveCount(20);
  await hold(ana, board, 0, 3);
  await expect(row.locator('[data-share="33"]')).toHaveCount(3);
});

test('a buyer sees what waits, what comes and what was spent, each as it happens', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Spends')];
  const page = await look(ana);
  await expect(page.getByText('Nothing booked yet')).toBeVisible();
  const id = await hold(ana, demoBoard(183), 5, 7);
  await expect(page.locator(`[data-testid=awaiting][data-id="${id}"]`)).toContainText('Submit the order');
  await act(ana, id, 'submit');
  await act(marta, id, 'accept');
  await expect(page.locator('[data-figure=spent]')).not.toHaveAttribute('data-value', '0');
  await sendCreative(ana, id);
  await act(marta, id, 'approve_creative');
  const campaign = page.locator(`[data-testid=campaign][data-id="${id}"]`);
  await expect(campaign).toHaveAttribute('data-done', '0');
  await expect(campaign).toHaveAttribute('data-total', '7');
  await page.getByTestId('chart-table').locator('summary').focus();
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: 'Spending by week' });
  await expect(table.getByRole('row')).toHaveCount(13);
  await expect(table.getByRole('columnheader', { name: 'Spent' })).toBeVisible();
});

test('an admin sees work counted as it happens, pauses two orders at once and lets them go on', async ({ people }) => {
  const [adrian, ana] = [await people.demo('admin'), await people.advertiser('Ana Batched')];
  const page = await look(adrian, '/admin/pipeline?run=waiting');
  const ids = [await hold(ana, demoBoard(186), 3), await hold(ana, demoBoard(186), 4)];
  for (const id of ids) await act(ana, id, 'submit');
  const row = (id: string) => page.locator(`[data-testid=standing][data-id="${id}"]`);
  const finger = await row(ids[0]!).locator('label').boundingBox();
  expect(Math.min(finger!.width, finger!.height), 'room for a finger').toBeGreaterThanOrEqual(44);
  for (const id of ids) await row(id).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Pause (2 orders)' }).click();
  await expect(page.getByTestId('batch-outcome')).toHaveAttribute('data-done', '2');
  await expect(page.getByTestId('batch-outcome')).toHaveText('2 orders were told to pause.');
  for (const id of ids) await expect(row(id)).toHaveCount(0);
  const paused = page.locator('[data-testid=work-cell][data-phase=charge][data-run=paused]');
  await expect(paused).not.toHaveAttribute('data-count', '0');
  await page.getByRole('table', { name: /Work on all orders/ }).getByRole('link', { name: 'Paused' }).click();
  for (const id of ids) await expect(row(id)).toBeVisible();
  await page.getByRole('button', { name: 'Go on with all that are paused' }).click();
  for (const id of ids) await expect(row(id)).toHaveCount(0);
});

test('a dashboard that cannot be counted again says since when it stands still', async ({ people }) => {
  const ana = await people.advertiser('Ana Waits');
  const page = await look(ana);
  const state = page.getByTestId('dashboard-state');
  const reading = /\/read_advertiser_dashboard\d*/;
  await page.route(reading, (route) => route.fulfill({ status: 500, body: 'down' }));
  const id = await hold(ana, demoBoard(189), 5);
  await act(ana, id, 'submit');
  await expect(state).toHaveAttribute('data-way', 'failed');
  await expect(state).toContainText('not updated since');
  await page.unroute(reading);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(state).toHaveAttribute('data-way', 'live');
});

test('without scripts the charts and their tables are there', async ({ people }) => {
  const marta = await people.demo('owner', { javaScriptEnabled: false });
  const page = await marta.open('/dashboard');
  await expect(page.getByTestId('heat-row')).toHaveCount(20);
  await expect(page.getByTestId('dashboard-state')).toContainText('updated');
  await page.getByTestId('chart-table').first().locator('summary').click();
  await expect(page.getByRole('table', { name: 'Places taken, day by day' })).toBeVisible();
});

test('on a phone the dashboard and one’s boards are behind the last button of the bar', async ({ people }) => {
  const marta = await people.demo('owner', { viewport: { width: 360, height: 740 }, hasTouch: true });
  const page = await marta.open('/');
  const bar = page.getByRole('navigation', { name: 'Main, short' });
  await bar.getByRole('button', { name: 'More' }).click();
  await expect(bar.getByRole('link', { name: 'Your boards' })).toBeVisible();
  await bar.getByRole('link', { name: 'Dashboard' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await expect(page.getByTestId('heat-map')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing of a dashboard breaks a rule of accessibility in ${colorScheme} colours`, async ({ people }) => {
    for (const name of ['owner', 'advertiser', 'admin'] as const) {
      const person = await people.demo(name, { colorScheme, reducedMotion: 'reduce' });
      const page = await look(person, name === 'admin' ? '/admin/pipeline' : '/dashboard');
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html.slice(0, 200)) }));
      expect.soft(found, name).toEqual([]);
      await page.close();
    }
  });
}
