import { demoBoard } from '../../support/identity.ts';
import { ThreadPage } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// Every step is a link the page follows by itself; a page that throws on the way fails the test.
test('from the inbox to a thread, to its board, and back, without loading a page', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(7));
  const page = await ana.open('/conversations');
  const thread = new ThreadPage(page);
  await thread.isLive();
  await page.evaluate(() => Object.assign(window, { isStillTheSamePage: true }));

  await thread.row(id).click();
  await expect(thread.composer).toBeVisible();
  await page.getByTestId('thread-board').click();
  await expect(page.getByRole('link', { name: 'Open your conversation' })).toBeVisible();
  await page.getByRole('link', { name: 'Open your conversation' }).click();
  await expect(thread.composer).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Open your conversation' })).toBeVisible();
  await page.goForward();
  await thread.send('Still here');
  await expect(thread.message('Still here')).toHaveAttribute('data-state', /sent|delivered/);
  await page.getByRole('link', { name: 'Browse' }).first().click();
  await expect(page.getByRole('heading', { name: 'Digital billboards' })).toBeVisible();
  await expect(page).toHaveTitle(/Digital billboards/);
  expect(await page.evaluate(() => 'isStillTheSamePage' in window)).toBe(true);
});
