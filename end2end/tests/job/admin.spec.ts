import { badBoard, boards, csv } from '../../support/inventory.ts';
import { JobPage, upload } from '../../support/job.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// All jobs, as an admin sees them; and the examples for developers. Ids in the files begin with a name that no other story uses.

test.describe.configure({ timeout: 120_000 });

test('an admin watches a job begin, go on and be stopped, without a reload', async ({ people }) => {
  const [adrian, marta] = [await people.demo('admin'), await people.demo('owner')];
  const all = new Shell(await adrian.open('/admin/jobs'));
  await all.isLive();
  await all.page.evaluate(() => ((window as { same?: boolean }).same = true));
  const id = await upload(marta, csv(boards('watched', 150_000), 'watched.csv'), true);
  const row = all.page.getByTestId('under-way').locator(`[data-testid=all-job][data-id="${id}"]`);
  await expect(row).toHaveAttribute('data-state', 'PROCESSING', { timeout: 15_000 });
  await expect(row).toContainText('Marta');
  await expect(row.getByTestId('all-job-rows')).toContainText('a second', { timeout: 15_000 });
  const bar = row.getByRole('progressbar');
  const before = Number(await bar.getAttribute('value'));
  await expect.poll(async () => Number(await bar.getAttribute('value')), { timeout: 30_000 }).toBeGreaterThan(before);

  await row.getByTestId('all-job-cancel').click();
  await row.getByTestId('all-job-cancel-now').click();
  const listed = all.page.getByTestId('listed').locator(`[data-testid=all-job][data-id="${id}"]`);
  await expect(listed).toHaveAttribute('data-state', 'CANCELLED', { timeout: 15_000 });
  await expect(row).toHaveCount(0);
  const job = new JobPage(await marta.open(`/jobs/${id}`));
  await job.isOver('CANCELLED');
  expect(await all.page.evaluate(() => (window as { same?: boolean }).same)).toBe(true);
  await all.page.goto('/admin/audit');
  await expect(all.page.getByText('import_boards: cancelled').first()).toBeVisible();
});

test('the list is narrowed by links, which the address keeps, and says when nothing is left', async ({ people }) => {
  const [adrian, marta] = [await people.demo('admin'), await people.demo('owner')];
  const id = await upload(marta, csv([...boards('narrow', 3), badBoard('narrow-bad')], 'narrow.csv'));
  await new JobPage(await marta.open(`/jobs/${id}`)).isOver();
  const all = new Shell(await adrian.open('/admin/jobs'));
  await all.isLive();
  const listed = all.page.getByTestId('listed');
  await listed.getByRole('navigation', { name: 'State' }).getByRole('link', { name: 'Completed' }).click();
  await listed.getByRole('navigation', { name: 'Kind' }).getByRole('link', { name: 'Import of boards' }).click();
  await expect(all.page).toHaveURL(/state=COMPLETED&kind=import_boards$/);
  const row = listed.locator(`[data-testid=all-job][data-id="${id}"]`);
  await expect(row).toContainText('3 new, 1 wrong');
  await row.getByRole('link', { name: /Marta/ }).click();
  await expect(all.page).toHaveURL(/owner=/);
  await expect(row).toBeVisible();
  await all.page.goto('/admin/jobs?state=FAILED&kind=export_orders');
  await expect(listed).toContainText('No job is like that');
  await listed.getByRole('link', { name: 'Show all' }).click();
  await expect(row).toBeVisible();
});

test('without scripts an admin looks at all jobs and cancels one', async ({ people }) => {
  const marta = await people.demo('owner');
  const adrian = await people.demo('admin', { javaScriptEnabled: false });
  const id = await upload(marta, csv(boards('plain', 150_000), 'plain.csv'), true);
  const page = await adrian.open('/admin/jobs?owner=' + (await (await marta.context.request.get('/api/session')).json()).userId);
  const row = page.getByTestId('listed').locator(`[data-testid=all-job][data-id="${id}"]`);
  await row.getByTestId('all-job-cancel').click();
  await row.getByTestId('all-job-cancel-now').click();
  await expect(page).toHaveURL(/\/admin\/jobs\?owner=/);
  await expect(row).toHaveAttribute('data-state', 'CANCELLED');
});

test('whoever is no admin finds nothing there', async ({ people }) => {
  const marta = await people.demo('owner');
  const page = await marta.context.newPage();
  const response = await page.goto('/admin/jobs');
  expect(response?.status()).toBe(404);
  await expect(page.getByTestId('listed')).toHaveCount(0);
});

test('the example for pages, as it stands there, watches a job to its end', async ({ people }) => {
  const marta = await people.demo('owner');
  const page = await marta.open('/developers');
  await new Shell(page).isLive();
  const example = await page.locator('[data-example=event-source]').innerText();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const job = await upload(marta, csv(boards('example', 3_000), 'example.csv'), true);
  await page.evaluate(`{ const job = ${JSON.stringify(job)};\n${example}\n}`);
  await expect.poll(() => said.at(-1), { timeout: 30_000 }).toBe('COMPLETED 100 %');
  await page.getByRole('button', { name: 'Copy: EventSource, in a page' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  await expect(page.locator('[data-testid=request][data-path="/api/jobs/{id}/progress"]')).toBeVisible();
});
