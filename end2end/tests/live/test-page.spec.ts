import type { Page } from '@playwright/test';
import { demoBoard } from '../../support/identity.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

async function openPanel(person: Person): Promise<Page> {
  const page = await person.open('/test-websocket');
  await expect(page.getByTestId('panel-state')).toHaveAttribute('data-status', 'live');
  return page;
}

test('a command sent by hand arrives, is answered and is in the log', async ({ people }) => {
  const [tessa, marta] = [await people.demo('tester'), await people.demo('owner')];
  const id = await tessa.startConversation(demoBoard(0));
  const martas = await marta.openThread(id);
  const page = await openPanel(tessa);
  await page.getByTestId('panel-conversation').selectOption(id);
  await page.getByTestId('panel-command').selectOption('sendMessage');
  await expect(page.getByTestId('panel-payload')).toHaveValue(new RegExp(id));
  await page.getByTestId('panel-send').click();
  await expect(page.getByTestId('panel-answer')).toHaveAttribute('data-ok', 'true');
  await expect(martas.message('Hello from the test page').first()).toBeVisible();

  const rows = page.getByTestId('log-row');
  for (const direction of ['out', 'ack']) {
    await expect(rows.and(page.locator(`[data-direction="${direction}"][data-name="sendMessage"]`))).toHaveCount(1);
  }
  const echo = rows.and(page.locator('[data-direction="in"][data-name="newMessage"]'));
  await expect(echo).toHaveCount(1);
  await echo.locator('summary').click();
  await expect(echo.getByTestId('log-json')).toContainText('Hello from the test page');

  await page.getByTestId('log-filter').fill('newMessage');
  await expect(rows).toHaveCount(1);
  await page.getByTestId('log-clear').click();
  await expect(rows).toHaveCount(0);
});

test('typing can be switched on and off', async ({ people }) => {
  const [tessa, marta] = [await people.demo('tester'), await people.demo('owner')];
  const id = await tessa.startConversation(demoBoard(1));
  const martas = await marta.openThread(id);
  const page = await openPanel(tessa);
  await page.getByTestId('panel-conversation').selectOption(id);
  const typing = page.getByTestId('panel-typing');
  await typing.click();
  await expect(typing).toHaveAttribute('aria-pressed', 'true');
  await expect(martas.typingLine).toHaveText('Tessa Okafor is typing…');
  await typing.click();
  await expect(martas.typingLine).toHaveText('');
});

test('a wrong payload is answered with an error, and the page goes on', async ({ people }) => {
  const tessa = await people.demo('tester');
  await tessa.startConversation(demoBoard(0));
  const page = await openPanel(tessa);
  const answer = page.getByTestId('panel-answer');
  for (const [payload, text] of [['{', 'not JSON'], ['{"room": 1}', 'invalid'], ['{"room": "user:x"}', 'invalid']] as const) {
    await page.getByTestId('panel-payload').fill(payload);
    await page.getByTestId('panel-send').click();
    await expect(answer).toHaveAttribute('data-ok', 'false');
    await expect(answer).toContainText(text);
  }
  await expect(page.getByTestId('panel-state')).toHaveAttribute('data-status', 'live');
});

test('the line can be left, joined again and cut', async ({ people }) => {
  const tessa = await people.demo('tester');
  const page = await openPanel(tessa);
  const state = page.getByTestId('panel-state');
  await page.getByTestId('panel-disconnect').click();
  await expect(state).toHaveAttribute('data-status', 'disconnected');
  await page.getByTestId('panel-connect').click();
  await expect(state).toHaveAttribute('data-status', 'live');
  await page.getByTestId('panel-cut').click();
  const lines = page.locator('[data-testid="log-row"][data-direction="line"]');
  await expect(lines.and(page.locator('[data-name="disconnected"]'))).toHaveCount(2);
  await expect(state).toHaveAttribute('data-status', 'live');
});

test('the people online are listed', async ({ people }) => {
  const [tessa, ana] = [await people.demo('tester'), await people.advertiser('Ana Bremer')];
  const anas = await ana.open('/');
  await expect(anas.getByTestId('connection-status')).toHaveAttribute('data-status', 'live');
  const page = await openPanel(tessa);
  await expect(page.getByTestId('panel-online-user').filter({ hasText: 'Ana Bremer' })).toHaveCount(1);
  await expect(page.getByTestId('panel-online-user').filter({ hasText: 'Tessa Okafor' })).toHaveCount(1);
});
