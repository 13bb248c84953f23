import { demoBoard, newClientId } from '../../support/identity.ts';
import { TRANSPORTS, TestSocket, signIn, signInDemo, signUp, startConversation } from '../../support/socket.ts';
import { expect, test } from '../../support/test.ts';

const COMMANDS: [name: string, payload: (id: string) => object][] = [
  ['authenticate', (id) => ({ userId: id })],
  ['joinRoom', (id) => ({ room: id })],
  ['sendMessage', (id) => ({ clientId: newClientId(), conversationId: id, body: 'Hello' })],
  ['typing', (id) => ({ conversationId: id, isTyping: true })],
  ['markRead', (id) => ({ conversationId: id, upToSeq: 1 })],
  ['markDelivered', (id) => ({ conversationId: id, upToSeq: 1 })],
];

for (const [way, transports] of Object.entries(TRANSPORTS)) {
  test.describe(way, () => {
    const options = { transports: [...transports] };

    test('a visitor is greeted, and every command asks to sign in', async ({ server }) => {
      const socket = TestSocket.open(server, undefined, options);
      expect((await socket.expect('hello')).userId).toBeNull();
      for (const [name, payload] of COMMANDS) {
        const { err } = await socket.ask(name, payload(newClientId()));
        expect(err, name).toMatchObject({ code: 'unauthenticated', retry: 'login' });
      }
      // What is for everybody may be caught up with, and nothing else.
      const id = newClientId();
      const streams = [{ name: `conversation:${id}`, epoch: id, seq: 0 }];
      expect((await socket.ask('sync', { streams })).ok).toMatchObject({ streams: [{ denied: {} }] });
      socket.close();
    });

    test('a conversation of others does not exist', async ({ server }) => {
      const [ana, ben] = [await signUp(server, 'Ana Official'), await signUp(server, 'Ben Official')];
      const id = await startConversation(server, ana, demoBoard(0));
      const socket = await TestSocket.connect(server, ben.cookie, options);
      const foreign = await Promise.all(
        ['joinRoom', 'sendMessage', 'markRead', 'markDelivered'].map(async (name) => {
          const payload = COMMANDS.find((command) => command[0] === name)![1];
          const [seen, unknown] = [await socket.ask(name, payload(id)), await socket.ask(name, payload(newClientId()))];
          expect(unknown, 'unknown and foreign are never told apart').toEqual(seen);
          return seen.err?.code;
        }),
      );
      expect(foreign).toEqual(['not_found', 'not_found', 'not_found', 'not_found']);
      expect((await socket.ask('typing', { conversationId: id, isTyping: true })).err?.code).toBe('forbidden');
      expect((await socket.ask('joinRoom', { room: `user:${ana.userId}` })).err?.code).toBe('not_found');
      socket.close();
    });

    test('authenticate confirms the session and takes no other name', async ({ server }) => {
      const [ana, marta] = [await signUp(server, 'Ana Official'), await signInDemo(server, 'owner')];
      const socket = await TestSocket.connect(server, ana.cookie, options);
      expect(await socket.ask('authenticate', { userId: ana.userId })).toEqual({ ok: {} });
      const { err } = await socket.ask('authenticate', { userId: marta.userId });
      expect(err).toMatchObject({ code: 'forbidden', retry: 'never' });
      // It stays who it was.
      expect(await socket.ask('authenticate', { userId: ana.userId })).toEqual({ ok: {} });
      socket.close();
    });

    test('a session that has ended is told so', async ({ server }) => {
      const ana = await signUp(server, 'Ana Official');
      await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { cookie: ana.cookie } });
      for (const cookie of [ana.cookie, 'session=never-existed']) {
        const socket = TestSocket.open(server, cookie, options);
        const error = await socket.expect('connect_error');
        expect(error.message).toBe('session_expired');
        socket.close();
      }
    });

    test('ending a session closes its sockets, and only those', async ({ server }) => {
      const ana = await signUp(server, 'Ana Official');
      const [here, there] = [
        await TestSocket.connect(server, ana.cookie, options),
        await TestSocket.connect(server, (await signIn(server, ana.email)).cookie, options),
      ];
      await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { cookie: ana.cookie } });
      expect(await here.expect('disconnect')).toBe('io server disconnect');
      expect(await there.ask('authenticate', { userId: ana.userId })).toEqual({ ok: {} });
      there.close();
    });

    test('from a page of another site nothing opens', async ({ server }) => {
      const ana = await signUp(server, 'Ana Official');
      for (const origin of ['https://evil.example', 'null', server.url.replace('http:', 'https:')]) {
        const socket = TestSocket.open(server, ana.cookie, { ...options, extraHeaders: { Origin: origin } });
        await socket.expect('connect_error');
        expect(socket.count('connect'), origin).toBe(0);
        socket.close();
      }
      const own = TestSocket.open(server, ana.cookie, { ...options, extraHeaders: { Origin: server.url } });
      await own.expect('hello');
      own.close();
    });
  });
}
