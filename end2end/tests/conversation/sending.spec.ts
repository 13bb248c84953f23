import type { Page } from '@playwright/test';
import { demoBoard } from '../../support/identity.ts';
import { ThreadPage } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

test('a text that is too long counts down, says so and stays', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const thread = await ana.openThread(await ana.startConversation(demoBoard(0)));
  const left = thread.page.getByTestId('composer-left');
  await thread.composer.fill('x'.repeat(9_499));
  await expect(left).toHaveCount(0);
  await thread.composer.fill('x'.repeat(9_700));
  await expect(left).toHaveText('300 characters left');
  await thread.composer.fill('x'.repeat(10_012));
  await expect(left).toHaveText('12 characters too many');
  await thread.sendButton.click();
  await expect(thread.page.getByTestId('composer-error')).toHaveText('A message has at most 10000 characters.');
  await expect(thread.composer).toHaveValue('x'.repeat(10_012));
  await expect(thread.all).toHaveCount(0);

  const fits = 'x'.repeat(10_000);
  await thread.send(fits);
  await expect(thread.all).toHaveAttribute('data-state', 'sent');
  await expect(thread.all.getByTestId('message-body')).toHaveText(fits);
});

test('an empty text is not sent', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const thread = await ana.openThread(await ana.startConversation(demoBoard(0)));
  await thread.send('   ');
  await thread.send('Something');
  await expect(thread.message('Something')).toHaveAttribute('data-seq', '1');
  await expect(thread.all).toHaveCount(1);
});

test('a message that was stored but whose answer was lost can be tried again and is there once', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const martas = await marta.openThread(id);
  const page = await ana.context.newPage();
  const sends = await spoilFirstSend(page);
  const hers = await ThreadPage.open(page, id);

  await hers.send('Do not lose me.');
  const message = hers.message('Do not lose me.');
  await expect(message).toHaveAttribute('data-state', 'failed');
  await expect(message.getByRole('alert')).toContainText('The line is bewitched.');
  await expect(martas.message('Do not lose me.')).toBeVisible();

  await message.getByTestId('message-retry').click();
  await expect(message).toHaveAttribute('data-state', /sent|delivered|read/);
  await expect(hers.all).toHaveCount(1);
  await expect(martas.all).toHaveCount(1);
  expect(sends).toHaveLength(2);
  expect(sends[1]).toBe(sends[0]);
  await expect(message).toHaveAttribute('data-client-id', sends[0]!);
});

test('a failed message can be discarded', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(0));
  const page = await ana.context.newPage();
  await spoilFirstSend(page, { isStored: false });
  const thread = await ThreadPage.open(page, id);
  await thread.send('Better not.');
  await thread.message('Better not.').getByTestId('message-discard').click();
  await expect(thread.all).toHaveCount(0);
  await thread.send('Rather this.');
  await expect(thread.message('Rather this.')).toHaveAttribute('data-seq', '1');
});

test('a draft survives a reload of the page', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const thread = await ana.openThread(await ana.startConversation(demoBoard(0)));
  await thread.composer.fill('Half a thought');
  await thread.page.reload();
  await thread.isLive();
  await expect(thread.composer).toHaveValue('Half a thought');
});

/**
 * Stands between the page and the server: the first `sendMessage` (stored or not) is answered with a refusal,
 * and its echo is swallowed. Gives the client ids of all sends, as they come.
 */
async function spoilFirstSend(page: Page, { isStored } = { isStored: true }): Promise<string[]> {
  const clientIds: string[] = [];
  await page.routeWebSocket(/socket\.io/, (ours) => {
    const server = ours.connectToServer();
    let spoiled: string | undefined;
    ours.onMessage((packet) => {
      const [, ack, json] = /^42(\d+)(\["sendMessage".*)$/s.exec(packet.toString()) ?? [];
      if (json !== undefined) clientIds.push(JSON.parse(json)[1].clientId);
      if (json === undefined || clientIds.length > 1) return server.send(packet);
      spoiled = ack;
      if (isStored) server.send(packet);
      const err = { code: 'conflict', message: 'The line is bewitched.', retry: 'never' };
      ours.send(`43${ack}[${JSON.stringify({ err })}]`);
    });
    server.onMessage((packet) => {
      const text = packet.toString();
      const isAnswer = spoiled !== undefined && text.startsWith(`43${spoiled}[`);
      const isEcho = clientIds.length === 1 && text.startsWith('42["newMessage"');
      if (!isAnswer && !isEcho) ours.send(packet);
    });
  });
  return clientIds;
}
