import { PASSWORD, demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

const PHONE =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';

test('a device that is signed out elsewhere learns it at once and keeps its draft', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(0));
  const phone = await people.signIn(ana.name, ana.email, { userAgent: PHONE });
  const thread = await phone.openThread(id);
  await thread.composer.fill('Not finished');

  const laptop = await ana.open('/account');
  const devices = laptop.getByRole('region', { name: 'Your devices' }).getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: 'This device' })).toHaveCount(1);
  await devices.getByRole('button', { name: /^Sign out .*Android/ }).click();
  await expect(devices).toHaveCount(1);
  await expect(devices).toContainText('This device');

  await expect(thread.connection).toHaveAttribute('data-status', 'session-ended');
  await expect(thread.connection).toContainText('Sign in again');
  await expect(thread.composer).toHaveValue('Not finished');
  await thread.connection.getByRole('link', { name: 'Sign in' }).click();
  await expect(thread.page).toHaveURL(new RegExp(`/sign-in\\?next=.*${id}`));
  await new Shell(laptop).isLive();
});

test('a new password signs the other devices out', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const phone = await people.signIn(ana.name, ana.email, { userAgent: PHONE });
  const onPhone = new Shell(await phone.open('/'));
  await onPhone.isLive();

  const laptop = await ana.open('/account');
  const change = async (current: string, password: string): Promise<void> => {
    const form = laptop.locator('details').filter({ hasText: 'Change password' });
    if (!(await form.getByLabel('New password').isVisible())) await form.locator('summary').click();
    await form.getByLabel('Current password').fill(current);
    await form.getByLabel('New password').fill(password);
    await form.getByRole('button', { name: 'Change password' }).click();
  };
  await change('not my password', 'another long password');
  await expect(laptop.getByText('That is not your current password.').first()).toBeVisible();
  await change(PASSWORD, 'another long password');
  await expect(laptop.getByTestId('password-changed')).toBeVisible();
  await expect(onPhone.connection).toHaveAttribute('data-status', 'session-ended');
  await new Shell(laptop).isLive();
});

test('nobody can end the session of somebody else', async ({ people }) => {
  const [ana, ben] = [await people.advertiser('Ana Bremer'), await people.advertiser('Ben Castell')];
  const { sessionId } = await (await ana.context.request.get('/api/session')).json();
  const form = { id: sessionId };
  await ben.context.request.post('/account/sessions/revoke', { form, maxRedirects: 0 });
  expect((await ana.context.request.get('/api/session')).status()).toBe(200);
});
