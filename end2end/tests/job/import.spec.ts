import { HEADER, badBoard, board, boards, csv } from '../../support/inventory.ts';
import { ImportPage, JobPage, upload } from '../../support/job.ts';
import { expect, test } from '../../support/test.ts';

// Imports as their owner sees them. Ids in the files begin with a name that no other story uses.

// Several pages are opened one after the other, each with the whole module.
test.describe.configure({ timeout: 120_000 });

test('Marta sees what is in her file, tries it, and imports it with one press; the same file twice changes nothing', async ({ people }) => {
  const marta = await people.demo('owner');
  const form = await ImportPage.open(marta);
  const file = csv(boards('whole', 40), 'spring.csv');
  await form.pick(file);
  await form.isRead();
  await expect(form.rows).toHaveAttribute('data-rows', '40');
  await expect(form.rows).toHaveAttribute('data-wrong', '0');
  await expect(form.page.locator('[data-testid=column][data-header=title]')).toContainText('Board whole-4');
  await form.dryRun.click();

  const job = new JobPage(form.page);
  const tried = await job.id();
  await job.isOver();
  await expect(job.way).toHaveText('final');
  await job.counted('created', 40);
  await expect(job.bar).toHaveAttribute('value', '100');
  await expect(job.page.getByTestId('job-summary')).toContainText('It would be: 40 new');

  await job.page.getByTestId('job-import').click();
  await expect.poll(() => job.id()).not.toBe(tried);
  await job.isOver();
  await job.counted('created', 40);

  const again = new JobPage(await marta.open(`/jobs/${await upload(marta, file)}`));
  await again.isOver();
  await again.counted('unchanged', 40);
  await again.counted('created', 0);
});

test('wrong rows are shown before the upload and after the import, and come back as a file to mend', async ({ people }) => {
  const marta = await people.demo('owner');
  const form = await ImportPage.open(marta);
  await form.pick(csv([board('mend-1'), badBoard('mend-2'), board('mend-1')], 'mend.csv'));
  await form.isRead();
  await expect(form.rows).toHaveAttribute('data-wrong', '1');
  const problem = form.page.getByTestId('problem');
  await expect(problem).toHaveAttribute('data-line', '3');
  await expect(problem).toContainText('width');
  await expect(problem).toContainText('wide');
  await form.start.click();

  const job = new JobPage(form.page);
  await job.isOver();
  await job.counted('created', 1);
  await job.counted('failed', 1);
  await job.counted('skipped', 1);
  await expect(job.state).toHaveText('Completed, some rows wrong');
  await expect(job.summary).toHaveClass(/notice--waiting/);
  await expect(job.page.locator('[data-testid=problem][data-line="3"]')).toContainText('wide');
  const download = job.page.waitForEvent('download');
  await job.page.getByTestId('failed-rows').click();
  expect((await download).suggestedFilename()).toBe('failed-rows.csv');
});

test('columns that are called otherwise are mapped by hand, and what means nothing is ignored', async ({ people }) => {
  const form = await ImportPage.open(await people.demo('owner'));
  const header = `${HEADER.replace('title', 'what people call it')},colour`;
  await form.pick(csv([`${board('map-1')},red`], 'mapped.csv', header));
  await expect(form.fault).toContainText('title');
  await expect(form.dryRun).toBeDisabled();
  await expect(form.page.getByTestId('ignored')).toContainText('colour');
  await form.choice('what people call it').focus();
  await form.choice('what people call it').selectOption('title');
  await expect(form.fault).toHaveCount(0);
  await form.isRead();
  await expect(form.choice('what people call it')).toBeFocused();
  await expect(form.rows).toHaveAttribute('data-wrong', '0');
  // What was another column's is taken from it.
  await form.choice('colour').selectOption('title');
  await expect(form.choice('what people call it')).toHaveValue('');
  await form.choice('what people call it').selectOption('title');
  await form.dryRun.click();
  const job = new JobPage(form.page);
  await job.isOver();
  await job.counted('created', 1);
});

test('what is no inventory is refused with the place before anything is sent', async ({ people }) => {
  const form = await ImportPage.open(await people.demo('owner'));
  let sent = 0;
  await form.page.route('**/api/jobs/imports*', (route) => {
    sent += 1;
    return route.continue();
  });
  const bad = (text: string | Buffer, name = 'bad.csv') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const cases: [string, ReturnType<typeof bad>][] = [
    ['a zip archive', bad('PK\x03\x04 and the rest of it', 'boards.csv')],
    ['UTF-16', bad(Buffer.from(`\ufeff${HEADER}\n`, 'utf16le'))],
    ['Line 2, column 2', bad(`${HEADER}\nopen-1,"Station,Bern\n`)],
    ['Line 2', bad(Buffer.concat([Buffer.from(`${HEADER}\nlatin-1,Z`), Buffer.from([0xfc]), Buffer.from('rich\n')]))],
    ['more than 100 columns', bad(`${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join(',')}\n1\n`)],
    ['The file is empty', bad('')],
  ];
  for (const [text, file] of cases) {
    await form.pick(file);
    await expect(form.fault).toContainText(text);
    await expect(form.start).toBeDisabled();
  }
  expect(sent).toBe(0);
});

test('without scripts a file is imported all the same, and one that is none comes back', async ({ people }) => {
  const marta = await people.demo('owner', { javaScriptEnabled: false });
  const page = await marta.open('/jobs/import');
  const pick = page.getByTestId('import-pick');
  await pick.setInputFiles({ name: 'boards.csv', mimeType: 'text/csv', buffer: Buffer.from('PK\x03\x04 and more') });
  await page.getByTestId('import-start').click();
  await expect(page.getByRole('alert').first()).toContainText('cannot be read as CSV');
  await pick.setInputFiles(csv(boards('plain', 3)));
  await page.getByTestId('import-dry-run').click();
  const job = new JobPage(page);
  await job.id();
  await expect(async () => {
    await page.reload();
    await expect(job.state).toHaveAttribute('data-state', 'COMPLETED', { timeout: 1_000 });
  }).toPass();
  await job.counted('created', 3);
});

test('a large file is read and imported while the page stays usable, and two tabs see it', async ({ people }) => {
  test.slow();
  const marta = await people.demo('owner');
  const form = await ImportPage.open(marta);
  await form.pick(csv(boards('large', 5_000), 'large.csv'));
  // While it is read, keys still do something.
  await form.page.getByTestId('import-dry-run').focus();
  await form.page.keyboard.press('Shift+Tab');
  await form.isRead();
  await expect(form.rows).toHaveAttribute('data-rows', '5000');
  await form.start.click();
  const here = new JobPage(form.page);
  const there = new JobPage(await marta.open(`/jobs/${await here.id()}`));
  for (const job of [here, there]) {
    await job.isOver();
    await job.counted('created', 5_000);
  }
});
