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

/** What the Node of Electrons before 28 lacks, where the engine runs beside Electron and brokers beside the engine. */
const OLDER_NODE = `
require('node:diagnostics_channel').tracingChannel ??= () => ({ hasSubscribers: false });
URL.canParse ??= (text) => { try { return !!new URL(text); } catch { return false; } };
AbortSignal.any ??= (signals) => {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason);
    signal.addEventListener('abort', () => either.abort(signal.reason), { once: true });
  }
  return either.signal;
};
`;

/**
 * Builds the real main process and preload around a small engine and page of `test/support/shell`, so that the shell can
 * be tried on its own. The answer is the folder of the app.
 */
export async function buildShell(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-shell-'));
  await buildInto(join(folder, 'out/main'), {
    index: at('../../src/main/index.ts'),
    worker: at('./echo-worker-entry.ts'),
  });
  // By itself: what it shares with main would otherwise be put into it, and main must not start it.
  await buildInto(join(folder, 'out/main'), { engine: at('./shell/engine.ts') });
  // The product's own: brokers load vendors' libraries, which lie beside it.
  for (const name of ['broker', 'watchdog']) {
    const own = JSON.stringify(at(`../../out/main/${name}.cjs`));
    writeFileSync(join(folder, `out/main/${name}.cjs`), `${OLDER_NODE}require(${own});\n`);
  }
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
    // The folder has no modules beside it.
    ssr: { noExternal: ['zod', 'ws'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node18.15',
      rolldownOptions: { input, output, external: ['electron'] },
    },
  });
}
