import { defineConfig } from 'vitest/config';

const pure = ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts'];
const processes = ['test/integration/**/*.test.ts'];

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts', 'shared/**/*.ts', 'models/**/*.ts'],
      // AssemblyScript, what it compiles to, and types: nothing that Node runs as it is.
      exclude: ['models/numeric/{assembly,generated}/**', '**/*.d.ts'],
      thresholds: { lines: 90, branches: 90 },
    },
    projects: [
      { test: { name: 'pure', include: pure, testTimeout: 60_000 } },
      {
        test: { name: 'processes', include: processes, testTimeout: 120_000, hookTimeout: 180_000 },
      },
    ],
  },
});
