import { expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { DEMO, PASSWORD, newClientId, newEmail, type DemoName } from './identity.ts';
import type { Server } from './server.ts';
import { ThreadPage } from './pages.ts';

/** Somebody with an account, at one browser. */
export class Person {
  constructor(
    readonly name: string,
    readonly email: string,
    readonly context: BrowserContext,
  ) {}

  /** A new tab. */
  async open(path = '/'): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(path);
    return page;
  }

  /** A new tab with a conversation, once it is live. */
  async openThread(id: string): Promise<ThreadPage> {
    return ThreadPage.open(await this.context.newPage(), id);
  }

  /** Opens a conversation about a board, or finds it, as the board's page does. */
  async startConversation(boardId: string): Promise<string> {
    const path = `/boards/${boardId}/conversation`;
    const response = await this.context.request.post(path, { maxRedirects: 0 });
    const id = /^\/conversations\/([0-9a-f-]{36})$/.exec(response.headers()['location'] ?? '')?.[1];
    if (!id) throw new Error(`no conversation: ${response.status()} ${response.headers()['location']}`);
    return id;
  }

  /** Says something without a page, as the form without scripts does. */
  async say(conversationId: string, body: string): Promise<void> {
    const path = `/conversations/${conversationId}/messages`;
    const form = { clientId: newClientId(), body };
    const response = await this.context.request.post(path, { form, maxRedirects: 0 });
    expect(response.headers()['location']).toBe(`/conversations/${conversationId}`);
  }

  /** The value of the `Cookie` header this browser sends. */
  async cookie(): Promise<string> {
    const cookies = await this.context.cookies();
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}

/** Everybody in one story; all leave at its end. */
export class People {
  /** What pages have thrown. */
  readonly crashes: string[] = [];
  private readonly contexts: BrowserContext[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  /** Somebody who is not signed in. */
  async visitor(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ baseURL: this.server.url, ...options });
    this.contexts.push(context);
    context.on('weberror', (error) => this.crashes.push(error.error().message));
    context.on('console', (message) => {
      if (message.text().includes('panicked at')) this.crashes.push(message.text().split('\n\n')[0]!);
    });
    return context;
  }

  /** A demo account, signed in at a browser of its own. */
  async demo(who: DemoName, options: BrowserContextOptions = {}): Promise<Person> {
    const { name, email } = DEMO[who];
    return this.signIn(name, email, options);
  }

  /** Somebody's further browser. */
  async signIn(name: string, email: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await this.visitor(options);
    const data = { email, password: PASSWORD };
    const response = await context.request.post('/api/session', { data });
    expect(response.status(), await response.text()).toBe(201);
    return new Person(name, email, context);
  }

  /** A new advertiser, whom nobody else's story touches. */
  async advertiser(name: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await this.visitor(options);
    const email = newEmail(name);
    const form = { name, email, password: PASSWORD, role: 'advertiser' };
    const response = await context.request.post('/sign-up', { form, maxRedirects: 0 });
    expect(response.headers()['location']).toBe('/');
    return new Person(name, email, context);
  }

  async leave(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}
