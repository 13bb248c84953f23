import { test as base, expect } from '@playwright/test';
import { People } from './person.ts';
import { Server } from './server.ts';

type Fixtures = {
  /** Who takes part. A page that throws, wherever that was, fails the test. */
  people: People;
};

type WorkerFixtures = {
  /** Further flags of the server; tests that set them get a server of their own. */
  serverFlags: string[];
  /** One server for all tests of a worker: stories bring their own people instead of a clean database. */
  server: Server;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  serverFlags: [[], { scope: 'worker', option: true }],

  server: [
    async ({ serverFlags }, use) => {
      const server = await Server.start(serverFlags);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  people: async ({ browser, server }, use, testInfo) => {
    const people = new People(browser, server);
    const before = server.log.length;
    await use(people);
    await people.leave();
    if (testInfo.status !== testInfo.expectedStatus) {
      const log = server.log.slice(before);
      await testInfo.attach('server log', { body: log, contentType: 'text/plain' });
    }
    expect(people.crashes, 'a page has thrown').toEqual([]);
  },
});

export { expect };
