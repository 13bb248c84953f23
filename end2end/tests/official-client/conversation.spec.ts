import { demoBoard, newClientId } from '../../support/identity.ts';
import {
  TRANSPORTS,
  TestSocket,
  signInDemo,
  signUp,
  startConversation,
  type Identity,
} from '../../support/socket.ts';
import type { Server } from '../../support/server.ts';
import { expect, test } from '../../support/test.ts';

// Ana and Marta talk through the JavaScript client of the Socket.IO project, whatever it connects by.

type Talk = { ana: Identity; marta: Identity; id: string };

async function talk(server: Server): Promise<Talk> {
  const [ana, marta] = [await signUp(server, 'Ana Official'), await signInDemo(server, 'owner')];
  return { ana, marta, id: await startConversation(server, ana, demoBoard(0)) };
}

for (const [way, transports] of Object.entries(TRANSPORTS)) {
  test.describe(way, () => {
    const options = { transports: [...transports] };

    test('greets a client with who it is and what the limits are', async ({ server }) => {
      const ana = await signUp(server, 'Ana Official');
      const socket = TestSocket.open(server, ana.cookie, options);
      const hello = await socket.expect('hello');
      expect(hello).toMatchObject({ userId: ana.userId, maxPacket: 65_536, maxMessage: 10_000 });
      expect(await socket.expect('onlineCount')).toEqual({ users: expect.any(Number) });
      await expect
        .poll(() => socket.socket.io.engine.transport.name)
        .toBe(transports.at(-1));
      socket.close();
    });

    test('carries a message with its acknowledgement, events and read marker', async ({ server }) => {
      const { ana, marta, id } = await talk(server);
      const author = await TestSocket.connect(server, ana.cookie, options);
      const reader = await TestSocket.connect(server, marta.cookie, options);
      for (const [socket, room] of [[author, `conversation:${id}`], [reader, id]] as const) {
        const joined = await socket.ask('joinRoom', { room });
        expect(joined.ok).toMatchObject({ room: `conversation:${id}`, rule: 'member', head: { seq: 0 } });
      }

      const clientId = newClientId();
      const sent = await author.send(id, '  Is the board free in May? ', clientId);
      const message = { seq: 1, clientId, conversationId: id, body: 'Is the board free in May?', kind: 'text' };
      expect(sent.ok).toMatchObject({ stream: `conversation:${id}`, seq: 1, message });
      for (const socket of [author, reader]) {
        const event = await socket.expect('newMessage');
        expect(event).toEqual(sent.ok);
      }
      const unread = await reader.expect('unread', (event) => event.conversationId === id);
      expect(unread.unread).toBe(1);

      expect(await reader.ask('markDelivered', { conversationId: id, upToSeq: 1 })).toEqual({ ok: {} });
      const delivered = await author.expect('messageRead');
      expect(delivered).toMatchObject({ userId: marta.userId, deliveredSeq: 1, readSeq: 0 });
      expect(await reader.ask('markRead', { conversationId: id, upToSeq: 1 })).toEqual({ ok: {} });
      const read = await author.expect('messageRead');
      expect(read).toMatchObject({ conversationId: id, userId: marta.userId, readSeq: 1 });
      const none = await reader.expect('unread', (event) => event.conversationId === id);
      expect(none.unread).toBe(0);
      author.close();
      reader.close();
    });

    test('shows who types, until the message is sent', async ({ server }) => {
      const { ana, marta, id } = await talk(server);
      const author = await TestSocket.connect(server, ana.cookie, options);
      const reader = await TestSocket.connect(server, marta.cookie, options);
      await author.ask('joinRoom', { room: id });
      await reader.ask('joinRoom', { room: id });
      expect(await author.ask('typing', { conversationId: id, isTyping: true })).toEqual({ ok: {} });
      const typing = await reader.expect('typing');
      const user = { id: ana.userId, name: ana.name, role: 'advertiser' };
      expect(typing).toEqual({ conversationId: id, typists: [user] });
      await author.send(id, 'Here it is.');
      expect(await reader.expect('typing')).toEqual({ conversationId: id, typists: [] });
      author.close();
      reader.close();
    });

    test('tells who comes and goes', async ({ server }) => {
      const { ana, marta, id } = await talk(server);
      const watcher = await TestSocket.connect(server, marta.cookie, options);
      const about = (event: any) => event.users.some((user: any) => user.userId === ana.userId);
      const stateIn = (event: any) => event.users.find((user: any) => user.userId === ana.userId).state;
      expect(stateIn(await watcher.expect('presence', about))).toBe('offline');
      const tab = await TestSocket.connect(server, ana.cookie, options);
      expect(stateIn(await watcher.expect('presence', about))).toBe('online');
      await watcher.expect('userOnline', (event) => event.userId === ana.userId);
      await tab.ask('joinRoom', { room: id });
      tab.close();
      expect(stateIn(await watcher.expect('presence', about))).toBe('offline');
      await watcher.expect('userOffline', (event) => event.userId === ana.userId);
      watcher.close();
    });
  });
}

test('a repeated send gets the same acknowledgement and is stored once', async ({ server }) => {
  const { ana, id } = await talk(server);
  const socket = await TestSocket.connect(server, ana.cookie);
  const clientId = newClientId();
  const [first, again] = await Promise.all([
    socket.send(id, 'Once.', clientId),
    socket.send(id, 'Once.', clientId),
  ]);
  expect(again).toEqual(first);
  const next = await socket.send(id, 'Twice.');
  expect(next.ok.seq).toBe(2);
  socket.close();
});

test('commands are worked off in the order in which they were sent', async ({ server }) => {
  const { ana, id } = await talk(server);
  const socket = await TestSocket.connect(server, ana.cookie);
  const acks = await Promise.all(Array.from({ length: 100 }, (_, n) => socket.send(id, `Line ${n}`)));
  expect(acks.map((ack) => ack.ok?.seq)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  socket.close();
});

test('an event sent at once, before the greeting, is not lost', async ({ server }) => {
  const { ana, id } = await talk(server);
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = TestSocket.open(server, ana.cookie);
      const joined = await socket.ask('joinRoom', { room: id });
      expect(joined.ok?.rule).toBe('member');
      socket.close();
    }),
  );
});

test('sync gives what was missed, and denies what is foreign', async ({ server }) => {
  const { ana, marta, id } = await talk(server);
  const socket = await TestSocket.connect(server, ana.cookie);
  const name = `conversation:${id}`;
  const { epoch } = (await socket.ask('joinRoom', { room: name })).ok.head;
  for (const body of ['One', 'Two', 'Three']) await socket.send(id, body);
  const { ok } = await socket.ask('sync', {
    streams: [
      { name, epoch, seq: 1 },
      { name: `user:${marta.userId}`, epoch, seq: 0 },
    ],
  });
  const [missed, foreign] = ok.streams;
  expect(missed.more).toBe(false);
  expect(missed.events.map((event: any) => [event.event, event.data.message.body])).toEqual([
    ['newMessage', 'Two'],
    ['newMessage', 'Three'],
  ]);
  expect(foreign.denied.code).toBe('not_found');
  const otherLife = { name, epoch: newClientId(), seq: 1 };
  const answer = await socket.ask('sync', { streams: [otherLife] });
  expect(answer.ok.streams).toEqual([{ name, reset: { epoch, seq: 3 } }]);
  const twice = await socket.ask('sync', { streams: [otherLife, otherLife] });
  expect(twice.err).toMatchObject({ code: 'invalid', field: 'streams' });
  socket.close();
});
