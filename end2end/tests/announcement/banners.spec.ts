import type { Page } from '@playwright/test';
import { Shell } from '../../support/pages.ts';
import type { People, Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

// Adrian announces. Each story recalls what it announced, for all others would see it.

test.use({ serverFlags: ['--presence-leave-ms', '301'] });
test.describe.configure({ mode: 'serial' });

const banner = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });
const dismiss = (page: Page, text: string) => banner(page, text).getByTestId('banner-dismiss');

async function admin(people: People): Promise<[Person, Page]> {
  const adrian = await people.demo('admin');
  const page = await adrian.open('/admin/announcements');
  await new Shell(page).isLive();
  return [adrian, page];
}

/** Announces by the form without scripts. */
async function announce(adrian: Person, fields: Record<string, string>): Promise<void> {
  const form = { severity: 'info', audience: 'everybody', isDismissible: 'yes', text: '', ...fields };
  const response = await adrian.context.request.post('/admin/announcements', { form, maxRedirects: 0 });
  expect(response.headers()['location']).toBe('/admin/announcements?saved=yes');
}

const row = (page: Page, title: string) => page.getByTestId('announcement-row').filter({ hasText: title });

async function recall(page: Page, title: string): Promise<void> {
  await row(page, title).getByTestId('recall').click();
  await row(page, title).getByTestId('recall-confirm').click();
}

test('written with a preview, seen at once by everybody, recalled everywhere', async ({ people }) => {
  const [, page] = await admin(people);
  const visitor = await people.visitor();
  const theirs = await visitor.newPage();
  await theirs.goto('/');
  const zoe = await people.advertiser('Zoe Banner');
  const hers = await zoe.open('/account');
  for (const tab of [theirs, hers]) await new Shell(tab).isLive();

  await page.getByLabel('Title').fill('Works on Sunday');
  await page.getByLabel(/^Text/).fill('From six until eight.');
  await page.getByRole('radio', { name: 'Warning' }).check({ force: true });
  const preview = page.getByTestId('announcement-preview');
  await expect(preview).toContainText('Works on Sunday');
  await expect(preview.getByRole('article')).toHaveAttribute('data-severity', 'warning');
  await page.getByRole('button', { name: 'Announce' }).click();
  for (const tab of [theirs, hers]) {
    await expect(banner(tab, 'Works on Sunday')).toContainText('From six until eight.');
  }
  await expect(row(page, 'Works on Sunday')).toHaveAttribute('data-phase', 'Live');
  await expect(row(page, 'Works on Sunday').getByTestId('reach')).toContainText(/Seen[1-9]/);

  await recall(page, 'Works on Sunday');
  for (const tab of [theirs, hers]) await expect(banner(tab, 'Works on Sunday')).toHaveCount(0);
  await expect(row(page, 'Works on Sunday')).toHaveAttribute('data-phase', 'Recalled');
});

test('above a conversation it takes its room from the thread, not from the window', async ({ people }) => {
  const [adrian, page] = await admin(people);
  await announce(adrian, { title: 'A long one', text: 'Works at the station. '.repeat(20) });
  const owner = await people.demo('owner');
  const thread = await owner.open('/conversations');
  await new Shell(thread).isLive();
  for (const size of [{ width: 1440, height: 900 }, { width: 360, height: 740 }]) {
    await thread.setViewportSize(size);
    await expect(banner(thread, 'A long one')).toBeVisible();
    await expect
      .poll(() => thread.evaluate(() => document.documentElement.scrollHeight - window.innerHeight))
      .toBeLessThanOrEqual(0);
  }
  await recall(page, 'A long one');
  await expect(banner(thread, 'A long one')).toHaveCount(0);
});

