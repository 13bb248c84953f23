import type { Page } from '@playwright/test';
import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// Boards 35 to 39 are not used by other stories.

const frame = (page: Page) => page.getByTestId('board-map');
const clusters = (page: Page) => page.getByTestId('map-cluster');
const boards = (page: Page) => page.getByTestId('map-board');
const zoom = async (page: Page) => Number(await frame(page).getAttribute('data-zoom'));

/** How many boards the marks stand for. */
async function shown(page: Page): Promise<number> {
  const counts = await clusters(page).evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute('data-count'))));
  return counts.reduce((sum, count) => sum + count, 0) + (await boards(page).count());
}

test('the map stands beside the list, has its boards, and its filter', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/?status=live');
  await new Shell(page).isLive();
  await expect(frame(page)).toHaveCount(0);
  await page.getByRole('navigation', { name: 'View' }).getByRole('link', { name: 'Map' }).click();
  await expect(page).toHaveURL(/\?status=live&view=map$/);
  const total = parseInt(await page.locator('main').getByText(/^\d+ boards/).innerText(), 10);
  await expect.poll(() => shown(page)).toBe(total);
  await page.getByLabel('City').selectOption('Berlin');
  await expect(page).toHaveURL(/city=Berlin.*view=map/);
  const found = page.locator('main').getByText(/^\d+ boards in Berlin, live only$/);
  const berlin = parseInt(await found.innerText(), 10);
  await expect.poll(() => shown(page)).toBe(berlin);
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.getByRole('link', { name: 'Without Live' }).click();
  await expect(page).toHaveURL(/\?city=Berlin&view=map$/);
  await page.getByRole('navigation', { name: 'View' }).getByRole('link', { name: 'List' }).click();
  await expect(page).toHaveURL(/\?city=Berlin$/);
  await expect(frame(page)).toHaveCount(0);
});

test('the names of cities cover no mark and no other name, and a city has its name once', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/?view=map');
  await new Shell(page).isLive();
  const names = page.getByTestId('map-city');
  await expect(names.first()).toBeVisible();
  const covered = () =>
    page.evaluate(() => {
      const boxes = (test: string) => [...document.querySelectorAll(`[data-testid=${test}]`)].map((it) => it.getBoundingClientRect());
      const meets = (a: DOMRect, b: DOMRect) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      const [cities, marks] = [boxes('map-city'), [...boxes('map-cluster'), ...boxes('map-board')]];
      return cities.filter((city, at) => [...marks, ...cities.slice(0, at)].some((other) => meets(city, other))).length;
    });
  expect(await covered()).toBe(0);
  await page.getByRole('button', { name: /in Amsterdam: come nearer$/ }).first().click();
  await expect(boards(page).first()).toBeVisible();
  expect(await covered()).toBe(0);
  const all = await names.allInnerTexts();
  expect(new Set(all).size).toBe(all.length);
});

test('one comes nearer by the keyboard alone, and opens a board', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/?view=map');
  await new Shell(page).isLive();
  const berlin = page.getByRole('button', { name: /^\d+ boards in Berlin: come nearer$/ });
  await berlin.focus();
  const before = await zoom(page);
  await page.keyboard.press('Enter');
  await expect(frame(page)).toBeFocused();
  expect(await zoom(page)).toBeGreaterThan(before);
  await expect(boards(page).first()).toBeVisible();
  const near = await zoom(page);
  await page.keyboard.press('+');
  await expect(frame(page)).toHaveAttribute('data-zoom', `${near + 1}`);
  await page.keyboard.press('-');
  await expect(frame(page)).toHaveAttribute('data-zoom', `${near}`);
  await expect(boards(page).first()).toBeVisible();
  await boards(page).first().focus();
  await page.keyboard.press('Enter');
  const link = page.getByTestId('map-card').getByRole('link');
  const title = await link.innerText();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
});

test('a mouse carries the map, and its wheel comes nearer', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/?city=Berlin&view=map');
  await new Shell(page).isLive();
  const mark = boards(page).first();
  await expect(mark).toBeVisible();
  const [before, box] = [await mark.boundingBox(), await frame(page).boundingBox()];
  if (!before || !box) throw new Error('nothing is drawn');
  const [x, y] = [box.x + box.width / 2, box.y + 20];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 20, y + 10);
  await page.mouse.move(x + 40, y + 30);
  await page.mouse.up();
  const after = await mark.boundingBox();
  expect(Math.round((after?.x ?? 0) - before.x)).toBe(40);
  expect(Math.round((after?.y ?? 0) - before.y)).toBe(30);
  const far = await zoom(page);
  await page.mouse.wheel(0, -100);
  await expect(frame(page)).toHaveAttribute('data-zoom', `${far + 1}`);
});

test("a mark shows how its board stands now, and follows its owner's change", async ({ people }) => {
  const board = demoBoard(36);
  const marta = await people.demo('owner');
  const hers = await marta.open(`/boards/${board}`);
  const title = await hers.getByRole('heading', { level: 1 }).innerText();
  const place = await hers.locator('.board-page__place').innerText();
  const page = await (await people.visitor()).newPage();
  const words = encodeURIComponent(title.replace(/[^\p{L}\d]+/gu, ' '));
  const city = encodeURIComponent(place.trim().split(',').pop()?.trim() ?? '');
  await page.goto(`/?q=${words}&city=${city}&view=map`);
  for (const tab of [hers, page]) await new Shell(tab).isLive();
  const mark = page.locator(`[data-testid="map-board"][data-id="${board}"]`);
  for (const name of ['Maintenance', 'Paused']) {
    await hers.getByTestId('status-form').getByRole('button', { name }).click();
    await expect(mark).toHaveAttribute('data-status', name.toLowerCase());
  }
  await expect(mark).toHaveAccessibleName(new RegExp(`^${title.slice(0, 8)}.*Paused$`));
});

test('without scripts the list is there, and says why there is no map', async ({ people }) => {
  const context = await people.visitor({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('link', { name: 'Map', exact: true }).click();
  await expect(page).toHaveURL(/\?view=map$/);
  await expect(page.getByText('The map needs scripts.')).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(24);
  await page.getByLabel('City').selectOption('Berlin');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/city=Berlin.*view=map/);
});
