import base from '../playwright.config.ts';

// Figures for docs/FIGURES.md, one at a time. Nothing here is part of the tests.
export default { ...base, testDir: '.', outputDir: '../../target/measure', testMatch: '*.measure.ts', workers: 1 };
