import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);
/** CommonJS under predictable names, all in one folder, so that every entry finds its siblings beside it. */
const output = {
  format: 'cjs' as const,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
};

export default defineConfig({
  main: {
    build: {
      target: 'node18.15',
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          engine: at('src/runtime/processes/engine-entry.ts'),
          worker: at('src/runtime/processes/worker-entry.ts'),
          broker: at('src/runtime/processes/broker-entry.ts'),
          watchdog: at('src/runtime/processes/watchdog-entry.ts'),
          strategy: at('src/runtime/processes/strategy-entry.ts'),
          'sweep-thread': at('src/runtime/processes/sweep-thread-entry.ts'),
          'strategy-thread': at('src/runtime/processes/strategy-thread-entry.ts'),
          cli: at('src/cli/index.ts'),
        },
        output,
        // Of an exchange we do not speak to: ccxt holds it in the class that all of them share.
        onwarn(warning, warn) {
          const isOfDydx = warning.message.includes('static_dependencies/dydx-v4-client');
          if (!isOfDydx) warn(warning);
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node18.15',
      // A sandboxed preload can require nothing but Electron: everything goes into its one file.
      externalizeDeps: false,
      rolldownOptions: { input: { index: at('src/preload/index.ts') }, output },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: {
      target: 'chrome114',
      minify: true,
      // The page comes from the disk or the loopback: one large file opens faster than many small ones.
      chunkSizeWarningLimit: 4_000,
      sourcemap: true,
      rolldownOptions: { input: at('src/renderer/index.html') },
    },
  },
});
