import { TestPage } from '../../support/test_page.ts';
import { expect, test } from '../../support/test.ts';

const WRONG = JSON.stringify({ name: 'wrong', sockets: ['ada'], steps: [{ as: 'ada', expects: 'newMessage' }] }, null, 1);

test('simulated people talk in one page, on good and bad lines', async ({ people }) => {
  // A visitor: in a demonstration the page is for everybody.
  const page = await TestPage.open(await people.visitor());
  await page.part('lab-number').selectOption('3');
  await page.part('lab-open').click();
  const column = (number: number) => page.page.locator(`[data-testid="lab-column"][data-number="${number}"]`);
  for (const number of [0, 1, 2]) await expect(column(number)).toHaveAttribute('data-state', 'connected');
  const [ada, bo] = [column(0), column(1)];
  const heard = bo.locator('[data-testid="lab-heard"][data-name="newMessage"]');
  await ada.getByTestId('lab-text').fill('Hello Bo');
  await ada.getByTestId('lab-say').click();
  await expect(heard).toHaveCount(1);
  await expect(heard).toContainText('Hello Bo');

  await bo.getByTestId('lab-faults').click();
  await bo.getByTestId('fault-duplicate').fill('100');
  await bo.getByTestId('fault-duplicate').press('Tab');
  await ada.getByTestId('lab-text').fill('Hello twice');
  await ada.getByTestId('lab-say').click();
  await expect(heard.filter({ hasText: 'Hello twice' })).toHaveCount(2);
  await page.part('lab-close').click();
  await expect(page.part('lab-column')).toHaveCount(0);
});

test('every scenario that is shipped holds in the page', async ({ people }) => {
  test.setTimeout(240_000);
  const page = await TestPage.open((await people.demo('tester')).context);
  await expect(page.part('scenario-choice').locator('option')).not.toHaveCount(0);
  const count = await page.part('scenario-choice').locator('option').count();
  expect(count).toBeGreaterThanOrEqual(12);
  await page.part('scenario-run-all').click();
  await expect(page.part('scenario-verdict')).toHaveCount(count, { timeout: 200_000 });
  const failed = page.page.locator('[data-testid="scenario-verdict"][data-state="failed"]');
  expect(await failed.allTextContents()).toEqual([]);
  await expect(page.part('scenario-run')).toBeEnabled();
});

test('a file of one’s own is played, and a mistake in it is named with its place', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  const open = (text: string) =>
    page.part('scenario-file').setInputFiles({ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await open(WRONG);
  await page.part('scenario-script').click();
  await expect(page.part('scenario-text')).toHaveValue(/"expects"/);
  await page.part('scenario-run').click();
  await expect(page.part('scenario-trouble')).toHaveText(/^Line 9, step 1: unknown field `expects`/);
  await open(WRONG.replace('"expects": "newMessage"', '"expectNone": "newMessage"'));
  await expect(page.part('scenario-text')).toHaveValue(/expectNone/);
  await page.part('scenario-run').click();
  await expect(page.part('scenario-verdict')).toHaveAttribute('data-state', 'passed');
  await expect(page.part('scenario-step')).toHaveText([/everybody connects/, /ada hears no newMessage/]);
});

test('what was done by hand is recorded as a scenario', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  await page.send('joinRoom', '{"room": "boards"}');
  await expect(page.part('panel-answer')).toHaveAttribute('data-ok', 'true');
  await page.part('scenario-record').click();
  await page.part('scenario-script').click();
  await expect(page.part('scenario-text')).toHaveValue(/"do":"joinRoom"/);
  await page.part('scenario-run').click();
  await expect(page.part('scenario-verdict')).toHaveAttribute('data-state', 'passed');
});
