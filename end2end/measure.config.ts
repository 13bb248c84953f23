import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

// `npx playwright test --config measure.config.ts`: figures instead of stories.
export default defineConfig({ ...tests, testDir: 'measure', testMatch: '*.measure.ts', workers: 1 });
