import { existsSync, statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { PlainSummaryReporter } from './scripts/plain-summary-reporter.ts';

const isCi = ['1', 'true'].includes(process.env['CI'] ?? '');

/** In memory where Linux has room for it: stores of tests do not wait for a disk, which no test unplugs. */
function temporaryFolders(): Record<string, string> {
  const folder = '/dev/shm';
  if (process.env['TMPDIR'] || !existsSync(folder)) return {};
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < 4 * 1024 ** 3 ? {} : { TMPDIR: folder };
}

export default defineConfig({
  test: {
    reporters: ['default', new PlainSummaryReporter()],
    coverage: { provider: 'v8', include: ['src/**'], reportsDirectory: 'coverage' },
    // One worker a core; Vitest would leave a core free, which of two is half of the machine.
    maxWorkers: '100%',
    // Many tests start processes from the sources; what one of them has compiled the others read.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/compiled', import.meta.url)),
      ...temporaryFolders(),
    },
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/web/**', 'test/e2e/**'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'web',
          include: ['test/web/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'command-line',
          include: ['test/e2e/cli/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/support/built-product.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/support/built-product.ts', 'test/support/display.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 90_000,
          expect: { poll: { timeout: 20_000 } },
          // A window shares the machine with whatever else runs there; what needed it is named at the end.
          retry: isCi ? 1 : 0,
          // A window needs the machine for itself: these files run after all others.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
