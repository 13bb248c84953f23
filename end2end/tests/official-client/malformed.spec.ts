import { demoBoard, newClientId } from '../../support/identity.ts';
import { TRANSPORTS, TestSocket, signInDemo, signUp, startConversation } from '../../support/socket.ts';
import { expect, test } from '../../support/test.ts';

const BAD_PAYLOADS: [what: string, event: string, args: unknown[]][] = [
  ['nothing', 'sendMessage', []],
  ['null', 'sendMessage', [null]],
  ['a text', 'sendMessage', ['hello']],
  ['a list', 'joinRoom', [[1, 2]]],
  ['an empty object', 'sendMessage', [{}]],
  ['a wrong type', 'typing', [{ conversationId: newClientId(), isTyping: 'yes' }]],
  ['no id', 'markRead', [{ conversationId: '1', upToSeq: 1 }]],
  ['a number that is too large', 'markRead', [{ conversationId: newClientId(), upToSeq: 1e30 }]],
  ['no room', 'joinRoom', [{ room: 'planet:earth' }]],
  ['an unknown command', 'buyEverything', [{}]],
  ['the name of an event of the server', 'newMessage', [{}]],
];

for (const [way, transports] of Object.entries(TRANSPORTS)) {
  test.describe(way, () => {
    const options = { transports: [...transports] };

    test('bad input gets a typed error and the connection lives', async ({ server }) => {
      const ana = await signUp(server, 'Ana Official');
      const id = await startConversation(server, ana, demoBoard(0));
      const socket = await TestSocket.connect(server, ana.cookie, options);
      for (const [what, event, args] of BAD_PAYLOADS) {
        const { err } = await socket.ask(event, ...args);
        expect(err, what).toMatchObject({ code: 'invalid', retry: 'never', field: expect.any(String) });
      }
      const texts: [body: string, code: string][] = [
        ['', 'invalid'],
        [' \n ', 'invalid'],
        ['a\0b', 'invalid'],
        ['x'.repeat(10_001), 'too_large'],
        ['\u{1f5bc}'.repeat(9_000), 'too_large'],
      ];
      for (const [body, code] of texts) {
        expect((await socket.send(id, body)).err).toMatchObject({ code, field: 'body' });
      }
      expect((await socket.ask('markRead', { conversationId: id, upToSeq: 7 })).err?.field).toBe('upToSeq');
      expect((await socket.send(id, 'Still here.')).ok.seq).toBe(1);
      socket.close();
    });

    test('a packet over 64 KiB ends the connection and nothing else', async ({ server }) => {
      const [ana, marta] = [await signUp(server, 'Ana Official'), await signInDemo(server, 'owner')];
      const id = await startConversation(server, ana, demoBoard(0));
      const witness = await TestSocket.connect(server, marta.cookie, options);
      const socket = await TestSocket.connect(server, ana.cookie, options);
      await expect.poll(() => socket.socket.io.engine.transport.name).toBe(transports.at(-1));
      socket.socket.emit('sendMessage', { clientId: newClientId(), conversationId: id, body: 'x'.repeat(70_000) });
      await socket.expect('disconnect');
      expect(await witness.ask('authenticate', { userId: marta.userId })).toEqual({ ok: {} });
      witness.close();
    });
  });
}

// Below Socket.IO: what a client of good will never sends.
for (const packet of ['2{"not":"a list"}', '2[', '29{}', '2["sendMessage",', '5', '']) {
  test(`the malformed packet ${JSON.stringify(packet)} ends the connection and nothing else`, async ({ server }) => {
    const [ana, marta] = [await signUp(server, 'Ana Official'), await signInDemo(server, 'owner')];
    const witness = await TestSocket.connect(server, marta.cookie);
    const socket = await TestSocket.connect(server, ana.cookie);
    socket.sendRaw(packet);
    await socket.expect('disconnect');
    expect(await witness.ask('authenticate', { userId: marta.userId })).toEqual({ ok: {} });
    witness.close();
  });
}
