import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function launch(args: readonly string[], { folder = root, env = {} } = {}) {
  const result = spawnSync(process.execPath, [join(folder, 'bin/launch.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: result.status, text: result.stderr + result.stdout };
}

/** A checkout with the real launchers, tools and configuration, and a product of four lines. */
function smallCheckout(): string {
  const folder = temporaryFolder();
  const parts = ['bin', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'LICENSE'];
  for (const part of [...parts, 'scripts/collect-licences.ts'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const configuration = readFileSync(join(root, 'electron.vite.config.ts'), 'utf8');
  const entries = [...configuration.matchAll(/at\('(src\/[\w/-]+\.ts)'\)/g)].map(([, path]) => path!);
  expect(entries).toContain('src/runtime/processes/worker-entry.ts');
  for (const entry of entries) write(entry, `export const name = '${entry}';`);
  write('src/cli/index.ts', "console.log('version', 1);");
  write('src/renderer/index.html', '<script type="module" src="./main.tsx"></script>');
  write('src/renderer/main.tsx', "document.title = 'small';");
  return folder;
}

/** Exports of Node's own modules that came after 20.19, with which an installation may begin. */
const NEWER =
  /\b(enableCompileCache|flushCompileCache|stripTypeScriptTypes|registerHooks|findPackageJSON|glob|globSync)\b/;

describe('the launcher', () => {
  test.each(
    ['bin', 'bin/lib'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.mjs'))
        .map((name) => `${folder}/${name}`),
    ),
  )('%s names no import that Node 20 lacks, so that it can hand on to the own Node', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    for (const [, names] of text.matchAll(/import \{([^}]*)\} from 'node:/g))
      expect(names).not.toMatch(NEWER);
  });

  test('names its verbs when it is given another', () => {
    expect(launch(['fly'])).toEqual({
      code: 2,
      text: 'octopus: unknown verb "fly"; there are start, dev, build, prepare, test, bench, simulate, dist\n',
    });
  });

  test('says what to do when nothing is installed, but lets prepare pass without development tools', () => {
    const folder = smallCheckout();
    rmSync(join(folder, 'node_modules'));
    expect(launch(['start'], { folder })).toEqual({
      code: 1,
      text: 'octopus: the development tools are not installed; run: npm ci\n',
    });
    expect(launch(['prepare'], { folder })).toEqual({ code: 0, text: '' });
  });

  test('says what cannot be built after an installation, and lets the installation stand', () => {
    const folder = smallCheckout();
    writeFileSync(join(folder, 'src/cli/index.ts'), 'this is no program');
    const { code, text } = launch(['prepare'], { folder });
    expect(text).toContain('octopus: the build failed:');
    expect(code).toBe(0);
    expect(launch(['build'], { folder }).code).toBe(1);
  });

  test('refuses a window with exit code 3 where there is no display, when a window was insisted on', () => {
    const { code, text } = launch(['start', '--electron'], {
      folder: smallCheckout(),
      env: { DISPLAY: '', WAYLAND_DISPLAY: '', ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' },
    });
    expect(text).toMatch(/octopus: the window cannot be opened: .+\n$/);
    expect(code).toBe(3);
  });

  test('builds once for many at a time, again only when a source changed, and keeps the old build when one fails', async () => {
    const folder = smallCheckout();
    const octopus = [join(folder, 'bin/octopus.mjs')];
    const runs = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = spawn(process.execPath, octopus, { stdio: ['ignore', 'pipe', 'inherit'] });
        let text = '';
        child.stdout.on('data', (data: Buffer) => {
          text += data.toString();
        });
        await once(child, 'close');
        return text;
      }),
    );
    expect(runs).toEqual(['version 1\n', 'version 1\n', 'version 1\n']);
    expect(launch(['build'], { folder }).text).toBe('');
    expect(readFileSync(join(folder, 'out/licences.txt'), 'utf8')).toMatch(/^better-sqlite3 /m);

    const entry = join(folder, 'src/cli/index.ts');
    writeFileSync(entry, "console.log('version', 2);");
    // The same size and an older time: a checkout of an earlier commit is a change as well.
    utimesSync(entry, 1, 1);
    expect(launch(['build'], { folder }).text).toMatch(/^octopus: built in [\d.]+ s\n$/);
    expect(spawnSync(process.execPath, octopus, { encoding: 'utf8' }).stdout).toBe('version 2\n');

    writeFileSync(entry, "import './missing.ts';");
    const failed = launch(['build'], { folder });
    expect(failed.code).toBe(1);
    expect(failed.text).toContain("Could not resolve './missing.ts'");
    expect(spawnSync(process.execPath, [join(folder, 'out/main/cli.cjs')], { encoding: 'utf8' }).stdout).toBe(
      'version 2\n',
    );
  });
});
