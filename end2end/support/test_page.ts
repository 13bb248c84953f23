import { expect, type Locator, type Page } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';

/** The test page with its panes. */
export class TestPage {
  private constructor(readonly page: Page) {}

  /** Opens it in a new tab and waits until its line is up. */
  static async open(context: BrowserContext, query = ''): Promise<TestPage> {
    const page = await context.newPage();
    await page.goto(`/test-websocket${query}`);
    const opened = new TestPage(page);
    await expect(opened.state).toHaveAttribute('data-status', 'live', { timeout: 25_000 });
    return opened;
  }

  get state(): Locator {
    return this.page.getByTestId('panel-state');
  }

  /** A part by its test id. */
  part(id: string): Locator {
    return this.page.getByTestId(id);
  }

  /** Rows of the log in view with these attributes. */
  rows(attributes: Record<string, string> = {}): Locator {
    const parts = Object.entries(attributes).map(([name, value]) => `[data-${name}="${value}"]`);
    return this.page.locator(`[data-testid="log-row"]${parts.join('')}`);
  }

  /** Chooses a command, writes its payload and sends it. */
  async send(command: string, payload?: string): Promise<void> {
    await this.part('panel-command').fill(command);
    await this.part('panel-command').press('Tab');
    if (payload !== undefined) await this.part('panel-payload').fill(payload);
    await this.part('panel-send').click();
  }
}
