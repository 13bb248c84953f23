import { request } from 'node:http';
import { signInDemo, signUp } from '../../support/socket.ts';
import { expect, test } from '../../support/test.ts';

// The transport's session id alone must be worth nothing.

test("a polling connection cannot be used with somebody else's cookie", async ({ server }) => {
  const [ana, marta] = [await signUp(server, 'Ana Official'), await signInDemo(server, 'owner')];
  const endpoint = `${server.url}/socket.io/?EIO=4&transport=polling`;
  const opened = await fetch(endpoint, { headers: { cookie: ana.cookie } });
  const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string };
  const foreign: [who: string, headers: Record<string, string>][] = [
    ['Marta', { cookie: marta.cookie }],
    ['a visitor', {}],
    ['an ended session', { cookie: 'session=never-existed' }],
  ];
  for (const [who, headers] of foreign) {
    const post = await fetch(`${endpoint}&sid=${sid}`, { method: 'POST', headers, body: '40' });
    expect(post.status, `${who} writes`).toBe(400);
    const read = await fetch(`${endpoint}&sid=${sid}`, { headers });
    expect(read.status, `${who} reads`).toBe(400);
    expect(await upgrade(`${endpoint.replace('polling', 'websocket')}&sid=${sid}`, headers), `${who} upgrades`).toBe(400);
  }
  const own = await fetch(`${endpoint}&sid=${sid}`, {
    method: 'POST',
    headers: { cookie: ana.cookie },
    body: '40',
  });
  expect(own.status, 'the one who opened it goes on').toBe(200);
  const address = `${endpoint.replace('polling', 'websocket')}&sid=${sid}`;
  expect(await upgrade(address, { cookie: ana.cookie })).toBe(101);
});

test('an unknown connection and an unknown transport get a clear refusal', async ({ server }) => {
  for (const query of ['EIO=4&transport=polling&sid=unknown', 'EIO=4&transport=pigeon', 'EIO=3&transport=polling', '']) {
    const response = await fetch(`${server.url}/socket.io/?${query}`);
    expect(response.status, query).toBe(400);
  }
});

/** Asks for a WebSocket, and gives the status of the answer: 101 when it opens. */
function upgrade(address: string, headers: Record<string, string>): Promise<number> {
  const handshake = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  };
  return new Promise((answered, failed) => {
    const asking = request(address, { headers: { ...handshake, ...headers }, agent: false });
    asking.on('error', failed);
    asking.on('response', (response) => {
      response.resume();
      answered(response.statusCode ?? 0);
    });
    asking.on('upgrade', (response, socket) => {
      socket.destroy();
      answered(response.statusCode ?? 0);
    });
    asking.end();
  });
}
