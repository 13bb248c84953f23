import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HEADER, board, boards, csv } from '../../support/inventory.ts';
import { ImportPage, JobPage } from '../../support/job.ts';
import { Line } from '../../support/line.ts';
import { expect, test } from '../../support/test.ts';

// Files that do not get through, and what helps before they are sent. Ids begin with a name no other story uses.

test.describe.configure({ timeout: 120_000 });

test('an upload that fails says so where it was pressed, and is forgotten when the line is back', async ({ people }) => {
  const marta = await people.demo('owner');
  const line = await Line.of(marta.context);
  const form = await ImportPage.open(marta);
  await form.pick(csv(boards('lost', 3), 'lost.csv'));
  await form.isRead();
  let fail = () => {};
  const pressed = new Promise<void>((resolve) => (fail = resolve));
  await form.page.route('**/api/jobs/imports*', async (route) => {
    await pressed;
    await route.abort();
  }, { times: 1 });
  await line.cut();
  await form.dryRun.click();
  await expect(form.dryRun).toHaveText('Sending …');
  await expect(form.start).toHaveText('Import');
  fail();
  await expect(form.refused).toContainText('The line broke');
  await expect(form.page.locator('#import-refused')).toBeFocused();
  const [notice, button] = [await form.refused.boundingBox(), await form.dryRun.boundingBox()];
  expect(button!.y - notice!.y - notice!.height).toBeLessThan(48);

  line.allow();
  await expect(form.refused).toHaveCount(0, { timeout: 30_000 });
  await form.dryRun.click();
  const job = new JobPage(form.page);
  await job.isOver();
  await job.counted('created', 3);
});

test('a file that is too large is refused before it is read', async ({ people }) => {
  const form = await ImportPage.open(await people.demo('owner'));
  const path = join(mkdtempSync(join(tmpdir(), 'bulletin-large-')), 'large.csv');
  writeFileSync(path, `${HEADER}\n`);
  truncateSync(path, 201 * 1024 * 1024);
  await form.pick(path);
  await expect(form.fault).toContainText('at most 200 MB');
  await expect(form.rows).toHaveCount(0);
  await expect(form.start).toBeDisabled();
});

test('a column that is missing is named once, and nothing is counted before it is there', async ({ people }) => {
  const form = await ImportPage.open(await people.demo('owner'));
  await form.pick(csv([board('once-1'), board('once-2')], 'once.csv', HEADER.replace('title', 'what people call it')));
  await expect(form.fault).toContainText('title');
  await form.isRead();
  await expect(form.rows).toHaveText(/2 rows$/);
  await expect(form.page.getByTestId('problem')).toHaveCount(0);
});

test('the template is fetched, and is a file that can be imported', async ({ people }) => {
  const form = await ImportPage.open(await people.demo('owner'));
  await form.page.getByTestId('columns-wanted').locator('summary').click();
  const download = form.page.waitForEvent('download');
  await form.page.getByTestId('template').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('boards-template.csv');
  await form.pick(await file.path());
  await form.isRead();
  await expect(form.rows).toHaveAttribute('data-rows', '1');
  await expect(form.rows).toHaveAttribute('data-wrong', '0');
});
