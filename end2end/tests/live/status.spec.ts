import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// This file kills its server, so it has one of its own.
test.use({ serverFlags: ['--sockets-per-user', '9'] });

test('the details open and close by keyboard, and can be copied without secrets', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  await ana.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await ana.open('/');
  const shell = new Shell(page);
  await shell.isLive();
  const details = page.getByTestId('connection-details');
  const opener = shell.connection.getByRole('button', { name: 'Live' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(details).toBeVisible();
  await expect(details).toContainText('WebSocket');
  await expect(details).toContainText('What you see is what is so now.');
  await details.getByTestId('copy-diagnostics').click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('transport: WebSocket');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const secret of [ana.email, ...(await ana.context.cookies()).map((cookie) => cookie.value)]) {
    expect(copied).not.toContain(secret);
  }
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(opener).toBeFocused();
});

test('without a network nothing is tried, and with one the line is back at once and says so', async ({ people, server }) => {
  test.setTimeout(120_000);
  const ana = await people.advertiser('Ana Bremer');
  const page = await ana.open('/');
  const shell = new Shell(page);
  await shell.isLive();
  // What is said for a moment only is written down.
  const said: string[] = [];
  await page.exposeFunction('writeDown', (text: string) => said.push(text));
  await shell.connection.evaluate((status) => {
    const { writeDown } = window as unknown as { writeDown: (text: string) => void };
    const options = { subtree: true, childList: true, characterData: true };
    new MutationObserver(() => writeDown(status.textContent ?? '')).observe(status, options);
  });
  await ana.context.setOffline(true);
  await server.kill();
  await expect(shell.connection).toHaveAttribute('data-status', 'offline', { timeout: 20_000 });
  await expect(shell.connection).toContainText('Offline. What you write is kept and sent later', { timeout: 20_000 });
  await server.restart();
  await ana.context.setOffline(false);
  await shell.isLive();
  await expect.poll(() => said.some((text) => text.includes('Back online'))).toBe(true);
  await expect(shell.connection.getByRole('button', { name: 'Live' })).toBeVisible();
});

test('a device that wakes up asks whether the line is alive', async ({ people }) => {
  const page = await (await people.advertiser('Ana Bremer')).context.newPage();
  const asked: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => asked.push(String(payload))));
  await page.goto('/');
  await new Shell(page).isLive();
  const question = /^42\d+\["sync",\{"streams":\[\]\}\]$/;
  expect(asked.filter((frame) => question.test(frame))).toEqual([]);
  // While a device sleeps its timers stand still and its clock does not.
  await page.evaluate(() => {
    const awake = Date.now;
    Date.now = () => awake() + 60_000;
  });
  await expect.poll(() => asked.filter((frame) => question.test(frame)).length, { timeout: 20_000 }).toBe(1);
  await new Shell(page).isLive();
});
