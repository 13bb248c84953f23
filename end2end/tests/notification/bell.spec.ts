import type { Page } from '@playwright/test';
import { controlAttention, lookAt, lookAway } from '../../support/attention.ts';
import { advance, controlTime } from '../../support/clock.ts';
import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// Zoe is told of what happens while she is not looking. Everybody is new, so that all counts begin at 0.

const count = (page: Page) => page.getByTestId('bell-count');
const toasts = (page: Page) => page.getByTestId('toast');

/** Lets the browser's own notifications be read and pressed: no test sees them on the desktop. */
async function recordDesktop(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shown: { body: string; onclick?: (event: Event) => void }[] = [];
    class Recorded {
      static permission = 'default';
      static async requestPermission(): Promise<string> {
        return (Recorded.permission = 'granted');
      }
      onclick?: (event: Event) => void;
      readonly body: string;
      constructor(_: string, options: { body: string }) {
        this.body = options.body;
        shown.push(this);
      }
    }
    Object.assign(window, {
      Notification: Recorded,
      shown: () => shown.map(({ body }) => body),
      press: () => shown.at(-1)?.onclick?.(new Event('click')),
    });
  });
}

/** What the browser has told. */
const desktop = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { shown: () => string[] }).shown());

test('a message is counted on all devices, told by one tab, and cleared by reading', async ({ people }) => {
  const zoe = await people.advertiser('Zoe Bell');
  const marta = await people.demo('owner');
  const talk = await zoe.startConversation(demoBoard(30));
  const phone = await people.signIn(zoe.name, zoe.email);
  const [first, second] = [await zoe.context.newPage(), await zoe.context.newPage()];
  await controlAttention(second);
  await first.goto('/');
  await second.goto('/account');
  const far = await phone.open('/');
  for (const page of [first, second, far]) await new Shell(page).isLive();
  await lookAway(second, 'hidden');

  await marta.say(talk, 'Good morning');
  // Side by side: a toast goes after some seconds.
  await Promise.all([
    ...[first, second, far].map((page) => expect(count(page)).toHaveText('1 unread')),
    expect(toasts(first)).toContainText('Marta Lindqvist wrote to you'),
    expect(toasts(far)).toHaveCount(1),
  ]);
  await expect(first).toHaveTitle(/^\(1\) /);
  await marta.say(talk, 'Are you there?');
  await first.getByTestId('bell').click();
  const row = first.getByTestId('bell-panel').getByTestId('notification');
  await expect(row).toContainText('2 new messages, the latest by Marta Lindqvist');
  await expect(toasts(second)).toHaveCount(0);

  await row.getByRole('link').click();
  await expect(first).toHaveURL(new RegExp(talk));
  for (const page of [first, second, far]) await expect(count(page)).toHaveCount(0);
  await expect(first).toHaveTitle(/^(?!\()/);
});

test('nothing is told of the thread that is open, and what was missed is counted after a cut line', async ({ people }) => {
  const zoe = await people.advertiser('Zoe Cut');
  const marta = await people.demo('owner');
  const talk = await zoe.startConversation(demoBoard(31));
  const other = await zoe.startConversation(demoBoard(33));
  const thread = await zoe.openThread(talk);
  await marta.say(talk, 'You are looking at this');
  await expect(thread.message('You are looking at this')).toBeVisible();
  await marta.say(other, 'But not at this');
  await expect(toasts(thread.page)).toHaveCount(1);
  await expect(toasts(thread.page)).toContainText('Marta Lindqvist wrote to you');
  await expect(count(thread.page)).toHaveText('1 unread');

  await zoe.context.setOffline(true);
  await expect(thread.connection).not.toHaveAttribute('data-status', 'live');
  const third = await marta.context.request.post(`/boards/${demoBoard(34)}/status`, { form: { status: 'paused' } });
  expect(third.ok()).toBe(true);
  await marta.say(other, 'And once more');
  await zoe.context.setOffline(false);
  await thread.isLive();
  await thread.page.getByTestId('bell').click();
  await expect(thread.page.getByTestId('notification').first()).toContainText('2 new messages');
  await expect(count(thread.page)).toHaveText('1 unread');
});

test('a burst of changes is one notification, and reading all on one device clears the other', async ({ people }) => {
  const zoe = await people.advertiser('Zoe Burst');
  const marta = await people.demo('owner');
  const boards = [36, 37, 39, 40].map(demoBoard);
  for (const board of boards) {
    await zoe.context.request.post(`/boards/${board}/follow`, { form: { isFollowed: 'true' } });
  }
  const page = await zoe.open('/notifications');
  const phone = await people.signIn(zoe.name, zoe.email);
  const far = await phone.open('/');
  for (const tab of [page, far]) await new Shell(tab).isLive();
  for (const status of ['live', 'paused', 'maintenance', 'paused', 'live', 'maintenance']) {
    for (const board of boards) {
      await marta.context.request.post(`/boards/${board}/status`, { form: { status }, maxRedirects: 0 });
    }
  }
  const row = page.getByRole('main').getByTestId('notification');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(/2[0-4] changes of boards you follow/);
  await expect(count(far)).toHaveText('1 unread');
  await page.getByRole('main').getByTestId('read-all').click();
  await expect(row).toHaveAttribute('data-read', 'true');
  for (const tab of [page, far]) await expect(count(tab)).toHaveCount(0);
});

test('of two windows side by side one tells, and the one that is looked at', async ({ people }) => {
  const zoe = await people.advertiser('Zoe Windows');
  const marta = await people.demo('owner');
  const talk = await zoe.startConversation(demoBoard(33));
  const [left, right] = [await zoe.context.newPage(), await zoe.context.newPage()];
  for (const page of [left, right]) {
    await controlAttention(page);
    await controlTime(page);
    await page.goto('/');
    await new Shell(page).isLive();
  }
  await lookAway(left, 'unfocused');
  await marta.say(talk, 'Left or right?');
  await Promise.all([
    expect(toasts(right)).toContainText('Marta Lindqvist wrote to you'),
    expect(count(left)).toHaveText('1 unread'),
  ]);
  // Longer than the left one waits for somebody else to tell, in its own time.
  await advance(left, 1_000);
  await expect(toasts(left)).toHaveCount(0);
  await lookAway(right, 'unfocused');
  await lookAt(left);
  await marta.say(talk, 'And now?');
  await expect(toasts(left)).toContainText('2 new messages, the latest by Marta Lindqvist');
});

test('whoever asks for it is told by the browser while no tab is looked at, and led to it', async ({ people }) => {
  const zoe = await people.advertiser('Zoe Desktop');
  const marta = await people.demo('owner');
  const talk = await zoe.startConversation(demoBoard(34));
  const page = await zoe.context.newPage();
  await controlAttention(page);
  await recordDesktop(page);
  await page.goto('/notifications');
  await new Shell(page).isLive();
  await page.getByRole('button', { name: 'Switch on on this device' }).click();
  await expect(page.getByRole('button', { name: 'Switch off on this device' })).toBeVisible();

  await marta.say(talk, 'While you look');
  await expect(toasts(page)).toContainText('Marta Lindqvist wrote to you');
  expect(await desktop(page)).toEqual([]);
  await lookAway(page, 'hidden');
  await marta.say(talk, 'While you do not');
  await expect.poll(() => desktop(page)).toEqual(['2 new messages, the latest by Marta Lindqvist']);
  await page.evaluate(() => (window as unknown as { press: () => void }).press());
  await expect(page).toHaveURL(new RegExp(`/conversations/${talk}$`));
});

test('without scripts the list, its settings and marking as read are forms', async ({ people }) => {
  const zoe = await people.advertiser('Zoe Plain', { javaScriptEnabled: false });
  const marta = await people.demo('owner');
  const talk = await zoe.startConversation(demoBoard(42));
  await marta.say(talk, 'Hello');
  const page = await zoe.open('/notifications');
  const main = page.getByRole('main');
  await expect(main.getByTestId('notification')).toContainText('Marta Lindqvist wrote to you');
  await main.getByTestId('read-all').click();
  await expect(main.getByTestId('notification')).toHaveAttribute('data-read', 'true');
  await main.getByLabel(/^Messages/).uncheck();
  await main.getByRole('button', { name: 'Save' }).click();
  await expect(main.getByText('Your choice is kept.')).toBeVisible();
  await expect(main.getByLabel(/^Messages/)).not.toBeChecked();
  await marta.say(talk, 'Hello again');
  await page.reload();
  await expect(count(page)).toHaveCount(0);
});
