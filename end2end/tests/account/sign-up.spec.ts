import type { Page } from '@playwright/test';
import { PASSWORD, newEmail } from '../../support/identity.ts';
import { expect, test } from '../../support/test.ts';

type Form = { name: string; email: string; password: string };

async function fill(page: Page, form: Form): Promise<void> {
  await page.getByLabel('Your name').fill(form.name);
  await page.getByLabel('Mail address').fill(form.email);
  await page.getByLabel('Password').fill(form.password);
  await page.getByRole('button', { name: 'Open account' }).click();
}

test('whoever opens an account is signed in and goes on where they were', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/sign-up?next=/conversations');
  await page.getByRole('radio', { name: /Board owner/ }).check();
  await fill(page, { name: 'Olga Neu', email: newEmail('Olga Neu'), password: PASSWORD });
  await expect(page).toHaveURL(/\/conversations$/);
  await expect(page.getByText('No conversations yet')).toBeVisible();
  await page.goto('/account');
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText('Olga Neu');
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText('Board owner');
});

// What the browser's own checks let pass, and the server does not.
const WRONG: [what: string, label: string, change: Partial<Form>, text: string][] = [
  ['a name of spaces', 'Your name', { name: '   ' }, 'Tell us your name.'],
  ['an address without a domain', 'Mail address', { email: 'ana@example' }, 'That is not a mail address.'],
  ['an address that is taken', 'Mail address', { email: 'owner@example.com' }, 'account'],
];

for (const [what, label, change, text] of WRONG) {
  test(`${what} is explained beside its field, and the rest stays`, async ({ people }) => {
    const page = await (await people.visitor()).newPage();
    await page.goto('/sign-up');
    await page.getByRole('radio', { name: /Board owner/ }).check();
    const form = { name: 'Olga Neu', email: newEmail('Olga Neu'), password: PASSWORD, ...change };
    await fill(page, form);
    const field = page.getByLabel(label);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(text));
    await expect(page.getByLabel('Mail address')).toHaveValue(form.email);
    await expect(page.getByLabel('Password')).toHaveValue('');
    await expect(page.getByRole('radio', { name: /Board owner/ })).toBeChecked();
  });
}

test('the browser itself asks for what is missing or too short', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/sign-up');
  await fill(page, { name: 'Olga Neu', email: newEmail('Olga Neu'), password: 'short' });
  await expect(page).toHaveURL(/\/sign-up$/);
  expect(await page.getByLabel('Password').evaluate((field: HTMLInputElement) => field.validity.tooShort)).toBe(true);
});
