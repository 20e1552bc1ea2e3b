import { defineConfig } from 'vitest/config';

// Browser tests: one after another, because two pages with maps on one machine measure each other.
export default defineConfig({
  test: {
    // A list that should be empty is printed with what it holds.
    chaiConfig: { truncateThreshold: 0 },
    include: ['tests/e2e/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
