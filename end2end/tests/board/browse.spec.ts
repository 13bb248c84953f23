import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

test('the filter lives in the address and survives a reload', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/');
  const found = page.locator('main').getByText(/^\d+ boards/);
  await expect(found).toHaveText('200 boards');
  await new Shell(page).isLive();
  await page.getByLabel('City').selectOption('Berlin');
  await expect(page).toHaveURL(/[?&]city=Berlin/);
  await expect(found).toHaveText(/^\d+ boards in Berlin$/);
  await page.getByRole('radio', { name: 'Live' }).check({ force: true });
  await expect(page).toHaveURL(/city=Berlin.*status=live/);
  await expect(found).toHaveText(/in Berlin, live only$/);
  const cards = page.getByRole('article');
  const titles = await cards.getByRole('heading').allInnerTexts();
  expect(titles.length).toBeGreaterThan(3);
  for (const place of await cards.locator('.board-card__place').allInnerTexts()) expect(place).toContain('Berlin');

  await page.reload();
  await expect(page.getByLabel('City')).toHaveValue('Berlin');
  await expect(page.getByRole('radio', { name: 'Live' })).toBeChecked();
  expect(await cards.getByRole('heading').allInnerTexts()).toEqual(titles);
});

test('pages lead on and back, also by the browser', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/');
  const cards = page.getByRole('article');
  await expect(cards).toHaveCount(24);
  const first = await cards.getByRole('heading').first().innerText();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/[?&]page=2$/);
  await expect(cards.getByRole('heading').first()).not.toHaveText(first);
  await expect(page.getByRole('link', { name: 'Page 2' })).toHaveAttribute('aria-current', 'page');
  await page.getByRole('link', { name: 'Page 9' }).click();
  await expect(cards).toHaveCount(200 - 8 * 24);
  await expect(page.getByRole('link', { name: 'Next page' })).toHaveCount(0);
  await page.goBack();
  await page.goBack();
  await expect(cards.getByRole('heading').first()).toHaveText(first);
});

test('a list without boards says so and leads out', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/?city=Atlantis');
  await expect(page.getByText('No boards here')).toBeVisible();
  await page.getByRole('link', { name: 'Show all boards' }).click();
  await expect(page.getByRole('article')).toHaveCount(24);
});

test('an address with nonsense in it filters nothing, and the page says so', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/?city=&status=glowing&page=-3');
  await expect(page.locator('main').getByText(/^200 boards$/)).toBeVisible();
  await expect(page.getByTestId('not-understood')).toHaveText('Not understood, and left out: status, page.');
});

test('words, price and order narrow the list, and each is taken away with one press', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/');
  await new Shell(page).isLive();
  const found = page.locator('main').getByText(/^[\d,]+ boards?/);
  await page.getByLabel('Search boards').fill('kurfurst');
  await page.getByLabel('Search boards').press('Enter');
  await expect(page).toHaveURL(/[?&]q=kurfurst/);
  const titles = page.getByRole('article').getByRole('heading');
  await expect(titles.first()).toContainText('Kurfürstendamm');
  for (const title of await titles.allInnerTexts()) expect(title).toContain('Kurfürstendamm');

  await page.getByText('More filters').click();
  await page.getByLabel('Lowest price a day').fill('40');
  await page.getByLabel('Order').selectOption('Cheapest first');
  await expect(page).toHaveURL(/minPrice=40.*sort=cheapest/);
  // The list, and what it can be taken back to, come with the answer.
  await expect(page.getByRole('link', { name: 'Without From 40 a day' })).toBeVisible();
  await page.getByRole('link', { name: 'Without “kurfurst”' }).click();
  await expect(page).toHaveURL(/\?minPrice=40&sort=cheapest$/);
  await expect(page.getByLabel('Search boards')).toHaveValue('');
  await page.getByRole('link', { name: 'Without From 40 a day' }).click();
  await expect(found).toHaveText('200 boards');
  await expect(page.getByLabel('Order')).toHaveValue('cheapest');
});

test('only boards with a free place on the days one asks for', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/?status=live');
  await new Shell(page).isLive();
  const found = page.locator('main').getByText(/^[\d,]+ boards?/);
  const live = parseInt(await found.innerText(), 10);
  await page.getByText('More filters').click();
  // Some boards of the demonstration are closed on the first days of the next year.
  const year = new Date().getFullYear() + 1;
  await page.getByLabel('Free from').fill(`${year}-01-02`);
  await page.getByLabel('until').fill(`${year}-01-04`);
  await expect(page).toHaveURL(new RegExp(`freeFrom=${year}-01-02&freeTo=${year}-01-04`));
  const chip = page.getByRole('link', { name: `Without Free 2–4 Jan ${year}` });
  await expect(chip).toBeVisible();
  const free = parseInt(await found.innerText(), 10);
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThan(live);
  await chip.click();
  await expect(found).toHaveText(`${live} boards, live only`);
  await page.goto(`/?freeFrom=${year}-02-30`);
  await expect(page.getByTestId('not-understood')).toHaveText('Not understood, and left out: free from.');
});

test('the whole filter works without scripts', async ({ people }) => {
  const context = await people.visitor({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByLabel('Search boards').fill('bridge');
  await page.getByText('More filters').click();
  await page.getByLabel('Format').selectOption('Panel');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByLabel('Search boards')).toHaveValue('bridge');
  await expect(page.getByLabel('Format')).toHaveValue('panel');
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.goto('/?q=bridge&page=99');
  await page.getByRole('link', { name: 'To its start' }).click();
  await expect(page.getByRole('article').first()).toBeVisible();
});

test("a board's page shows the board, its picture and the way to its owner", async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/');
  const link = page.getByRole('article').getByRole('link').first();
  const title = await link.innerText();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  const picture = page.locator('main img').first();
  await expect(picture).toHaveJSProperty('complete', true);
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const offer = page.getByRole('complementary', { name: 'Offer' });
  await expect(offer).toContainText(/a day/);
  await offer.getByRole('link', { name: /^Sign in to message/ }).click();
  await page.getByRole('button', { name: /Dmitri Volkonsky/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
});

test('an advertiser opens a conversation, the owner cannot with himself', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const page = await ana.open(`/boards/${demoBoard(5)}`);
  await page.getByRole('button', { name: 'Message the owner' }).click();
  await expect(page.getByTestId('thread')).toBeVisible();
  await page.getByTestId('thread-board').click();
  await expect(page.getByRole('link', { name: 'Open your conversation' })).toBeVisible();
  const jonas = await people.demo('owner2');
  const his = await jonas.open(`/boards/${demoBoard(5)}`);
  await expect(his.getByText('This is your board.')).toBeVisible();
  await expect(his.getByRole('button', { name: 'Message the owner' })).toHaveCount(0);
});

test('a year can be typed into the filter for free days', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/');
  await new Shell(page).isLive();
  await page.getByText('More filters').click();
  const year = new Date().getUTCFullYear() + 1;
  const field = page.getByLabel('Free from');
  await field.focus();
  await page.keyboard.type(`0210${year}`);
  await expect(field).toHaveValue(`${year}-02-10`);
  await expect(page).toHaveURL(new RegExp(`freeFrom=${year}-02-10`));
});
