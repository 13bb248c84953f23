import { DEMO, PASSWORD } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

for (const { name, email } of Object.values(DEMO)) {
  test(`one press walks in as ${name}`, async ({ people }) => {
    const page = await (await people.visitor()).newPage();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: new RegExp(email.replace('.', '\\.')) }).click();
    await expect(page).toHaveURL(/\/$/);
    await expect(page.getByRole('button', { name: `Account of ${name}` })).toBeVisible();
    await new Shell(page).isLive();
  });
}

test('mail address and password lead back to where one was', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/conversations');
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Mail address').fill(' Advertiser@Example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/conversations$/);
  await expect(page.getByTestId('conversation-row').first()).toBeVisible();
});

test('a wrong password and an unknown address are refused in the same words', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  const refusals: string[] = [];
  for (const email of ['owner@example.com', 'nobody@example.com']) {
    await page.goto('/sign-in');
    await page.getByLabel('Mail address').fill(email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByLabel('Mail address')).toHaveValue(email);
    refusals.push(await page.getByRole('alert').innerText());
  }
  expect(refusals[1]).toBe(refusals[0]);
});

test('signing out ends it, in the other tabs as well', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const [page, otherTab] = [await ana.open('/account'), await ana.open('/conversations')];
  await new Shell(otherTab).isLive();
  await page.getByRole('region', { name: 'Profile' }).getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await expect(new Shell(otherTab).connection).toHaveAttribute('data-status', 'session-ended');
});

test('a link to another site is not where signing in leads', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/sign-in?next=//evil.example');
  await page.getByRole('button', { name: /Ana Ruiz/ }).click();
  await expect(page.getByRole('button', { name: 'Account of Ana Ruiz' })).toBeVisible();
  expect(new URL(page.url()).hostname).toBe('127.0.0.1');
});
