import { PASSWORD } from '../../support/identity.ts';
import { expect, test } from '../../support/test.ts';

// What programs use. Each refusal is the same typed error as everywhere.

test('a session by JSON: made, asked for, ended', async ({ server }) => {
  const input = { email: 'tester@example.com', password: PASSWORD };
  const made = await json(server.url, 'POST', JSON.stringify(input));
  expect(made.status).toBe(201);
  expect(await made.json()).toMatchObject({ name: 'Tessa Okafor', email: input.email, role: 'tester' });
  const [setCookie] = made.headers.getSetCookie();
  expect(setCookie).toMatch(/HttpOnly/);
  expect(setCookie).toMatch(/SameSite=Lax/);
  const headers = { cookie: setCookie!.split(';')[0]! };
  const address = `${server.url}/api/session`;
  expect((await fetch(address, { headers })).status).toBe(200);
  expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(204);
  expect((await fetch(address, { headers })).status).toBe(401);
  expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(401);
});

const REFUSED: [what: string, body: string, type: string, status: number, code: string][] = [
  ['no JSON', '{', 'application/json', 422, 'invalid'],
  ['a missing field', '{"email":"tester@example.com"}', 'application/json', 422, 'invalid'],
  ['another content type', '{}', 'text/plain', 422, 'invalid'],
  ['too much', `{"email":"${'x'.repeat(70_000)}"}`, 'application/json', 413, 'too_large'],
  ['a wrong password', '{"email":"tester@example.com","password":"wrong password"}', 'application/json', 403, 'forbidden'],
];

for (const [what, body, type, status, code] of REFUSED) {
  test(`${what} is refused as ${code}`, async ({ server }) => {
    const response = await json(server.url, 'POST', body, { 'content-type': type });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, message: expect.any(String), retry: expect.any(String) });
  });
}

test('a page of another site cannot sign anybody in or out', async ({ server }) => {
  const body = JSON.stringify({ email: 'tester@example.com', password: PASSWORD });
  const foreign: Record<string, string>[] = [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }];
  for (const headers of foreign) {
    const response = await json(server.url, 'POST', body, headers);
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  }
  for (const path of ['/sign-in', '/sign-out', '/sign-up', '/account/sessions/revoke']) {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams(),
    });
    expect(response.status, path).toBe(403);
  }
});

function json(url: string, method: string, body: string, headers: Record<string, string> = {}) {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(`${url}/api/session`, { method, headers: all, body });
}
