import { demoBoard } from '../../support/identity.ts';
import { Line } from '../../support/line.ts';
import { expect, test } from '../../support/test.ts';

// What is written while the line is cut. Pages load all the time: only the live layer is out of reach.

test('unsent messages outlive a reload and are sent in their order', async ({ people }) => {
  test.setTimeout(90_000);
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(1));
  const line = await Line.of(ana.context);
  const thread = await ana.openThread(id);
  await line.cut();
  await expect(thread.connection).not.toHaveAttribute('data-status', 'live');
  for (const text of ['One', 'Two', 'Three']) await thread.send(text);
  await expect(thread.message('Three')).toHaveAttribute('data-state', 'sending');

  await thread.page.reload();
  await expect(thread.message('One')).toHaveAttribute('data-state', 'sending');
  await expect(thread.message('Three')).toHaveAttribute('data-state', 'sending');
  line.allow();
  await expect(thread.message('Three')).toHaveAttribute('data-seq', '3', { timeout: 40_000 });
  const texts = [[1, 'One'], [2, 'Two'], [3, 'Three']];
  expect(await thread.shown()).toEqual(texts);

  await thread.page.reload();
  await thread.isLive();
  expect(await thread.shown(), 'nothing is sent twice').toEqual(texts);
  expect(await (await marta.openThread(id)).shown()).toEqual(texts);
});

test('on a line that fell silent messages keep their order, and none is given up', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(1));
  const line = await Line.of(ana.context);
  const thread = await ana.openThread(id);
  line.fallSilent();
  for (const text of ['One', 'Two', 'Three']) await thread.send(text);
  // Long before a heartbeat would have noticed: no answer comes, so the line has to prove that it lives.
  await expect(thread.message('Three')).toHaveAttribute('data-seq', '3', { timeout: 30_000 });
  expect(await thread.shown()).toEqual([[1, 'One'], [2, 'Two'], [3, 'Three']]);
});

test('what a closed tab did not send is sent by the next one, and by no other', async ({ people }) => {
  test.setTimeout(90_000);
  const ana = await people.advertiser('Ana Bremer');
  const [here, there] = [await ana.startConversation(demoBoard(1)), await ana.startConversation(demoBoard(2))];
  const line = await Line.of(ana.context);
  const [first, second] = [await ana.openThread(here), await ana.openThread(there)];
  await line.cut();
  await expect(first.connection).not.toHaveAttribute('data-status', 'live');
  await first.send('From the first tab');
  await second.send('From the second tab');
  await expect(first.message('From the first tab')).toHaveAttribute('data-state', 'sending');
  await first.page.close();

  const third = await ana.context.newPage();
  await third.goto(`/conversations/${here}`);
  const log = third.getByTestId('messages');
  await expect(log.getByText('From the first tab')).toBeVisible();
  line.allow();
  await expect(third.locator('[data-testid="message"][data-seq="1"]')).toBeVisible({ timeout: 40_000 });
  await expect(second.message('From the second tab')).toHaveAttribute('data-seq', '1', { timeout: 40_000 });
  const stored = async (id: string): Promise<number> => (await (await ana.openThread(id)).shown()).length;
  expect([await stored(here), await stored(there)]).toEqual([1, 1]);
});

test('what still waits for the line can be taken back', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(1));
  const line = await Line.of(ana.context);
  const thread = await ana.openThread(id);
  await line.cut();
  await expect(thread.connection).not.toHaveAttribute('data-status', 'live');
  for (const text of ['Regretted', 'Meant']) await thread.send(text);
  await thread.message('Regretted').getByTestId('message-take-back').click();
  await expect(thread.message('Regretted')).toHaveCount(0);
  line.allow();
  await expect(thread.message('Meant')).toHaveAttribute('data-seq', '1', { timeout: 40_000 });
  await thread.page.reload();
  await thread.isLive();
  expect(await thread.shown()).toEqual([[1, 'Meant']]);
});

test('a message that was refused stays over a reload, until it is discarded', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(1));
  const line = await Line.of(ana.context);
  const thread = await ana.openThread(id);
  await line.cut();
  await expect(thread.connection).not.toHaveAttribute('data-status', 'live');
  await thread.send('Never mind');
  await expect(thread.message('Never mind')).toHaveAttribute('data-state', 'sending');
  // A week later nothing is sent behind its author's back.
  await thread.page.clock.install({ time: Date.now() + 8 * 24 * 60 * 60 * 1000 });
  await thread.page.reload();
  await expect(thread.message('Never mind')).toHaveAttribute('data-state', 'failed');
  await thread.message('Never mind').getByRole('button', { name: 'Discard' }).click();
  await expect(thread.message('Never mind')).toHaveCount(0);
  await thread.page.reload();
  await expect(thread.root).toBeVisible();
  await expect(thread.message('Never mind')).toHaveCount(0);
});
