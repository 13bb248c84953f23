import { advance, controlTime } from '../../support/clock.ts';
import { badBoard, board, boards, csv } from '../../support/inventory.ts';
import { ImportPage, JobPage, upload } from '../../support/job.ts';
import { Line } from '../../support/line.ts';
import { expect, test } from '../../support/test.ts';

// Jobs that do not come to their end, or not to all of it. Ids in the files begin with a name that no other story uses.

test.describe.configure({ timeout: 120_000 });

test('Marta cancels with the keyboard: Escape takes the question back, and she is told what stays', async ({ people }) => {
  const marta = await people.demo('owner');
  const id = await upload(marta, csv(boards('stop', 150_000), 'stop.csv'), true);
  const job = new JobPage(await marta.open(`/jobs/${id}`));
  await job.isLive();
  const ask = job.page.getByTestId('job-cancel');
  await ask.focus();
  await job.page.keyboard.press('Enter');
  await expect(job.page.getByTestId('job-cancel-now')).toBeVisible();
  await job.page.keyboard.press('Escape');
  await expect(job.page.getByTestId('job-cancel-now')).toBeHidden();
  await expect(ask).toBeFocused();

  await job.page.keyboard.press('Enter');
  await job.page.getByTestId('job-cancel-now').focus();
  await job.page.keyboard.press('Enter');
  await job.isOver('CANCELLED');
  await expect(job.heading).toBeFocused();
  await expect(job.page.getByText(/^Stopped at [\d,]+ of 150,000 rows$/)).toBeVisible();
  await expect(job.page.getByTestId('job-stopped')).toContainText('Nothing was changed.');
});

test('what could not be asked for without a line is forgotten when the line is back', async ({ people }) => {
  const marta = await people.demo('owner');
  const line = await Line.of(marta.context);
  const id = await upload(marta, csv(boards('stale', 150_000), 'stale.csv'), true);
  const page = await marta.context.newPage();
  await controlTime(page);
  await page.goto(`/jobs/${id}`);
  const job = new JobPage(page);
  await job.isLive();
  await expect(page.getByTestId('job-pace')).toContainText('a second');
  const away = /\/api\/(jobs\/|cancel_job)/;
  await page.route(away, (route) => route.abort());
  await line.cut();
  await page.getByTestId('job-cancel').click();
  await page.getByTestId('job-cancel-now').click();
  const refused = page.getByRole('alert').filter({ hasText: 'could not be reached' });
  await expect(refused).toBeVisible();
  // Nobody knows how fast it goes that has heard nothing for long.
  await advance(page, 11_000);
  await expect(page.getByTestId('job-pace')).not.toContainText('a second');

  await page.unroute(away);
  line.allow();
  await expect(job.way).toHaveText(/live|final/, { timeout: 30_000 });
  await expect(refused).toHaveCount(0);
  // The next stories have the server for themselves.
  await marta.context.request.post(`/api/jobs/${id}/cancel`);
});

test('a name without blanks breaks within the window, and its toast can be closed', async ({ people }) => {
  const marta = await people.demo('owner');
  const name = `${'spring_inventory_of_all_our_boards_'.repeat(3)}.csv`;
  for (const width of [360, 1440]) {
    const page = await marta.open('/jobs');
    await page.setViewportSize({ width, height: 800 });
    await new JobPage(page).isLive();
    await page.bringToFront();
    await upload(marta, csv([board(`name-${width}`)], name), true);
    const toast = page.getByTestId('toast').filter({ hasText: 'Dry run of spring' });
    await toast.getByRole('button', { name: 'Close' }).click({ timeout: 10_000 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.close();
  }
});

test('on a phone every column of the file and every problem is a card', async ({ people }) => {
  const marta = await people.demo('owner');
  for (const width of [360, 768]) {
    const form = await ImportPage.open(marta);
    await form.page.setViewportSize({ width, height: 800 });
    await form.pick(csv([board('phone-1'), badBoard('phone-2')], 'phone.csv'));
    await form.isRead();
    const choice = await form.choice('title').boundingBox();
    expect(choice!.width).toBeGreaterThan(180);
    const reason = await form.page.getByTestId('problem-reason').boundingBox();
    expect(reason!.x + reason!.width).toBeLessThanOrEqual(width);
    const tables = await form.page.locator('.job-table__scroll').evaluateAll((all) => all.map((it) => it.scrollWidth - it.clientWidth));
    expect(tables).toEqual([0, 0]);
    await form.page.close();
  }
});

test('the end of a job that Marta looks at is not told of again', async ({ people }) => {
  const marta = await people.demo('owner');
  const form = await ImportPage.open(marta);
  await form.pick(csv([board('seen-1'), badBoard('seen-2')], 'seen.csv'));
  await form.isRead();
  await form.page.bringToFront();
  await form.start.click();
  const job = new JobPage(form.page);
  await expect(form.page.locator('main')).toBeFocused();
  await job.isOver();
  await expect(job.page.locator('[data-testid=problem][data-line="3"]')).toBeVisible();
  const bell = await marta.open('/notifications');
  const told = bell.getByTestId('notification').filter({ hasText: 'Import of seen.csv: completed, 1 row wrong' }).first();
  await expect(told).toHaveAttribute('data-read', 'true');
});
