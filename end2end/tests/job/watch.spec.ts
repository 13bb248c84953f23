import { badBoard, boards, csv } from '../../support/inventory.ts';
import { JobPage, upload } from '../../support/job.ts';
import { Line } from '../../support/line.ts';
import { expect, test } from '../../support/test.ts';

// Watching jobs, by what works. Ids in the files begin with a name that no other story uses.

test.describe.configure({ timeout: 120_000 });

test('the socket is cut: events take over, then questions, and the socket again', async ({ people }) => {
  const marta = await people.demo('owner');
  const line = await Line.of(marta.context);
  let mayListen = true;
  await marta.context.route('**/api/jobs/*/progress', (route) => (mayListen ? route.fallback() : route.abort()));
  // Long enough that it is not over before everything was tried.
  const id = await upload(marta, csv(boards('ladder', 150_000), 'ladder.csv'), true);
  const job = new JobPage(await marta.open(`/jobs/${id}`));
  await job.isLive();
  await expect(job.way).toHaveText('live');

  await line.cut();
  await expect(job.way).toHaveText('live by SSE', { timeout: 3_000 });
  line.allow();
  await expect(job.way).toHaveText('live', { timeout: 30_000 });

  mayListen = false;
  await line.cut();
  await expect(job.way).toHaveText('polling every 2 s', { timeout: 5_000 });
  line.allow();
  await expect(job.way).toHaveText('live', { timeout: 30_000 });
  await job.page.getByTestId('job-cancel').click();
  await job.page.getByTestId('job-cancel-now').click();
  await job.isOver('CANCELLED');
  await expect(job.way).toHaveText('final');
});

test('a job ends while its watcher has no socket: the end is seen by events', async ({ people }) => {
  const marta = await people.demo('owner');
  const line = await Line.of(marta.context);
  await line.cut();
  const id = await upload(marta, csv(boards('events', 3_000), 'events.csv'), true);
  const job = new JobPage(await marta.open(`/jobs/${id}`));
  await job.isOver();
  await job.counted('created', 3_000);
  await expect(job.way).toHaveText('final');
});

test('the centre lists what was asked for elsewhere, how far it is, and its end', async ({ people }) => {
  const marta = await people.demo('owner');
  const list = new JobPage(await marta.open('/jobs'));
  await list.isLive();
  const id = await upload(marta, csv([...boards('listed', 20), badBoard('listed-bad')], 'listed.csv'));
  const row = list.page.locator(`[data-testid=job-row][data-id="${id}"]`);
  await expect(row).toHaveAttribute('data-state', 'COMPLETED', { timeout: 30_000 });
  await expect(row).toContainText('20 new, 1 wrong');
  await row.getByRole('link', { name: 'listed.csv' }).click();
  await expect(list.page.getByTestId('job')).toHaveAttribute('data-id', id);
  await list.page.goto('/notifications');
  await list.page.getByRole('link', { name: /Import of listed\.csv/ }).first().click();
  await expect(list.page).toHaveURL(new RegExp(`/jobs/${id}$`));
});

test('a job of somebody else and one that does not exist look the same', async ({ people }) => {
  const [marta, ben] = [await people.demo('owner'), await people.advertiser('Ben Curious')];
  const id = await upload(marta, csv(boards('foreign', 2)), true);
  const page = await ben.context.newPage();
  const texts: string[] = [];
  for (const path of [`/jobs/${id}`, '/jobs/00000000-0000-7000-8000-000000000000', '/jobs/nothing']) {
    expect((await page.goto(path))?.status()).toBe(404);
    texts.push(await page.locator('main').innerText());
  }
  expect(new Set(texts).size).toBe(1);
  expect((await page.goto('/jobs/import'))?.status()).toBe(404);
});

test('Ana takes her orders along as a file, with scripts and without', async ({ people }) => {
  for (const javaScriptEnabled of [true, false]) {
    const ana = await people.advertiser('Ana Exports', { javaScriptEnabled });
    const page = await ana.open('/jobs');
    const job = new JobPage(page);
    if (javaScriptEnabled) await job.isLive();
    await page.getByTestId('export').getByRole('combobox').selectOption('json_lines');
    await page.locator('[data-kind=export_orders]').click();
    await job.id();
    const link = page.getByTestId('job-download');
    await expect(async () => {
      if (!javaScriptEnabled) await page.reload();
      await expect(link).toBeVisible({ timeout: 2_000 });
    }).toPass();
    const download = page.waitForEvent('download');
    await link.click();
    expect((await download).suggestedFilename()).toMatch(/^orders-\d{4}-\d\d-\d\d\.jsonl$/);
  }
});
