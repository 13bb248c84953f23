import { demoBoard } from '../../support/identity.ts';
import { expect, test } from '../../support/test.ts';

// Where the sidebar leads, and what it says where one is. Nothing is changed here.

test('an admin is led to everything that admins run, and to no orders of theirs', async ({ people }) => {
  const adrian = await people.demo('admin');
  const page = await adrian.open('/admin/pipeline');
  const main = page.getByRole('navigation', { name: 'Main', exact: true });
  const links = main.getByRole('link');
  for (const name of ['Pipeline', 'Boards to review', 'Announcements', 'Record']) {
    await main.getByRole('link', { name, exact: true }).click();
    await expect(main.locator('[aria-current=page]')).toHaveText(name);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await expect(links.filter({ hasText: 'Orders' })).toHaveCount(0);
});

test('boards that one writes are one’s own, others are browsed', async ({ people }) => {
  const marta = await people.demo('owner');
  const page = await marta.open('/');
  const current = page.getByRole('navigation', { name: 'Main', exact: true }).locator('[aria-current=page]');
  const board = `/boards/${demoBoard(0)}`;
  for (const path of ['/', board]) {
    await page.goto(path);
    await expect(current).toHaveText('Browse');
  }
  for (const path of ['/boards/mine', '/boards/new', `${board}/edit`, `${board}/photos`]) {
    await page.goto(path);
    await expect(current).toHaveText('Your boards');
  }
});
