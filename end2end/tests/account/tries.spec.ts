import { DEMO, PASSWORD } from '../../support/identity.ts';
import { expect, test } from '../../support/test.ts';

// A server of its own: afterwards nobody can sign in from this address.
test.use({ serverFlags: ['--command-burst', '50'] });

test('after ten failed tries nobody gets in for a while, and the page says for how long', async ({ people }) => {
  const context = await people.visitor();
  for (let n = 0; n < 10; n += 1) {
    const data = { email: DEMO.owner.email, password: `guess number ${n}` };
    expect((await context.request.post('/api/session', { data })).status()).toBe(403);
  }
  const data = { email: DEMO.owner.email, password: PASSWORD };
  const refused = await context.request.post('/api/session', { data });
  expect(refused.status()).toBe(429);
  expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) });

  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /Marta Lindqvist/ }).click();
  await expect(page.getByRole('alert')).toContainText('Too many tries');
});
