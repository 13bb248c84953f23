import type { Page } from '@playwright/test';

// Headless Chromium takes every tab for visible and focused, so a test says itself where somebody looks.

/** How a tab can be out of sight. */
export type Away = 'hidden' | 'unfocused';

/** Lets a page be looked away from. Call before it is opened. */
export async function controlAttention(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const state = { hidden: false, focused: true };
    Object.assign(window, { attention: state });
    document.hasFocus = () => state.focused && !state.hidden;
    const define = (name: string, get: () => unknown) =>
      Object.defineProperty(document, name, { configurable: true, get });
    define('visibilityState', () => (state.hidden ? 'hidden' : 'visible'));
    define('hidden', () => state.hidden);
  });
}

/** Another window or another tab is in front. */
export async function lookAway(page: Page, how: Away): Promise<void> {
  await setAttention(page, { hidden: how === 'hidden', focused: false });
}

/** Back to this tab. */
export async function lookAt(page: Page): Promise<void> {
  await setAttention(page, { hidden: false, focused: true });
}

async function setAttention(page: Page, next: { hidden: boolean; focused: boolean }): Promise<void> {
  await page.evaluate((next) => {
    Object.assign((window as unknown as { attention: object }).attention, next);
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event(next.focused ? 'focus' : 'blur'));
  }, next);
}
