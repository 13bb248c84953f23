import { demoBoard } from '../../support/identity.ts';
import { TestPage } from '../../support/test_page.ts';
import { expect, test } from '../../support/test.ts';

test('typing can be switched on and off', async ({ people }) => {
  const [tessa, marta] = [await people.demo('tester'), await people.demo('owner')];
  const id = await tessa.startConversation(demoBoard(1));
  const martas = await marta.openThread(id);
  const page = await TestPage.open(tessa.context);
  await page.part('panel-conversation').selectOption(id);
  const typing = page.part('panel-typing');
  await typing.click();
  await expect(typing).toHaveAttribute('aria-pressed', 'true');
  await expect(martas.typingLine).toHaveText('Tessa Okafor is typing…');
  await typing.click();
  await expect(martas.typingLine).toHaveText('');
});

test('what the server could not read stays here, unless it is wanted', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  const [payload, problem] = [page.part('panel-payload'), page.part('panel-problem')];
  for (const [text, why] of [['{', 'not JSON'], ['{"room": 1}', 'expected a string'], ['{}', 'missing field `room`']] as const) {
    await payload.fill(text);
    await expect(problem).toContainText(why);
    await expect(page.part('panel-send')).toBeDisabled();
  }
  await page.part('panel-options').click();
  await page.part('option-check').uncheck();
  await page.part('panel-send').click();
  await expect(page.part('panel-answer')).toHaveAttribute('data-ok', 'false');
  await expect(page.part('panel-answer')).toContainText('missing field');
  await page.send('makeCoffee', '{"sugar": 2}');
  await expect(page.part('panel-answer')).toContainText('There is no command');
  await expect(page.state).toHaveAttribute('data-status', 'live');
});

test('what is being written stays when the conversations come late', async ({ people }) => {
  const tessa = await people.demo('tester');
  const id = await tessa.startConversation(demoBoard(1));
  let comes = () => {};
  const late = new Promise<void>((resolve) => (comes = resolve));
  await tessa.context.route(/read_inbox/, async (route) => {
    await late;
    await route.fallback();
  });
  const page = await TestPage.open(tessa.context);
  await page.part('panel-payload').fill('{"room": "kitchen"}');
  comes();
  await expect(page.part('panel-conversation')).toHaveValue(id);
  await expect(page.part('panel-payload')).toHaveValue('{"room": "kitchen"}');
});

test('a form writes the payload, and what was sent comes back by keys', async ({ people }) => {
  const page = await TestPage.open((await people.demo('tester')).context);
  const payload = page.part('panel-payload');
  await page.part('field-room').fill('boards');
  await expect(payload).toHaveValue(/"room": "boards"/);
  await payload.press('Control+Enter');
  await expect(page.part('panel-answer')).toContainText('"rule": "public"');
  await expect(page.part('panel-size')).toContainText('of 65536 bytes');
  await payload.fill('{"room": "kitchen"}');
  await page.part('panel-send').click();
  await expect(page.part('panel-answer')).toHaveAttribute('data-ok', 'false');
  await payload.press('Alt+ArrowUp');
  await payload.press('Alt+ArrowUp');
  await expect(payload).toHaveValue(/"boards"/);
});
