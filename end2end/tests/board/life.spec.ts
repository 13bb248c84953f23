import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// A server of its own: other stories count the boards on the market.
test.use({ serverFlags: ['--presence-leave-ms', '302'] });

test('an admin sends a board back with a reason, its owner submits it again, and it goes on air', async ({ people }) => {
  const path = `/boards/${demoBoard(201)}`;
  const [marta, adrian] = [await people.demo('owner'), await people.demo('admin')];
  const visitor = await (await people.visitor()).newPage();
  expect((await visitor.goto(path))?.status()).toBe(404);
  const [hers, his] = [await marta.open(path), await adrian.open(path)];
  for (const page of [hers, his]) await new Shell(page).isLive();
  await expect(hers.getByTestId('board-status')).toHaveText('In review');
  await expect(hers.getByRole('button', { name: 'Approve' })).toHaveCount(0);

  const form = his.getByTestId('status-form');
  await form.getByRole('button', { name: 'Send it back' }).click();
  await expect(form.getByRole('alert')).toContainText('Say why');
  await form.getByLabel('Why').fill('The size does not fit the format.');
  await form.getByRole('button', { name: 'Send it back' }).click();
  await expect(hers.getByTestId('board-status')).toHaveText('Draft');
  await expect(form.getByRole('button')).toHaveCount(0);

  await hers.reload();
  await new Shell(hers).isLive();
  await expect(hers.locator('.status-form__record')).toContainText('The size does not fit the format.');
  await hers.getByRole('button', { name: 'Submit for review' }).click();
  await expect(his.getByTestId('board-status')).toHaveText('In review');
  await his.getByRole('button', { name: 'Approve' }).click();
  await expect(hers.getByTestId('board-status')).toHaveText('Live');
  expect((await visitor.goto(path))?.status()).toBe(200);
});

test('a visitor sees a board leave the market, and an owner takes it off without scripts', async ({ people }) => {
  const path = `/boards/${demoBoard(27)}`;
  const visitor = await (await people.visitor()).newPage();
  await visitor.goto(path);
  await new Shell(visitor).isLive();
  const marta = await people.demo('owner', { javaScriptEnabled: false });
  const hers = await marta.open(path);
  await hers.getByText('Take it off the market').click();
  await hers.getByRole('button', { name: 'Retire' }).click();
  await expect(hers.getByTestId('board-status')).toHaveText('Retired');
  await expect(visitor.getByTestId('board-status')).toHaveText('Retired');
  expect((await visitor.reload())?.status()).toBe(404);
  for (const name of ['Begin anew', 'Submit for review']) await hers.getByRole('button', { name }).click();
  await expect(hers.getByTestId('board-status')).toHaveText('In review');
});
