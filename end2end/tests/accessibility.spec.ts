import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { demoBoard } from '../support/identity.ts';
import { badBoard, board, csv } from '../support/inventory.ts';
import { isOver, upload } from '../support/job.ts';
import { act, hold } from '../support/order.ts';
import { Shell } from '../support/pages.ts';
import type { People, Person } from '../support/person.ts';
import { beginCheck } from '../support/price_monitor.ts';
import { expect, test } from '../support/test.ts';

// Every page, as a visitor and as somebody signed in, against what must hold for all of them.

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const REFUSED = '/sign-up?error=invalid&field=email&message=That+is+not+a+mail+address.&name=Ana';

const VISITORS = ['/', '/developers', '/?view=map', '/?city=Atlantis', `/boards/${demoBoard(0)}`, '/sign-in', REFUSED, '/conversations', '/nowhere'];
const SIGNED_IN = ['/', `/boards/${demoBoard(4)}`, '/account', '/notifications', '/dashboard', '/conversations', 'thread', '/orders', 'held', 'order', '/jobs', '/test-websocket'];

type Visit = (page: Page, path: string) => Promise<void>;

/** Who opens which pages, live, in one tab after the other. */
const TOURS: Record<string, (people: People, options: object, visit: Visit) => Promise<void>> = {
  'a visitor': async (people, options, visit) => {
    const visitor = await people.visitor(options);
    for (const path of VISITORS) await visitOne(visitor, path, visit);
  },
  'somebody signed in': async (people, options, visit) => {
    const ana = await people.demo('advertiser', options);
    const named = await pages(ana);
    for (const path of SIGNED_IN) await visitOne(ana.context, named[path] ?? path, visit);
  },
  'an owner': async (people, options, visit) => {
    const marta = await people.demo('owner', options);
    const job = await upload(marta, csv([board('axe-1'), badBoard('axe-2')]), true);
    const check = await beginCheck(marta, [demoBoard(0), demoBoard(1)]);
    await isOver(marta, check);
    for (const path of ['/jobs', '/jobs/import', `/jobs/${job}`, '/jobs/prices', '/jobs/prices?page=2', `/jobs/${check}`]) await visitOne(marta.context, path, visit);
  },
  'an admin': async (people, options, visit) => {
    const adrian = await people.demo('admin', options);
    for (const path of ['/admin/announcements', '/admin/audit', '/admin/pipeline', '/admin/jobs', '/admin/jobs?state=CANCELLED']) await visitOne(adrian.context, path, visit);
  },
};

/** What is somebody's own: a thread, an order that is held and one that is worked on. */
async function pages(ana: Person): Promise<Record<string, string>> {
  const thread = await ana.startConversation(demoBoard(0));
  const [held, order] = [await hold(ana, demoBoard(93), 3, 7), await hold(ana, demoBoard(91), 3)];
  await act(ana, order, 'submit');
  return { thread: `/conversations/${thread}`, held: `/orders/${held}`, order: `/orders/${order}` };
}

async function visitOne(context: BrowserContext, path: string, visit: Visit): Promise<void> {
  const page = await context.newPage();
  await page.goto(path);
  await new Shell(page).isLive();
  await visit(page, path);
  await page.close();
}

for (const [who, tour] of Object.entries(TOURS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`no page of ${who} breaks a rule of accessibility in ${colorScheme} colours`, async ({ people }) => {
      test.setTimeout(240_000);
      await tour(people, { colorScheme, reducedMotion: 'reduce' }, async (page, path) => {
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
        const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html.slice(0, 200)) }));
        expect.soft(found, path).toEqual([]);
      });
    });
  }

  test(`no page of ${who} scrolls sideways on a narrow phone`, async ({ people }) => {
    test.setTimeout(120_000);
    await tour(people, { viewport: { width: 360, height: 740 }, hasTouch: true }, async (page, path) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(width, path).toBeLessThanOrEqual(360);
    });
  });
}

test('long names and addresses make no page wider than a phone', async ({ people }) => {
  const options = { viewport: { width: 360, height: 740 }, hasTouch: true };
  const ana = await people.advertiser(`Ana${'nas'.repeat(19)}`, options);
  const thread = `/conversations/${await ana.startConversation(demoBoard(0))}`;
  await ana.say(thread.split('/').pop()!, 'Hello');
  for (const path of ['/account', thread]) {
    await visitOne(ana.context, path, async (page) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(width, path).toBeLessThanOrEqual(360);
    });
  }
});

test('no page breaks its content security policy, logs an error or asks for what is not there', async ({ people }) => {
  test.setTimeout(240_000);
  const visitor = await people.visitor();
  const ana = await people.demo('advertiser');
  const named = await pages(ana);
  const plan: [BrowserContext, string[]][] = [
    [visitor, VISITORS.filter((path) => path !== '/nowhere')],
    [ana.context, SIGNED_IN.map((path) => named[path] ?? path)],
  ];
  for (const [context, paths] of plan) {
    for (const path of paths) {
      const page = await context.newPage();
      const troubles = await watch(page);
      const response = await page.goto(path);
      const policy = response?.headers()['content-security-policy'] ?? '';
      expect.soft(policy, path).toContain("script-src");
      expect.soft(policy, path).not.toContain("'unsafe-inline' 'unsafe-eval'");
      await new Shell(page).isLive();
      await expect.soft(page.getByTestId('connection-status'), path).toHaveAttribute('data-status', 'live');
      expect.soft(troubles, path).toEqual([]);
      await page.close();
    }
  }
});

/** Notes everything a page should not do. */
async function watch(page: Page): Promise<string[]> {
  const troubles: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => troubles.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note = (window as unknown as { noteViolation: (text: string) => void }).noteViolation;
      note(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`thrown: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()}`));
  return troubles;
}
