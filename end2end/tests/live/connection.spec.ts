import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// This file kills its server, so it has one of its own.
test.use({ serverFlags: ['--sockets-per-user', '3'] });

test('every page has the status and the count, and one connection serves them all', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const page = await ana.context.newPage();
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.goto('/');
  const shell = new Shell(page);
  await shell.isLive();
  for (const name of ['Conversations', 'Test page', 'Browse']) {
    await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name }).click();
    await expect(page.getByRole('link', { name, exact: false }).first()).toHaveAttribute('aria-current', 'page');
    await shell.isLive();
    await expect(shell.onlineCount).toContainText('1 online');
  }
  expect(sockets).toHaveLength(1);
});

test('a visitor is live as well', async ({ people }) => {
  const page = await (await people.visitor()).newPage();
  await page.goto('/');
  await new Shell(page).isLive();
});

test('a lost server is said, with the time of the next try, and found again', async ({ people, server }) => {
  test.setTimeout(90_000);
  const page = await (await people.advertiser('Ana Bremer')).open('/');
  const shell = new Shell(page);
  await shell.isLive();
  await server.kill();
  await expect(shell.connection).toHaveAttribute('data-status', 'reconnecting');
  await expect(shell.connection).toContainText('Reconnecting', { timeout: 20_000 });
  await expect(shell.connection).toContainText(/next try in \d+ s/, { timeout: 20_000 });
  await server.restart();
  await shell.isLive();
  await expect(shell.connection).not.toContainText('next try');
});

test('who has too many tabs is told so in the last one', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  for (let n = 0; n < 3; n += 1) await new Shell(await ana.open('/')).isLive();
  const fourth = new Shell(await ana.open('/'));
  await expect(fourth.connection).not.toHaveAttribute('data-status', /live|loading|connecting/);
});
