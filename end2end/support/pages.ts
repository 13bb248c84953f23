import { expect, type Locator, type Page } from '@playwright/test';

/** The parts every page has. */
export class Shell {
  constructor(readonly page: Page) {}

  get connection(): Locator {
    return this.page.getByTestId('connection-status');
  }

  get onlineCount(): Locator {
    return this.page.getByTestId('online-count');
  }

  get unreadTotal(): Locator {
    return this.page.getByTestId('unread-total').filter({ visible: true });
  }

  /** The page runs, is connected and has caught up. */
  async isLive(): Promise<void> {
    await expect(this.connection).toHaveAttribute('data-status', 'live', { timeout: 25_000 });
  }

  /** A row of the inbox. */
  row(conversationId: string): Locator {
    return this.page.locator(`[data-testid="conversation-row"][data-id="${conversationId}"]`);
  }
}

/** An open conversation. */
export class ThreadPage extends Shell {
  static async open(page: Page, id: string): Promise<ThreadPage> {
    await page.goto(`/conversations/${id}`);
    const thread = new ThreadPage(page);
    await thread.isLive();
    return thread;
  }

  get root(): Locator {
    return this.page.getByTestId('thread');
  }

  get log(): Locator {
    return this.page.getByTestId('messages');
  }

  get all(): Locator {
    return this.page.getByTestId('message');
  }

  get composer(): Locator {
    return this.page.getByTestId('composer');
  }

  get sendButton(): Locator {
    return this.page.getByTestId('send');
  }

  get typingLine(): Locator {
    return this.page.getByTestId('typing-line');
  }

  get presence(): Locator {
    return this.root.locator('header').getByTestId('presence');
  }

  /** The message with exactly this text. */
  message(text: string): Locator {
    const body = this.page.getByTestId('message-body').getByText(text, { exact: true });
    return this.all.filter({ has: body });
  }

  /** The message with this number. */
  numbered(seq: number): Locator {
    return this.page.locator(`[data-testid="message"][data-seq="${seq}"]`);
  }

  /** Writes a message with the keyboard and sends it. */
  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Number and text of every stored message the page shows, in order. */
  async shown(): Promise<[seq: number, body: string][]> {
    return this.all.evaluateAll((messages) =>
      messages.map((message): [number, string] => [
        Number(message.getAttribute('data-seq')),
        message.querySelector('[data-testid="message-body"]')?.textContent ?? '',
      ]),
    );
  }
}
