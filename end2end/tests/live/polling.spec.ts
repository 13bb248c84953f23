import { demoBoard } from '../../support/identity.ts';
import { People } from '../../support/person.ts';
import { Proxy } from '../../support/proxy.ts';
import { Server } from '../../support/server.ts';
import { expect, test as base } from '../../support/test.ts';

// Between these pages and their server stands a proxy that knows no WebSockets, until it does.
const test = base.extend<{ office: Proxy }, { proxied: { server: Server; proxy: Proxy } }>({
  proxied: [
    async ({}, use) => {
      const proxy = await Proxy.start();
      const server = await Server.start(['--origin', proxy.url]);
      proxy.lead(server);
      await use({ server, proxy });
      await proxy.stop();
      await server.stop();
    },
    { scope: 'worker' },
  ],
  // An office whose proxy allows no WebSocket at first.
  office: async ({ proxied }, use) => {
    proxied.proxy.block();
    await use(proxied.proxy);
  },
  people: async ({ browser, proxied }, use) => {
    const people = new People(browser, { url: proxied.proxy.url } as Server);
    await use(people);
    await people.leave();
    expect(people.crashes, 'a page has thrown').toEqual([]);
  },
});

const SLOW = /degraded/;

test('where no WebSocket passes a thread is live over long-polling, and says so', async ({ people, office }) => {
  test.setTimeout(120_000);
  office.block();
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const threads = [];
  for (const person of [ana, marta]) {
    const page = await person.context.newPage();
    await page.goto(`/conversations/${id}`);
    await expect(page.getByTestId('connection-status')).toHaveAttribute('data-status', SLOW, { timeout: 30_000 });
    await expect(page.getByTestId('connection-status')).toContainText('Slow connection');
    threads.push(page);
  }
  const [hers, martas] = threads as [typeof threads[0] & object, typeof threads[0] & object];

  await hers.getByTestId('composer').pressSequentially('Is it');
  await expect(martas.getByTestId('typing-line')).toHaveText('Ana Bremer is typing…');
  await hers.getByTestId('composer').fill('Is it free in May?');
  await hers.getByTestId('composer').press('Enter');
  await expect(martas.getByTestId('message-body').getByText('Is it free in May?')).toBeVisible();
  await expect(martas.getByTestId('typing-line')).toHaveText('');
  await martas.bringToFront();
  await expect(hers.getByTestId('message').last()).toHaveAttribute('data-state', 'read', { timeout: 20_000 });
});

test('the line climbs back by itself when WebSockets are allowed again, and nothing is lost or doubled', async ({ people, office }) => {
  test.setTimeout(120_000);
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(1));
  const page = await ana.context.newPage();
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.goto(`/conversations/${id}`);
  const status = page.getByTestId('connection-status');
  await expect(status).toHaveAttribute('data-status', SLOW, { timeout: 30_000 });

  office.allow();
  // Somebody goes on talking while the line moves.
  let said = 0;
  while ((await status.getAttribute('data-status')) !== 'live') {
    said += 1;
    await marta.say(id, `Message ${said}`);
  }
  expect(sockets.some((url) => url.includes('sid=')), 'the connection moved; no new one was made').toBe(true);
  await marta.say(id, 'The last one');
  await expect(page.getByTestId('message-body').last()).toHaveText('The last one');
  const shown = await page.getByTestId('message-body').allTextContents();
  expect(shown).toEqual([...Array.from({ length: said }, (_, n) => `Message ${n + 1}`), 'The last one']);
});
