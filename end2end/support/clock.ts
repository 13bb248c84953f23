import type { Page } from '@playwright/test';

// Playwright's own clock numbers its timers beyond 32 bits. WebAssembly cuts such a number off and can then
// never clear a timer, so these tests bring a clock that leaves the browser's numbers alone.

/** Lets the time of a page be moved forward. Call before it is opened. */
export async function controlTime(page: Page): Promise<void> {
  await page.addInitScript(() => {
    type Timer = { run: () => void; due: number; every?: number };
    const timers = new Map<number, Timer>();
    const realNow = Date.now;
    const [set, clear] = [window.setTimeout.bind(window), window.clearTimeout.bind(window)];
    // A repeating timer keeps its first number over all its lives.
    const lives = new Map<number, number>();
    let ahead = 0;
    const now = () => realNow() + ahead;
    Date.now = now;

    const start = (known: number | undefined, timer: Timer): number => {
      const life = set(() => fire(known ?? life), Math.max(0, timer.due - now()));
      const id = known ?? life;
      lives.set(id, life);
      timers.set(id, timer);
      return id;
    };
    const stop = (id: number | undefined): void => {
      if (id === undefined) return;
      clear(lives.get(id));
      lives.delete(id);
      timers.delete(id);
    };
    const fire = (id: number): void => {
      const timer = timers.get(id);
      if (!timer) return;
      stop(id);
      if (timer.every !== undefined) start(id, { ...timer, due: timer.due + timer.every });
      timer.run();
    };
    const timing = (repeats: boolean) => (handler: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
      const every = repeats ? Math.max(1, delay) : undefined;
      return start(undefined, { run: () => handler(...args), due: now() + delay, every });
    };
    const advance = (millis: number): void => {
      const end = now() + millis;
      for (;;) {
        const next = [...timers].filter(([, timer]) => timer.due <= end).sort(([, a], [, b]) => a.due - b.due)[0];
        if (!next) break;
        ahead += Math.max(0, next[1].due - now());
        fire(next[0]);
      }
      ahead += Math.max(0, end - now());
    };
    Object.assign(window, {
      setTimeout: timing(false),
      setInterval: timing(true),
      clearTimeout: stop,
      clearInterval: stop,
      advanceTime: advance,
    });
  });
}

/** Moves a page's time forward; every timer that comes due on the way runs, in order. */
export async function advance(page: Page, millis: number): Promise<void> {
  await page.evaluate((millis) => {
    (window as unknown as { advanceTime: (millis: number) => void }).advanceTime(millis);
  }, millis);
}
