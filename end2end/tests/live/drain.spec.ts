import { demoBoard } from '../../support/identity.ts';
import { expect, test } from '../../support/test.ts';

// A server is replaced while people talk. Stories of this file have a server of their own.
test.use({ serverFlags: ['--return-spread-ms', '4000'] });

test('people are told that the server is being renewed, and what they write meanwhile is sent', async ({ people, server }) => {
  test.setTimeout(90_000);
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(1));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await hers.send('Before');
  await expect(martas.message('Before')).toBeVisible();

  await server.terminate();
  await expect(hers.connection).toHaveAttribute('data-status', /maintenance|reconnecting/);
  await hers.send('Meanwhile');
  await expect(hers.message('Meanwhile')).toHaveAttribute('data-state', 'sending');
  await server.restart();
  await expect(martas.message('Meanwhile')).toBeVisible({ timeout: 40_000 });
  await expect(hers.connection).toHaveAttribute('data-status', 'live', { timeout: 40_000 });
  const texts = [[1, 'Before'], [2, 'Meanwhile']];
  expect(await hers.shown()).toEqual(texts);
  expect(await martas.shown()).toEqual(texts);
});
