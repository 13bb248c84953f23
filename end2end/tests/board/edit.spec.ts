import { Shell } from '../../support/pages.ts';
import { demoBoard } from '../../support/identity.ts';
import { png } from '../../support/picture.ts';
import { expect, test } from '../../support/test.ts';

// A server of its own: other stories count the boards on the market.
test.use({ serverFlags: ['--presence-leave-ms', '303'] });

test('an owner writes a board, an admin lets it in, and an edit is seen at once by whoever looks at it', async ({ people }) => {
  const [marta, adrian] = [await people.demo('owner'), await people.demo('admin')];
  const queue = await adrian.open('/admin/boards');
  const hers = await marta.open('/boards/new');
  for (const page of [queue, hers]) await new Shell(page).isLive();
  await hers.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(hers.getByRole('alert')).toContainText('fields need a correction');
  await expect(hers.locator('[data-field="city"]')).toContainText('This is needed.');
  await expect(hers.getByLabel('Title')).toBeFocused();
  const fields = {
    Title: 'Torstraße, corner',
    City: 'Berlin',
    Address: 'Torstraße 1',
    Faces: 'the square',
    'Width in metres': '4',
    'Height in metres': '3',
    'People a week': '12000',
    'Price of a day': '80',
  };
  for (const [label, value] of Object.entries(fields)) await hers.getByLabel(label, { exact: true }).fill(value);
  await hers.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(hers.getByRole('heading', { level: 1 })).toHaveText('Torstraße, corner');
  await new Shell(hers).isLive();
  await hers.getByRole('button', { name: 'Submit for review' }).click();
  const path = new URL(hers.url()).pathname;

  const waiting = queue.getByTestId('review-row').filter({ hasText: 'Torstraße, corner' });
  await waiting.getByRole('button', { name: 'Approve' }).click();
  await expect(waiting).toHaveCount(0);
  await expect(hers.getByTestId('board-status')).toHaveText('Live');

  const visitor = await (await people.visitor()).newPage();
  await visitor.goto(path);
  await new Shell(visitor).isLive();
  await hers.getByRole('link', { name: 'Edit' }).click();
  await hers.getByLabel('Title', { exact: true }).fill('Torstraße, roof');
  await hers.getByRole('button', { name: 'Save' }).click();
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('Torstraße, roof');
  const mine = await marta.open('/boards/mine?status=live');
  await expect(mine.getByTestId('own-board').first()).toContainText('Torstraße, roof');
});

test('without scripts the second of two who save gets both texts, and saves again', async ({ people }) => {
  const path = `/boards/${demoBoard(28)}/edit`;
  const marta = await people.demo('owner', { javaScriptEnabled: false });
  const [one, other] = [await marta.open(path), await marta.open(path)];
  await one.getByLabel('Title', { exact: true }).fill('The first title');
  await one.getByRole('button', { name: 'Save' }).click();
  await expect(one.getByRole('heading', { level: 1 })).toHaveText('The first title');
  await other.getByLabel('Title', { exact: true }).fill('The second title');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByTestId('conflict')).toContainText('The first title');
  await expect(other.getByLabel('Title', { exact: true })).toHaveValue('The second title');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('The second title');
});

test('without scripts a save that comes second keeps what the first has changed elsewhere', async ({ people }) => {
  const path = `/boards/${demoBoard(163)}/edit`;
  const marta = await people.demo('owner', { javaScriptEnabled: false });
  const [one, other] = [await marta.open(path), await marta.open(path)];
  await one.getByLabel('Price of a day', { exact: true }).fill('161.75');
  await one.getByRole('button', { name: 'Save' }).click();
  await one.waitForURL(/\/boards\/[^/]+$/);
  await other.getByLabel('Faces', { exact: true }).fill('the harbour');
  await other.getByRole('button', { name: 'Save' }).click();
  const conflict = other.getByTestId('conflict');
  await expect(conflict).toContainText('You did not touch these');
  await expect(conflict).toContainText('161.75');
  await expect(other.getByLabel('Price of a day', { exact: true })).toHaveValue('161.75');
  await expect(other.getByLabel('Faces', { exact: true })).toHaveValue('the harbour');
  await other.getByRole('button', { name: 'Save' }).click();
  await other.waitForURL(/\/boards\/[^/]+$/);
  await other.goto(path);
  await expect(other.getByLabel('Price of a day', { exact: true })).toHaveValue('161.75');
  await expect(other.getByLabel('Faces', { exact: true })).toHaveValue('the harbour');
});

