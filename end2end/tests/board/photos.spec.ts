import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { png } from '../../support/picture.ts';
import { expect, test } from '../../support/test.ts';

// Photos of boards. Boards 150 to 154 are not used by other stories.

test.describe.configure({ timeout: 120_000 });

test('Marta adds photos and chooses the cover; whoever looks at the board sees it at once', async ({ people }) => {
  const [marta, ana] = [await people.demo('owner'), await people.advertiser('Ana Looks')];
  const board = demoBoard(150);
  const hers = await ana.open(`/boards/${board}`);
  await new Shell(hers).isLive();
  await expect(hers.getByTestId('gallery')).toHaveCount(0);

  const page = await marta.open(`/boards/${board}/photos`);
  await new Shell(page).isLive();
  const photos = page.getByTestId('photo');
  for (const [at, alt] of ['By day', 'By night'].entries()) {
    await page.getByTestId('photo-pick').setInputFiles(png(1200, 750, at));
    await page.getByTestId('photo-form').getByLabel('What is to be seen').fill(alt);
    await page.getByTestId('photo-add').click();
    await expect(photos).toHaveCount(at + 1);
    await expect(page.getByTestId('photos-said')).toHaveText(`The photo is added: ${['1 photo', '2 photos'][at]} now.`);
    await expect(page.getByTestId('photo-form').getByLabel('What is to be seen')).toHaveValue('');
  }
  await expect(hers.getByTestId('gallery').getByRole('img')).toHaveCount(2);
  await expect(hers.getByRole('img', { name: 'By day' })).toBeVisible();

  await photos.last().getByRole('button', { name: 'Make it the cover' }).click();
  await expect(photos.first().getByRole('img')).toHaveAccessibleName('By night');
  await expect(hers.getByTestId('gallery').getByRole('img').first()).toHaveAccessibleName('By night');

  const strip = hers.getByTestId('gallery').getByRole('list');
  await strip.focus();
  await hers.keyboard.press('ArrowRight');
  await expect.poll(() => strip.evaluate((list) => list.scrollLeft)).toBeGreaterThan(0);

  // By the keyboard alone, and what is being written elsewhere on the page stays.
  await expect(photos.first()).toBeFocused();
  await photos.last().getByLabel('What is to be seen').fill('By day, from the station');
  await photos.first().getByTestId('photo-remove').press('Enter');
  await expect(hers.getByTestId('gallery').getByRole('img')).toHaveCount(2);
  await photos.first().getByRole('button', { name: 'Remove it' }).press('Enter');
  await expect(hers.getByTestId('gallery').getByRole('img')).toHaveCount(1);
  await expect(photos).toHaveCount(1);
  await expect(photos).toBeFocused();
  await expect(page.getByTestId('photos-said')).toHaveText('The photo is removed.');
  await expect(photos.getByLabel('What is to be seen')).toHaveValue('By day, from the station');
  await photos.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(hers.getByRole('img', { name: 'By day, from the station' })).toBeVisible();
  await photos.getByTestId('photo-remove').click();
  await photos.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('without scripts a photo that is too small comes back with the reason, and one that fits is added', async ({ people }) => {
  const marta = await people.demo('owner', { javaScriptEnabled: false });
  const page = await marta.open(`/boards/${demoBoard(151)}/photos`);
  await page.getByTestId('photo-pick').setInputFiles(png(300, 200));
  await page.getByTestId('photo-form').getByLabel('What is to be seen').fill('The board');
  await page.getByTestId('photo-add').click();
  await expect(page.getByRole('alert')).toContainText('at least 640 × 360 pixels');
  await page.getByTestId('photo-pick').setInputFiles({ name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) });
  await page.getByTestId('photo-add').click();
  await expect(page.getByRole('alert')).toContainText('That was empty');
  await page.getByTestId('photo-pick').setInputFiles(png(640, 400, 2));
  await page.getByTestId('photo-add').click();
  await expect(page.getByTestId('photo')).toHaveCount(1);
  await expect(page.getByRole('img', { name: 'The board' })).toBeVisible();
  await page.getByTestId('photo-remove').click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByTestId('photo')).toHaveCount(0);
});

test('a photo that meets a cut line stays picked with its words, and is sent again with one press', async ({ people }) => {
  const marta = await people.demo('owner');
  const page = await marta.open(`/boards/${demoBoard(154)}/photos`);
  await new Shell(page).isLive();
  const form = page.getByTestId('photo-form');
  await page.route('**/boards/*/photos', (route) => route.abort());
  await page.getByTestId('photo-pick').setInputFiles(png(1200, 750, 3));
  await form.getByLabel('What is to be seen').fill('At noon');
  await page.getByTestId('photo-add').click();
  await expect(form.getByRole('alert')).toContainText('No answer came');
  const picked = await page.getByTestId('photo-pick').evaluate((input: HTMLInputElement) => input.files?.length);
  expect(picked).toBe(1);
  await expect(form.getByLabel('What is to be seen')).toHaveValue('At noon');

  await page.unroute('**/boards/*/photos');
  await form.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('photo')).toHaveCount(1);
  await expect(page.getByRole('img', { name: 'At noon' })).toBeVisible();
  await expect(form.getByRole('alert')).toHaveCount(0);
});

test('nobody else sees to the photos of a board', async ({ people }) => {
  const ben = await people.advertiser('Ben Curious');
  const page = await ben.open(`/boards/${demoBoard(153)}/photos`);
  await expect(page.getByText("Only its owner sees to a board's photos.")).toBeVisible();
});
