import { advance, controlTime } from '../../support/clock.ts';
import { demoBoard } from '../../support/identity.ts';
import { TestSocket } from '../../support/socket.ts';
import { expect, test } from '../../support/test.ts';

test('typing shows, in the thread and in the inbox, and ends when the message is sent', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await hers.composer.pressSequentially('Hel');
  await expect(martas.typingLine).toHaveText('Ana Bremer is typing…');
  await expect(martas.row(id)).toContainText('Typing…');
  await expect(hers.typingLine).toHaveText('');
  await hers.send('Hello');
  await expect(martas.message('Hello')).toBeVisible();
  await expect(martas.typingLine).toHaveText('');
});

test('who pauses stops typing', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const martas = await marta.openThread(id);
  const page = await ana.context.newPage();
  await controlTime(page);
  await page.goto(`/conversations/${id}`);
  await expect(page.getByTestId('connection-status')).toHaveAttribute('data-status', 'live');
  await page.getByTestId('composer').pressSequentially('Hm');
  await expect(martas.typingLine).toHaveText('Ana Bremer is typing…');
  await advance(page, 6_000);
  await expect(martas.typingLine).toHaveText('');
});

test('who empties the field stops typing', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await hers.composer.pressSequentially('Hm');
  await expect(martas.typingLine).toHaveText('Ana Bremer is typing…');
  await hers.composer.fill('');
  await expect(martas.typingLine).toHaveText('');
});

test('typing ends when the tab is closed', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await hers.composer.pressSequentially('I wanted to');
  await expect(martas.typingLine).toHaveText('Ana Bremer is typing…');
  await hers.page.close();
  await expect(martas.typingLine).toHaveText('');
});

test('a typist who falls silent without a word is forgotten by the reader', async ({ people, server }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const page = await marta.context.newPage();
  await controlTime(page);
  await page.goto(`/conversations/${id}`);
  await expect(page.getByTestId('connection-status')).toHaveAttribute('data-status', 'live');
  const socket = await TestSocket.connect(server, await ana.cookie());
  await socket.ask('joinRoom', { room: id });
  await socket.ask('typing', { conversationId: id, isTyping: true });
  await expect(page.getByTestId('typing-line')).toHaveText('Ana Bremer is typing…');
  await advance(page, 9_000);
  await expect(page.getByTestId('typing-line')).toHaveText('', { timeout: 2_000 });
  socket.close();
});
