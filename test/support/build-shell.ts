import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const output: Rollup.OutputOptions = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
};

/**
 * Builds the real main process and preload around a small engine and page of `test/support/shell`, so that the shell can
 * be tried on its own. The answer is the folder of the app.
 */
export async function buildShell(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-shell-'));
  await buildInto(join(folder, 'out/main'), {
    index: at('../../src/main/index.ts'),
    engine: at('./shell/engine.ts'),
    worker: at('./echo-worker-entry.ts'),
  });
  await buildInto(join(folder, 'out/preload'), { index: at('../../src/preload/index.ts') });
  for (const file of ['index.html', 'page.js'])
    cpSync(at(`./shell/${file}`), join(folder, 'out/renderer', file));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'octopus-shell', version: '0.0.0', main: 'out/main/index.cjs' }),
  );
  return folder;
}

async function buildInto(outDir: string, input: Record<string, string>): Promise<void> {
  await build({
    configFile: false,
    root: at('../../'),
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node18.15',
      rolldownOptions: { input, output, external: ['electron'] },
    },
  });
}
