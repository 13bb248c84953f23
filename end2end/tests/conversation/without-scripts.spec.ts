import { PASSWORD, demoBoard, newEmail } from '../../support/identity.ts';
import { expect, test } from '../../support/test.ts';

// Ana's browser runs no scripts. Everything is a link or a form.

test('sign up, find a board, write to its owner, read the answer', async ({ people }) => {
  const context = await people.visitor({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`/boards/${demoBoard(3)}`);
  await page.getByRole('link', { name: /^Sign in to message/ }).click();
  await page.getByRole('link', { name: 'Open an account' }).click();
  await page.getByLabel('Your name').fill('Ana Plain');
  await page.getByLabel('Mail address').fill(newEmail('Ana Plain'));
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open account' }).click();
  await expect(page).toHaveURL(new RegExp(`/boards/${demoBoard(3)}$`));

  await page.getByRole('button', { name: 'Message the owner' }).click();
  await expect(page).toHaveURL(/\/conversations\/[0-9a-f-]{36}$/);
  const id = page.url().split('/').at(-1)!;
  const marta = await people.demo('owner');
  const martas = await marta.openThread(id);
  await page.getByTestId('composer').fill('I write by plain form.');
  await page.getByTestId('send').click();
  await expect(page.getByTestId('message-body')).toHaveText('I write by plain form.');
  await expect(page.getByTestId('composer')).toHaveValue('');

  await expect(martas.message('I write by plain form.')).toBeVisible();
  await martas.send('And I answer live.');
  await expect(martas.message('And I answer live.')).toHaveAttribute('data-seq', '2');
  await page.reload();
  await expect(page.getByTestId('message-body')).toHaveText(['I write by plain form.', 'And I answer live.']);
  await page.goto(`/boards/${demoBoard(3)}`);
  await page.getByRole('link', { name: 'Open your conversation' }).click();
  await expect(page).toHaveURL(new RegExp(id));
});

test('a demo card, the filter, the inbox and signing out work by themselves', async ({ people }) => {
  const context = await people.visitor({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/sign-in?next=/conversations');
  await page.getByRole('button', { name: /Ana Ruiz/ }).click();
  await expect(page).toHaveURL(/\/conversations$/);
  await page.getByTestId('conversation-row').first().click();
  await expect(page.getByTestId('message').first()).toBeVisible();
  await page.goto('/');
  await page.getByLabel('City').selectOption('Berlin');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/city=Berlin/);
  await page.goto('/account');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).first().click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
});

test('an empty message comes back with what is wrong', async ({ people }) => {
  const ana = await people.advertiser('Ana Plain', { javaScriptEnabled: false });
  const page = await ana.open(`/conversations/${await ana.startConversation(demoBoard(0))}`);
  await page.getByTestId('composer').fill('   ');
  await page.getByTestId('send').click();
  await expect(page.getByRole('alert')).toContainText('Write something first.');
});

test('nothing pretends to load or to connect, on any width', async ({ people }) => {
  const ana = await people.advertiser('Ana Still', { javaScriptEnabled: false });
  const page = await ana.open('/');
  for (const width of [390, 900, 1400]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(page.getByTestId('connection-status')).toBeHidden();
    await expect(page.getByText('Loading live updates')).toBeHidden();
  }
});