test('what an owner has typed is back after a reload and after a session that ended, and gone once it is stored', async ({ people }) => {
  const marta = await people.demo('owner');
  const page = await marta.open('/boards/new');
  await new Shell(page).isLive();
  const fields = {
    Title: 'Kept corner',
    City: 'Berlin',
    Address: 'Torstraße 9',
    Faces: 'the river',
    'Width in metres': '4',
    'Height in metres': '3',
    'People a week': '9000',
    'Price of a day': '70',
  };
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.reload();
  await expect(page.getByTestId('brought-back')).toBeVisible();
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('Torstraße 9');

  await marta.context.request.delete('/api/session');
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Mail address').fill(marta.email);
  await page.getByLabel('Password').fill('demo-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('/boards/new');
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Kept corner');
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kept corner');
  await new Shell(page).isLive();
  await page.goto('/boards/new');
  await new Shell(page).isLive();
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('');
  await expect(page.getByTestId('brought-back')).toHaveCount(0);
});

test('what comes back is checked against what it was typed over, and what was refused is not forgotten', async ({ people }) => {
  const board = `/boards/${demoBoard(160)}`;
  const [laptop, phone] = [await people.demo('owner'), await people.demo('owner')];
  const page = await laptop.open(`${board}/edit`);
  await new Shell(page).isLive();
  const [faces, price] = [page.getByLabel('Faces', { exact: true }), page.getByLabel('Price of a day', { exact: true })];
  const before = await price.inputValue();
  await faces.fill('the old bridge');
  await page.goto('/');

  const other = await phone.open(`${board}/edit`);
  await other.getByLabel('Price of a day', { exact: true }).fill('151.25');
  await other.getByRole('button', { name: 'Save' }).click();
  await other.waitForURL(board);

  await page.goto(`${board}/edit`);
  await expect(page.getByTestId('brought-back')).toContainText('the board was saved since');
  await expect(faces).toHaveValue('the old bridge');
  await expect(price).toHaveValue(before);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('conflict')).toContainText('151.25');
  await expect(faces).toHaveValue('the old bridge');
  // Nobody has touched the price here: saving again must not undo it.
  await expect(price).toHaveValue('151.25');
  await new Shell(page).isLive();

  // The title is what is stored, all along.
  await page.goto(board);
  await new Shell(page).isLive();
  await page.goto(`${board}/edit`);
  await expect(page.getByTestId('brought-back')).toBeVisible();
  await expect(faces).toHaveValue('the old bridge');
  await price.fill('151.25');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(board);
  await new Shell(page).isLive();
  await page.goto(`${board}/edit`);
  await new Shell(page).isLive();
  await expect(page.getByTestId('brought-back')).toHaveCount(0);
  await expect(faces).toHaveValue('the old bridge');
  await expect(price).toHaveValue('151.25');
});

test('a photo that is added while somebody writes is no reason to warn them; a saved edit is', async ({ people }) => {
  const board = `/boards/${demoBoard(162)}`;
  const marta = await people.demo('owner');
  const page = await marta.open(`${board}/edit`);
  await new Shell(page).isLive();
  const looking = await marta.open(board);
  await new Shell(looking).isLive();

  const photos = await marta.open(`${board}/photos`);
  await photos.getByTestId('photo-pick').setInputFiles(png(1200, 750));
  await photos.getByTestId('photo-form').getByLabel('What is to be seen').fill('By day');
  await photos.getByTestId('photo-add').click();
  await expect(looking.getByRole('img', { name: 'By day' })).toBeVisible();
  await expect(page.getByTestId('overtaken')).toHaveCount(0);

  const other = await marta.open(`${board}/edit`);
  await other.getByLabel('Faces', { exact: true }).fill('the new bridge');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('overtaken')).toBeVisible();
});

test('why a board was sent back is read at once, and where it is mended', async ({ people }) => {
  const [jonas, adrian] = [await people.demo('owner2'), await people.demo('admin')];
  const board = `/boards/${demoBoard(29)}`;
  const page = await jonas.open(board);
  await new Shell(page).isLive();
  const admins = await adrian.open(board);
  await new Shell(admins).isLive();
  await admins.getByText('Take it off the market').click();
  await admins.getByLabel('Why').fill('The photo shows another board.');
  await admins.getByRole('button', { name: 'Send it back' }).click();
  await expect(page.getByTestId('board-status')).toHaveText('Draft');
  await expect(page.getByTestId('status-form')).toContainText('The photo shows another board.');
  await page.goto(`${board}/edit`);
  await expect(page.getByTestId('sent-back')).toContainText('The photo shows another board.');
});
