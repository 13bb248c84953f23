import { defineConfig, devices } from '@playwright/test';
import { existsSync } from 'node:fs';

// Without these Chromium opens background connections of its own, and does not start as root.
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser: `$CHROMIUM`, the distribution's, or (undefined) the one Playwright has downloaded. */
function chromium(): string | undefined {
  const known = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return existsSync(known) ? known : undefined;
}

export default defineConfig({
  testDir: 'tests',
  outputDir: '../target/end2end',
  reporter: [['list']],
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices['Desktop Chrome'],
    actionTimeout: 10_000,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromium(), args: CHROMIUM_FLAGS },
  },
});
