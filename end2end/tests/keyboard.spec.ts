import { demoBoard } from '../support/identity.ts';
import { Shell } from '../support/pages.ts';
import { expect, test } from '../support/test.ts';

test('the first Tab offers to skip to the content', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/');
  await new Shell(page).isLive();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('from the list to a sent message without a mouse', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const page = await ana.open(`/boards/${demoBoard(6)}`);
  await new Shell(page).isLive();
  await page.getByRole('button', { name: 'Message the owner' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('thread')).toBeVisible();
  await new Shell(page).isLive();
  await page.getByTestId('composer').focus();
  await page.keyboard.type('By keyboard alone');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('message')).toHaveAttribute('data-state', 'sent');
});

test('the chosen colours stay', async ({ people }) => {
  const page = await (await people.visitor({ colorScheme: 'light' })).newPage();
  await page.goto('/');
  await new Shell(page).isLive();
  const colours = page.getByRole('button', { name: /^Colours/ });
  await colours.click();
  await colours.click();
  await expect(colours).toHaveAccessibleName('Colours: dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(colours).toHaveAccessibleName('Colours: dark');
});
