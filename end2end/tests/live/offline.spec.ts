import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// What is pressed while there is no network.

test('a form that cannot be sent leaves the page as it is, and says so', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const page = await ana.open(`/boards/${demoBoard(25)}`);
  await new Shell(page).isLive();
  await ana.context.setOffline(true);
  await expect(new Shell(page).connection).not.toHaveAttribute('data-status', 'live');
  const said = page.locator('.toast').filter({ hasText: 'Not sent' });
  for (const name of ['Follow this board', 'Message the owner']) {
    await page.getByRole('button', { name }).click();
    await expect(said.last()).toBeVisible();
    await said.last().getByRole('button').click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await ana.context.setOffline(false);
  await new Shell(page).isLive();
  await page.getByRole('button', { name: 'Message the owner' }).click();
  await expect(page).toHaveURL(/\/conversations\//);
});