test('times are written and read in the zone of whoever writes', async ({ people }) => {
  const adrian = await people.demo('admin', { timezoneId: 'America/New_York' });
  const page = await adrian.open('/admin/announcements');
  await new Shell(page).isLive();
  await page.getByLabel('Title').fill('In summer');
  await page.getByLabel('From (your time').fill('2040-07-01T08:30');
  await page.getByLabel('Until (your time').fill('2040-12-01T08:30');
  await page.getByRole('button', { name: 'Announce' }).click();
  await row(page, 'In summer').getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('From (your time')).toHaveValue('2040-07-01T08:30');
  // Four hours behind UTC in summer, five in winter: what is stored is the moment.
  const utc = page.locator('input[type=hidden][name=startsAt], input[type=hidden][name=endsAt]');
  await expect(utc.first()).toHaveValue('2040-07-01T12:30');
  await expect(utc.last()).toHaveValue('2040-12-01T13:30');
  await recall(page, 'In summer');
  await expect(row(page, 'In summer')).toHaveAttribute('data-phase', 'Recalled');
});

test('put away on one device it is gone on the other, until it is edited; what must stay has no button', async ({ people }) => {
  const [adrian, page] = await admin(people);
  await announce(adrian, { title: 'New prices' });
  const zoe = await people.advertiser('Zoe Away');
  const hers = await zoe.open('/');
  const phone = await people.signIn(zoe.name, zoe.email);
  const far = await phone.open('/account');
  for (const tab of [hers, far]) await new Shell(tab).isLive();
  await dismiss(hers, 'New prices').click();
  for (const tab of [hers, far]) await expect(banner(tab, 'New prices')).toHaveCount(0);
  await hers.reload();
  await new Shell(hers).isLive();
  await expect(banner(hers, 'New prices')).toHaveCount(0);

  await page.reload();
  await row(page, 'New prices').getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Title').fill('Newer prices');
  await page.getByLabel('Can be put away').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  for (const tab of [hers, far]) {
    await expect(banner(tab, 'Newer prices')).toBeVisible();
    await expect(dismiss(tab, 'Newer prices')).toHaveCount(0);
  }
  await recall(page, 'Newer prices');
  await expect(banner(hers, 'Newer prices')).toHaveCount(0);
});

test('only those it is for get it, and a cut line changes nothing', async ({ people }) => {
  const [adrian, page] = await admin(people);
  const zoe = await people.advertiser('Zoe Role');
  const hers = await zoe.open('/');
  const visitor = await people.visitor();
  const theirs = await visitor.newPage();
  await theirs.goto('/');
  for (const tab of [hers, theirs]) await new Shell(tab).isLive();
  await zoe.context.setOffline(true);
  await expect(new Shell(hers).connection).not.toHaveAttribute('data-status', 'live');
  await announce(adrian, { title: 'For advertisers', audience: 'role:advertiser', severity: 'success' });
  await announce(adrian, { title: 'For all', severity: 'critical' });
  await zoe.context.setOffline(false);
  await expect(banner(hers, 'For all')).toBeVisible();
  await hers.getByText('1 more announcement').click();
  await expect(banner(hers, 'For advertisers')).toBeVisible();
  await expect(banner(theirs, 'For all')).toBeVisible();
  await expect(banner(theirs, 'For advertisers')).toHaveCount(0);
  await page.reload();
  for (const title of ['For advertisers', 'For all']) {
    await recall(page, title);
    await expect(row(page, title)).toHaveAttribute('data-phase', 'Recalled');
  }
  for (const title of ['For advertisers', 'For all']) await expect(banner(hers, title)).toHaveCount(0);
});

test('a visitor without scripts reads it at first paint and puts it away', async ({ people }) => {
  const [adrian, page] = await admin(people);
  await announce(adrian, { title: 'Plain words' });
  const visitor = await people.visitor({ javaScriptEnabled: false });
  const theirs = await visitor.newPage();
  await theirs.goto('/?city=Berlin');
  await dismiss(theirs, 'Plain words').click();
  await expect(theirs).toHaveURL(/\/\?city=Berlin$/);
  await expect(banner(theirs, 'Plain words')).toHaveCount(0);
  await theirs.goto('/sign-in');
  await expect(banner(theirs, 'Plain words')).toHaveCount(0);
  await page.reload();
  await recall(page, 'Plain words');
  await expect(row(page, 'Plain words')).toHaveAttribute('data-phase', 'Recalled');
});
