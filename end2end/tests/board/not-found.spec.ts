import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

const NOWHERE = ['/boards/nonsense', `/boards/${demoBoard(999)}`, '/nowhere', '/boards', '/pkg/nothing.js'];

for (const path of NOWHERE) {
  test(`${path} answers 404 with a page that leads on`, async ({ people }) => {
    const page = await (await people.visitor()).newPage();
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByText('Nothing is posted here')).toBeVisible();
    await new Shell(page).isLive();
    await page.getByRole('main').getByRole('link', { name: 'Browse boards' }).click();
    await expect(page.getByRole('article').first()).toBeVisible();
  });
}

test('a picture of no board is a 404 and no page', async ({ server }) => {
  const response = await fetch(`${server.url}/boards/${demoBoard(999)}/picture.svg`);
  expect(response.status).toBe(404);
});
