import { TestPage } from '../../support/test_page.ts';
import { expect, test } from '../../support/test.ts';

test('the line can be left, joined again and cut', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  await page.part('panel-disconnect').click();
  await expect(page.state).toHaveAttribute('data-status', 'disconnected');
  await page.part('panel-connect').click();
  await expect(page.state).toHaveAttribute('data-status', 'live');
  await page.part('panel-cut').click();
  await expect(page.rows({ direction: 'line', name: 'disconnected' })).toHaveCount(2);
  await expect(page.state).toHaveAttribute('data-status', 'live');
  await page.page.getByText('Changes').click();
  await expect(page.part('panel-changes')).toContainText('disconnected');
});

test('a tester chooses the transport, and sees the ladder', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  await expect(page.part('panel-transport')).toHaveText('WebSocket');
  await page.part('panel-transports').selectOption('polling');
  await expect(page.part('panel-transport')).toHaveText('Long-polling');
  await expect(page.state).toHaveAttribute('data-status', 'degraded');
  await expect(page.part('panel-ladder')).toContainText('✓ Long-polling after');
  await page.send('joinRoom', '{"room": "boards"}');
  await expect(page.part('panel-answer')).toHaveAttribute('data-ok', 'true');
  await page.part('panel-transports').selectOption('auto');
  await expect(page.state).toHaveAttribute('data-status', 'live');
  await expect(page.part('panel-transport')).toHaveText('WebSocket');
});

test('a pretended loss of the network is one, and pings go on after it', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  await page.part('panel-offline').click();
  await expect(page.state).toHaveAttribute('data-status', 'offline');
  await page.part('panel-offline').click();
  await expect(page.state).toHaveAttribute('data-status', 'live');
  await expect(page.part('panel-ping')).toHaveText(/\d+ · \d+ · \d+ ms/);
  await expect(page.part('ping-graph').locator('path').first()).toHaveAttribute('d', /^M/);
});

test('the doctor finds a healthy surrounding healthy', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  await page.part('doctor').click();
  const checks = page.part('doctor-check');
  await expect(checks).toHaveCount(8, { timeout: 20_000 });
  for (const what of ['answers by HTTP', 'cookie is sent', 'Long-polling passes', 'WebSocket passes', 'clocks agree', 'can be stored', 'agree with each other']) {
    await expect(checks.filter({ hasText: what })).toHaveAttribute('data-state', 'ok');
  }
});
