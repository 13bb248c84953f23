import { demoBoard, newClientId } from '../../support/identity.ts';
import { Shell, type ThreadPage } from '../../support/pages.ts';
import { TestSocket, type Ack } from '../../support/socket.ts';
import { expect, test } from '../../support/test.ts';

// This file kills its server, so it has one of its own.
test.use({ serverFlags: ['--commands-per-second', '100000', '--command-burst', '100000'] });

const SENDS = 1_000;
/** Commands under way at once; the server lets fewer than 128 wait. */
const WINDOW = 40;

type Sent = { clientId: string; body: string };

test('a kill in the middle of 1,000 sends loses nothing that was acknowledged', async ({ people, server }) => {
  test.setTimeout(240_000);
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const pages = [await ana.openThread(id), await marta.openThread(id)];

  const before = await TestSocket.connect(server, await ana.cookie());
  const messages = Array.from({ length: SENDS }, (_, n) => ({ clientId: newClientId(), body: `Message ${n + 1}` }));
  const acked = await sendUntilDead(before, id, messages, () => server.kill());
  expect(acked.size).toBeGreaterThan(SENDS / 3);
  expect(acked.size).toBeLessThan(SENDS);
  // A page may still be busy drawing what it got.
  for (const page of pages) {
    await expect(page.connection).not.toHaveAttribute('data-status', 'live', { timeout: 40_000 });
  }

  await server.restart();
  const after = await TestSocket.connect(server, await ana.cookie());
  const survived = await stored(after, id);
  expectOnceInOrder(survived, acked, messages);

  // What was not acknowledged is sent again under the same ids, as every client does.
  for (const { clientId, body } of messages) {
    if (!acked.has(clientId)) expect((await after.send(id, body, clientId)).ok).toBeDefined();
  }
  const all = await stored(after, id);
  expect(all.map((message) => message.body)).toEqual(messages.map((message) => message.body));
  after.close();

  for (const page of pages) {
    // To the end and without a hole; a page that was too far behind has read the later part anew.
    await expect.poll(async () => ranges(await page.shown()), { timeout: 60_000 }).toMatch(new RegExp(`^\\d+-${SENDS}$`));
    await page.isLive();
    await expectLikeAFreshPage(page);
  }
});

test('what is written while the server is away is sent once when it is back', async ({ people, server }) => {
  test.setTimeout(120_000);
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(1));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await hers.send('Before');
  await expect(martas.message('Before')).toBeVisible();

  await server.kill();
  await expect(hers.connection).toHaveAttribute('data-status', 'reconnecting');
  await expect(hers.presence, 'nobody can tell now').toHaveAttribute('data-state', 'unknown');
  for (const text of ['While away, one', 'While away, two']) await hers.send(text);
  await expect(hers.message('While away, one')).toHaveAttribute('data-state', 'sending');
  await server.restart();
  await hers.page.getByTestId('retry-now').click({ timeout: 5_000 }).catch(() => undefined);
  await expect(hers.message('While away, two')).toHaveAttribute('data-seq', '3', { timeout: 25_000 });
  await expect(martas.message('While away, two')).toBeVisible({ timeout: 25_000 });
  const texts = [[1, 'Before'], [2, 'While away, one'], [3, 'While away, two']];
  expect(await hers.shown()).toEqual(texts);
  expect(await martas.shown()).toEqual(texts);
});

test('what could not be read while the server was away is read when it is back', async ({ people, server }) => {
  test.setTimeout(120_000);
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(2));
  const page = await ana.open('/');
  const shell = new Shell(page);
  await shell.isLive();
  await server.kill();
  await expect(shell.connection).toHaveAttribute('data-status', 'reconnecting');
  await page.getByRole('link', { name: 'Conversations' }).first().click();
  await expect(page.getByRole('alert').filter({ hasText: 'The server does not answer' })).toBeVisible();
  await server.restart();
  await expect(shell.row(id), 'nobody has pressed anything').toBeVisible({ timeout: 40_000 });
});

/** Sends with some under way at a time, kills the server in the middle, gives what was acknowledged. */
async function sendUntilDead(
  socket: TestSocket,
  id: string,
  messages: Sent[],
  kill: () => Promise<void>,
): Promise<Map<string, Ack>> {
  const acked = new Map<string, Ack>();
  const queue = [...messages];
  let killed: Promise<void> | undefined;
  const work = async () => {
    for (let next = queue.shift(); next && !killed; next = queue.shift()) {
      const ack = await Promise.race([socket.send(id, next.body, next.clientId), socket.lost]).catch(() => undefined);
      if (!ack) return;
      acked.set(next.clientId, ack);
      if (acked.size === messages.length / 2) killed = kill();
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, work));
  await killed;
  return acked;
}

/** Everything the conversation holds, by `sync` from its beginning. */
async function stored(socket: TestSocket, id: string): Promise<{ seq: number; clientId: string; body: string }[]> {
  const name = `conversation:${id}`;
  const { epoch } = (await socket.ask('joinRoom', { room: name })).ok.head;
  const messages: { seq: number; clientId: string; body: string }[] = [];
  for (let more = true; more; ) {
    const cursor = { name, epoch, seq: messages.length };
    const [news] = (await socket.ask('sync', { streams: [cursor] })).ok.streams;
    messages.push(...news.events.map((event: any) => event.data.message));
    more = news.more;
  }
  return messages;
}

function expectOnceInOrder(
  survived: { seq: number; clientId: string; body: string }[],
  acked: Map<string, Ack>,
  messages: Sent[],
): void {
  expect(survived.map((message) => message.seq), 'no number is missing').toEqual(survived.map((_, n) => n + 1));
  const bySender = new Map(survived.map((message) => [message.clientId, message]));
  expect(bySender.size, 'nothing is there twice').toBe(survived.length);
  for (const [clientId, ack] of acked) {
    expect(bySender.get(clientId), 'acknowledged means stored').toEqual(ack.ok!.message);
  }
  const sentOrder = messages.filter((message) => bySender.has(message.clientId)).map((message) => message.body);
  expect(survived.map((message) => message.body), 'in the order of sending').toEqual(sentOrder);
}

/** An open page shows what the same page, newly loaded, shows. */
async function expectLikeAFreshPage(thread: ThreadPage): Promise<void> {
  const kept = await thread.shown();
  await thread.page.reload();
  await thread.isLive();
  await expect(thread.numbered(SENDS)).toBeAttached();
  const fresh = await thread.shown();
  const both = Math.min(kept.length, fresh.length);
  expect(both).toBeGreaterThan(0);
  expect(kept.slice(-both)).toEqual(fresh.slice(-both));
}

/** Numbers in short, in the order of the page: `1-4, 6-9`. */
function ranges(shown: [seq: number, body: string][]): string {
  const parts: [first: number, last: number][] = [];
  for (const [seq] of shown) {
    const last = parts.at(-1);
    if (last && seq === last[1] + 1) last[1] = seq;
    else parts.push([seq, seq]);
  }
  return parts.map(([first, last]) => `${first}-${last}`).join(', ');
}
