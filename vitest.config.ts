import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A list that should be empty is printed with what it holds.
    chaiConfig: { truncateThreshold: 0 },
    include: ['tests/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['tests/support/global-setup.ts'],
    // Database tests share one machine with two engines; more workers only make them slower.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
