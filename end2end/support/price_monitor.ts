import { expect, type Locator } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { newClientId } from './identity.ts';
import { JobPage } from './job.ts';
import type { Person } from './person.ts';
import { test as base } from './test.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const KEY = 'k-for-browser-stories';

/** What the service does with the jobs that are begun from now on; see `price-monitor.mjs`. */
export type Mode = 'ok' | 'slow' | 'silent' | 'malformed' | 'flood' | 'disconnect' | 'scripted';

/** The scripted price-monitor service, a process of its own. */
export class Upstream {
  private child: ChildProcess | undefined;
  private port = 0;

  static async start(): Promise<Upstream> {
    const upstream = new Upstream();
    await upstream.restart();
    return upstream;
  }

  /** What the server has to know of it. */
  get flags(): string[] {
    return ['--price-monitor-host', this.url, '--price-monitor-key', KEY, '--price-monitor-allowed', '127.0.0.1'];
  }

  private get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Brings it back at the same address, knowing of nothing. */
  async restart(): Promise<void> {
    const words = [`${HERE}price-monitor.mjs`, `${HERE}../node_modules`, `${this.port}`];
    const child = spawn(process.execPath, words, { env: { ...process.env, STORY_KEY: KEY }, stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    process.once('exit', () => child.kill('SIGKILL'));
    for await (const line of createInterface({ input: child.stdout! })) {
      const { fact, port } = JSON.parse(line) as { fact: string; port: number };
      if (fact !== 'listening') continue;
      this.port = port;
      break;
    }
    // Facts nobody waits for must not fill the pipe.
    child.stdout!.resume();
  }

  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Says what it is to do. Gives what has happened. */
  async control(orders: object): Promise<{ rooms: string[] }> {
    const response = await fetch(`${this.url}/control`, { method: 'POST', body: JSON.stringify(orders) });
    expect(response.status).toBe(200);
    return (await response.json()) as { rooms: string[] };
  }

  /** What it calls the one job of this mode that is watched. */
  async job(mode: Mode): Promise<string> {
    const found = async () => (await this.control({})).rooms.filter((room) => room.startsWith(`${mode}-`));
    await expect.poll(found).toHaveLength(1);
    return (await found())[0]!;
  }

  /** A job ends with these prices, in cents by board; told to whoever is in its room, and to whoever asks. */
  async ends(job: string, prices: Record<string, number>): Promise<void> {
    const products = Object.entries(prices).map(([productId, suggestedCents]) => ({ productId, suggestedCents }));
    const status = { jobId: job, status: 'completed', progress: 100, result: { products } };
    await this.control({ status, emit: [job, 'import-job-completed', status] });
  }

  async behaves(mode: Mode): Promise<void> {
    await this.control({ mode });
  }

  /** Takes another key from now on, so that ours is refused, and drops every line. */
  async refusesUs(): Promise<void> {
    await this.control({ key: 'k-of-somebody-else', cut: true });
  }
}

type WorkerFixtures = {
  /** When a job's room is left, when a silent job is asked for, and when it is stale, in seconds. */
  patience: string;
  upstream: Upstream;
};

/** Stories with a price-monitor service that does what they say. */
export const test = base.extend<object, WorkerFixtures>({
  patience: ['30,30,120', { scope: 'worker', option: true }],

  upstream: [
    async ({}, use) => {
      const upstream = await Upstream.start();
      await use(upstream);
      await upstream.stop();
    },
    { scope: 'worker' },
  ],

  serverFlags: [
    async ({ upstream, patience }, use) => {
      await use([...upstream.flags, '--price-monitor-patience', patience]);
    },
    { scope: 'worker' },
  ],
});

/** The page of prices. */
export class PricesPage extends JobPage {
  static async open(person: Person): Promise<PricesPage> {
    const page = new PricesPage(await person.open('/jobs/prices'));
    await page.isLive();
    return page;
  }

  get monitor(): Locator {
    return this.page.getByTestId('price-monitor');
  }

  get check(): Locator {
    return this.page.getByTestId('price-check');
  }

  /** The words that say how good what is known is. */
  get source(): Locator {
    return this.page.getByTestId('job-source');
  }

  /** The suggestion for a board. */
  suggestion(board: string): Locator {
    return this.page.locator(`[data-testid=price-row][data-id="${board}"]`);
  }

  /** The first boards on the market that can be chosen. */
  async offered(count: number): Promise<string[]> {
    await this.check.getByLabel(/^Chosen boards/).check();
    const live = this.check.getByRole('listitem').filter({ hasText: 'Live' }).getByRole('checkbox');
    return live.evaluateAll((all, count) => all.slice(0, count).map((box) => (box as HTMLInputElement).value), count);
  }

  /** Chooses these boards and has their prices compared; the page is the job's then. */
  async checks(boards: string[]): Promise<void> {
    await this.check.getByLabel(/^Chosen boards/).check();
    for (const board of boards) await this.check.locator(`input[value="${board}"]`).check();
    await this.check.getByTestId('price-check-start').click();
    await this.id();
  }

  /** The price of a board as its suggestion shows it, in cents. */
  async price(board: string): Promise<number> {
    const cents = await this.suggestion(board).getByTestId('price-current').getAttribute('data-cents');
    return Number(cents);
  }

  async applies(board: string): Promise<void> {
    const row = this.suggestion(board);
    await row.getByTestId('price-apply').click();
    await expect(row).toHaveAttribute('data-state', 'applied');
  }
}

/** A board's price of a day now, in cents. */
export async function priceOf(person: Person, board: string): Promise<number> {
  const { rate } = await (await person.context.request.get(`/api/boards/${board}/availability`)).json();
  return rate.pricePerDayCents;
}

/** An amount as the page writes it, without the currency: `1,240` or `332.50`. */
export function amount(cents: number): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  return (cents / 100).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Begins a check without a page. Gives the job's id. */
export async function beginCheck(person: Person, boards: string[]): Promise<string> {
  const data = { requestId: newClientId(), boardIds: boards };
  const response = await person.context.request.post('/api/price-checks', { data });
  expect(response.status(), await response.text()).toBe(202);
  return (await response.json()).jobId;
}
