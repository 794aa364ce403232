import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}', 'test/architecture.test.ts'],
    testTimeout: 20_000,
    coverage: { include: ['src/**'], provider: 'v8' },
  },
});
