import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const BINARY = resolve(FOLDER, process.env.BULLETIN_BINARY ?? '../target/debug/bulletin');
const SITE = resolve(FOLDER, process.env.BULLETIN_SITE ?? '../target/site');
const START_DEADLINE = 30_000;

/** Generous limits, and short grace times so that nobody waits for somebody to count as gone. */
const SETTINGS = {
  BULLETIN_COMMANDS_PER_SECOND: '100000',
  BULLETIN_COMMAND_BURST: '100000',
  BULLETIN_PRESENCE_LEAVE_MS: '300',
  BULLETIN_PRESENCE_GRACE_MS: '300',
};

/** The real server: its own process, port and database. Filled with the demonstration. */
export class Server {
  private child: ChildProcess | undefined;
  private port = 0;
  private output = '';

  private constructor(
    private readonly folder: string,
    private readonly flags: string[],
  ) {}

  /** Starts a server on a free port, with a database that is deleted when it stops. */
  static async start(flags: string[] = []): Promise<Server> {
    if (!existsSync(BINARY)) {
      throw new Error(`${BINARY} is missing. Run: cargo xtask build`);
    }
    const server = new Server(await mkdtemp(join(tmpdir(), 'bulletin-end2end-')), flags);
    await server.launch();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The file of its database. */
  get database(): string {
    return join(this.folder, 'bulletin.db');
  }

  /** What it wrote, over all its lives. */
  get log(): string {
    return this.output;
  }

  /** Ends it as a power cut would: no signal handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to stop, as whoever replaces it by a newer one does. */
  async terminate(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Brings a stopped server back on the same port and database, with further flags. */
  async restart(flags: string[] = []): Promise<void> {
    await this.launch(flags);
  }

  /** Ends it in order and removes its database. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    // A server that does not stop in order must not hang the tests; the one that checks it says so.
    const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(impatience);
  }

  private async launch(flags: string[] = []): Promise<void> {
    const database = `sqlite://${this.database}`;
    const words = ['serve', '--port', `${this.port}`, '--database-url', database, '--site', SITE];
    const child = spawn(BINARY, [...words, '--demo', ...this.flags, ...flags], {
      env: { ...process.env, ...SETTINGS, BULLETIN_ADDRESS: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    child.once('exit', () => process.removeListener('exit', killWithUs));
    this.port = await this.greeting(child);
  }

  /** Waits for the line that says where it listens. */
  private greeting(child: ChildProcess): Promise<number> {
    return new Promise((found, failed) => {
      const fail = (why: string) => failed(new Error(`The server ${why}:\n${this.output}`));
      const deadline = setTimeout(() => fail('did not start in time'), START_DEADLINE);
      child.once('exit', () => fail('ended'));
      child.once('error', (error) => fail(`cannot be run (${error.message})`));
      let ofThisLife = '';
      const read = (chunk: Buffer) => {
        this.output += chunk.toString();
        ofThisLife += chunk.toString();
        const port = /Bulletin is at http:\/\/127\.0\.0\.1:(\d+)\s/.exec(ofThisLife)?.[1];
        if (port === undefined) return;
        clearTimeout(deadline);
        found(Number(port));
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
    });
  }
}
