import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { demoBoard } from '../support/identity.ts';
import { test } from '../support/test.ts';

// How a thread of 100,000 messages opens and scrolls: figures, nothing is asserted. Needs the program `sqlite3`,
// which writes them: npx playwright test --config measure/playwright.config.ts

const MESSAGES = 100_000;
/** A wheel turned steadily, a notch every frame or so. */
const NOTCH = 240;
const NOTCHES = 300;

test('a thread of 100,000 messages', async ({ people, server }) => {
  test.setTimeout(600_000);
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(0));
  execFileSync('sqlite3', [server.database, history(id)]);

  const thread = await ana.openThread(id);
  for (let n = 0; n < 3; n++) {
    const opened = await seconds(async () => {
      await thread.page.reload();
      await thread.isLive();
    });
    console.log(`opened and live: ${Math.round(opened * 1_000)} ms`);
  }
  await thread.log.hover();
  for (const direction of [-1, 1]) {
    const frames = await framesWhile(thread.page, async () => {
      for (let n = 0; n < NOTCHES; n++) await thread.page.mouse.wheel(0, direction * NOTCH);
    });
    const [first] = (await thread.shown())[0]!;
    console.log(`${direction < 0 ? 'back' : 'forward'} by wheel: ${frames}; the first message in the document is ${first}`);
  }
});

/** A message a second up to now, all read. */
function history(conversation: string): string {
  const lorem = 'Lorem ipsum dolor sit amet. ';
  return `
    BEGIN;
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MESSAGES})
    INSERT INTO messages (id, conversation_id, seq, client_id, author_id, kind, body, sent_at)
      SELECT randomblob(16), c.id, n, randomblob(16), c.started_by, 'text',
        'Line ' || n || '. ' || substr('${lorem.repeat(6)}', 1, ${lorem.length} * (n % 7)),
        ${Date.now()} - 1000 * (${MESSAGES} - n)
      FROM numbers, conversations c WHERE c.stream = 'conversation:${conversation}';
    UPDATE streams SET head = ${MESSAGES} WHERE name = 'conversation:${conversation}';
    UPDATE members SET delivered_seq = ${MESSAGES}, read_seq = ${MESSAGES} WHERE conversation_id IN
      (SELECT id FROM conversations WHERE stream = 'conversation:${conversation}');
    COMMIT;`;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

/** How long the page's frames took meanwhile. */
async function framesWhile(page: Page, work: () => Promise<void>): Promise<string> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const frame = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, { frames });
  });
  await work();
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
  const sorted = frames.slice(1).sort((a, b) => a - b);
  const at = (part: number): string => `${Math.round(sorted[Math.floor((sorted.length - 1) * part)]!)} ms`;
  return `${sorted.length} frames, median ${at(0.5)}, 95 of 100 within ${at(0.95)}, 99 within ${at(0.99)}, longest ${at(1)}`;
}
