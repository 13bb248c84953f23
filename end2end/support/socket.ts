import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { DEMO, PASSWORD, newClientId, newEmail, type DemoName } from './identity.ts';
import type { Server } from './server.ts';

/** How long an answer may take before a test gives up. */
const DEADLINE = 10_000;

/** The ways a client can connect. */
export const TRANSPORTS = {
  'websocket only': ['websocket'],
  'polling only': ['polling'],
  'polling, then websocket': ['polling', 'websocket'],
} as const satisfies Record<string, readonly string[]>;

/** Who somebody is, as `POST /api/session` answers, with the cookie to show. */
export type Identity = { userId: string; sessionId: string; name: string; email: string; cookie: string };

/** Signs a program in. */
export async function signIn(server: Server, email: string): Promise<Identity> {
  const response = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (response.status !== 201) throw new Error(`not signed in: ${await response.text()}`);
  return { ...((await response.json()) as Identity), cookie: cookieOf(response) };
}

/** Signs a program in with a demo account. */
export function signInDemo(server: Server, who: DemoName): Promise<Identity> {
  return signIn(server, DEMO[who].email);
}

/** Opens an account nobody else's story touches, and signs in. */
export async function signUp(server: Server, name: string): Promise<Identity> {
  const email = newEmail(name);
  const form = new URLSearchParams({ name, email, password: PASSWORD, role: 'advertiser' });
  const response = await fetch(`${server.url}/sign-up`, { method: 'POST', body: form, redirect: 'manual' });
  if (response.headers.get('location') !== '/') throw new Error(`no account: ${response.status}`);
  return signIn(server, email);
}

/** Opens a conversation about a board, or finds it. */
export async function startConversation(server: Server, who: Identity, board: string): Promise<string> {
  const response = await fetch(`${server.url}/boards/${board}/conversation`, {
    method: 'POST',
    headers: { cookie: who.cookie },
    redirect: 'manual',
  });
  const id = response.headers.get('location')?.split('/').at(-1);
  if (!id) throw new Error(`no conversation: ${response.status}`);
  return id;
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!).join('; ');
}

export type AckError = { code: string; message: string; retry: string; field?: string; limit?: number };
export type Ack = { ok?: any; err?: AckError };

type Options = Partial<ManagerOptions & SocketOptions>;
type Arrived = { name: string; payload: any };

/** The official client, with its events kept in a list so that a test can wait for the next one. */
export class TestSocket {
  private readonly arrived: Arrived[] = [];
  private wake: () => void = () => {};
  /** Settles, to nothing, when the connection ends. */
  readonly lost: Promise<undefined>;

  private constructor(readonly socket: Socket) {
    const note = (name: string, payload: unknown) => {
      this.arrived.push({ name, payload });
      this.wake();
    };
    socket.onAny(note);
    for (const name of ['connect', 'connect_error', 'disconnect']) {
      socket.on(name, (detail: unknown) => note(name, detail));
    }
    this.lost = new Promise((settle) => socket.once('disconnect', () => settle(undefined)));
    socket.connect();
  }

  /** Begins to connect. */
  static open(server: Server, cookie: string | undefined, options: Options = {}): TestSocket {
    const socket = io(server.url, {
      autoConnect: false,
      forceNew: true,
      reconnection: false,
      transports: ['websocket'],
      ...options,
      extraHeaders: { ...(cookie ? { Cookie: cookie } : {}), ...options.extraHeaders },
    });
    return new TestSocket(socket);
  }

  /** Connects and takes the greeting. */
  static async connect(server: Server, cookie?: string, options: Options = {}): Promise<TestSocket> {
    const client = TestSocket.open(server, cookie, options);
    await client.expect('hello');
    return client;
  }

  /** The next event of this name that fits; it is taken from the list. */
  async expect(name: string, fits: (payload: any) => boolean = () => true): Promise<any> {
    const deadline = Date.now() + DEADLINE;
    for (;;) {
      const place = this.arrived.findIndex((one) => one.name === name && fits(one.payload));
      if (place >= 0) return this.arrived.splice(place, 1)[0]!.payload;
      if (!(await this.more(deadline - Date.now()))) {
        const names = this.arrived.map((one) => one.name).join(', ');
        throw new Error(`no ${name}; what came: ${names || 'nothing'}`);
      }
    }
  }

  /** How many events of this name came and were not taken. */
  count(name: string): number {
    return this.arrived.filter((one) => one.name === name).length;
  }

  /** Sends a command and waits for its acknowledgement. */
  ask(name: string, ...args: unknown[]): Promise<Ack> {
    return this.socket.timeout(DEADLINE).emitWithAck(name, ...args);
  }

  /** Sends a message and gives its acknowledgement. */
  send(conversationId: string, body: string, clientId = newClientId()): Promise<Ack> {
    return this.ask('sendMessage', { clientId, conversationId, body });
  }

  /** Sends characters as they are, below Socket.IO. */
  sendRaw(packet: string): void {
    this.socket.io.engine.write(packet);
  }

  close(): void {
    this.socket.disconnect();
  }

  private more(patience: number): Promise<boolean> {
    if (patience <= 0) return Promise.resolve(false);
    return new Promise((woken) => {
      const timer = setTimeout(() => woken(false), patience);
      this.wake = () => {
        clearTimeout(timer);
        woken(true);
      };
    });
  }
}
