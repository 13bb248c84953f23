import { demoBoard } from '../../support/identity.ts';
import type { ThreadPage } from '../../support/pages.ts';
import type { Person } from '../../support/person.ts';
import type { Server } from '../../support/server.ts';
import { TestSocket } from '../../support/socket.ts';
import { expect, test } from '../../support/test.ts';

const MESSAGES = 550;
/** As many messages as the page keeps in the document at most. */
const WINDOW = 300;

test('a long history is read to its beginning and back with a document that stays small', async ({ people, server }) => {
  test.slow();
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(0));
  await write(server, ana, id, MESSAGES);

  const thread = await ana.openThread(id);
  for (let first = MESSAGES - 49; first > 1; first -= 50) {
    await show(thread, first, 'start');
    await expect(thread.numbered(Math.max(1, first - 50))).toBeAttached();
    await isConsecutive(thread);
    await expect(thread.numbered(first)).toBeInViewport();
  }
  await expect(thread.numbered(1)).toBeAttached();
  await expect(thread.numbered(WINDOW + 1)).not.toBeAttached();

  for (let last = WINDOW; last < MESSAGES; last += 50) {
    await show(thread, last, 'end');
    await expect(thread.numbered(Math.min(MESSAGES, last + 50))).toBeAttached();
    await isConsecutive(thread);
    await expect(thread.numbered(last)).toBeInViewport();
  }
  await expect(thread.numbered(1)).not.toBeAttached();
  await thread.send('And on it goes.');
  await expect(thread.message('And on it goes.')).toBeInViewport();
});

test('one who has read far back is taken to the end by what they write, and by the button', async ({ people, server }) => {
  test.slow();
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(0));
  await write(server, ana, id, 400);
  const thread = await ana.openThread(id);
  const back = async (): Promise<void> => {
    for (let first = 351; first > 50; first -= 50) {
      await show(thread, first, 'start');
      await expect(thread.numbered(first - 50)).toBeAttached();
    }
    await expect(thread.numbered(400)).not.toBeAttached();
  };
  await back();
  await thread.page.getByTestId('jump-to-latest').click();
  await expect(thread.numbered(400)).toBeInViewport();
  await expect(thread.numbered(1)).not.toBeAttached();
  await back();
  await thread.send('The newest');
  await expect(thread.message('The newest')).toBeInViewport();
  await isConsecutive(thread);
});

/** Sends many messages, some at a time. */
async function write(server: Server, author: Person, id: string, count: number): Promise<void> {
  const socket = await TestSocket.connect(server, await author.cookie());
  for (let n = 0; n < count; n += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, k) => socket.send(id, `Line ${n + k + 1}`)));
  }
  socket.close();
}

function show(thread: ThreadPage, seq: number, block: 'start' | 'end'): Promise<void> {
  return thread.numbered(seq).evaluate((message, block) => message.scrollIntoView({ block }), block);
}

/** Every number between the first and the last is there once, in order, and they are few. */
async function isConsecutive(thread: ThreadPage): Promise<void> {
  const numbers = (await thread.shown()).map(([seq]) => seq);
  expect(numbers.length).toBeLessThanOrEqual(WINDOW);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => numbers[0]! + n));
}
