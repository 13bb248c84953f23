import { demoBoard } from '../../support/identity.ts';
import { TestPage } from '../../support/test_page.ts';
import { expect, test } from '../../support/test.ts';

test('a command is one row with its answer, and its echo another', async ({ people }) => {
  const [tessa, marta] = [await people.demo('tester'), await people.demo('owner')];
  const id = await tessa.startConversation(demoBoard(0));
  const martas = await marta.openThread(id);
  const page = await TestPage.open(tessa.context);
  await page.part('panel-conversation').selectOption(id);
  await page.part('panel-command').fill('sendMessage');
  await page.part('panel-command').press('Tab');
  await expect(page.part('panel-payload')).toHaveValue(new RegExp(id));
  await page.part('panel-send').click();
  await expect(page.part('panel-answer')).toHaveAttribute('data-ok', 'true');
  await expect(martas.message('Hello from the test page').first()).toBeVisible();

  await page.part('log-filter').fill('Hello from the test page');
  const command = page.rows({ direction: 'out', name: 'sendMessage' });
  await expect(command).toHaveAttribute('data-answer', 'ok');
  await expect(page.rows({ direction: 'in', name: 'newMessage' })).toHaveCount(1);
  await command.click();
  await expect(page.part('log-json')).toContainText('Hello from the test page');
  await expect(page.part('log-answer')).toContainText('"seq"');
  await page.part('log-mask').click();
  await expect(page.part('log-json')).not.toContainText('Hello');
  await expect(page.part('log-json')).toContainText('•••');

  await page.part('log-clear').click();
  await expect(page.rows()).toHaveCount(0);
});

test('the log is filtered, paused without losing, and walked through by keys', async ({ people }) => {
  const tessa = await people.demo('tester');
  const page = await TestPage.open(tessa.context);
  // The page joins rooms of its own.
  await page.part('log-filter').fill('/"room":"(boards|board:x)"/');
  await page.send('joinRoom', '{"room": "boards"}');
  await expect(page.rows()).toHaveCount(1);
  await page.part('log-pause').click();
  await page.send('joinRoom', '{"room": "board:x"}');
  await expect(page.part('panel-answer')).toHaveAttribute('data-ok', 'false');
  await expect(page.part('log-pause')).toContainText(/\+\d/);
  await expect(page.rows()).toHaveCount(1);
  await page.part('log-pause').click();
  await expect(page.rows()).toHaveCount(2);

  await page.part('log').press('Home');
  await expect(page.part('log-json')).toContainText('boards');
  await page.part('log').press('ArrowDown');
  await expect(page.part('log-json')).toContainText('board:x');
  await page.part('log').press('Escape');
  await expect(page.part('log-entry')).toHaveCount(0);

  await page.part('log-filter').fill('board:x');
  await expect(page.rows()).toHaveCount(1);
  await page.part('log-direction').selectOption('in');
  await expect(page.rows()).toHaveCount(0);
  await page.part('log-direction').selectOption('');
  await page.part('log-filter').fill('');
  const commands = page.page.locator('[data-testid="log-kind"][data-kind="command"]');
  await commands.click();
  await expect(commands).toHaveAttribute('aria-pressed', 'false');
  await expect(page.rows({ kind: 'command' })).toHaveCount(0);
});

test('thousands of rows are kept, and only those in view are drawn', async ({ people }) => {
  const tessa = await people.demo('tester');
  const page = await TestPage.open(tessa.context);
  await page.part('panel-command').fill('joinRoom');
  await page.part('panel-command').press('Tab');
  await page.part('panel-payload').fill('{"room": "kitchen"}');
  await page.part('panel-options').click();
  await page.part('option-times').fill('200');
  await page.part('option-rate').fill('20');
  await page.part('option-rate').press('Tab');
  await page.part('panel-send').click();
  await page.part('log-filter').fill('kitchen');
  await expect(page.part('pane-log')).toContainText('200 of', { timeout: 30_000 });
  expect(await page.rows().count()).toBeLessThan(80);
  await expect(page.rows({ answer: 'refused' }).last()).toBeInViewport();
  const file = page.page.waitForEvent('download');
  await page.part('log-save').click();
  const saved = await (await file).createReadStream();
  let text = '';
  for await (const chunk of saved) text += chunk;
  const lines = text.trim().split('\n').map((line) => JSON.parse(line));
  expect(lines).toHaveLength(200);
  expect(lines[0]).toMatchObject({ direction: 'out', name: 'joinRoom', answer: { err: { code: 'invalid' } } });
});
