import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkHouse } from '../../../scripts/architecture/check-house.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const script = fileURLToPath(new URL('../../../scripts/check-architecture.ts', import.meta.url));

/** Plants files below a src/ of their own, each room with its README. */
function plant(files: Record<string, string>): string {
  const src = temporaryFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(src, path)), { recursive: true });
    writeFileSync(join(src, path), text);
  };
  for (const [path, text] of Object.entries(files)) {
    write(path, text);
    const [room = '', part = ''] = path.split('/');
    write(`${room}/README.md`, '# Room');
    if (room === 'agents') write(`${room}/${part}/README.md`, '# Agent');
  }
  return src;
}

/** What is refused of one planted file, as `line rule`. */
function refused(path: string, text: string): string[] {
  return checkHouse(plant({ [path]: text })).violations.map(({ line, rule }) => `${line} ${rule}`);
}

describe('the architecture check refuses', () => {
  test.each<[title: string, path: string, text: string, found: string[]]>([
    ['a domain that imports the engine', 'domain/a.ts', "import { b } from '#engine/b';", ['1 arrow']],
    ['also as a type only', 'domain/a.ts', "\nimport type { B } from '#contract/b';", ['2 arrow']],
    ['also as an import type', 'domain/a.ts', "export type B = import('#contract/b').B;", ['1 arrow']],
    ['also when loaded later', 'contract/a.ts', "export const b = () => import('#engine/b');", ['1 arrow']],
    ['also when exported on', 'contract/a.ts', "export * from '#engine/b';", ['1 arrow']],
    ['also for its side effects only', 'contract/a.ts', "import '#engine/b';", ['1 arrow']],
    ['another room by a relative path', 'engine/a.ts', "import { b } from '../domain/b.ts';", ['1 arrow']],
    ['an agent that knows another', 'agents/one/a.ts', "import { b } from '../two/b.ts';", ['1 arrow']],
    [
      'an agent that knows another by name',
      'agents/one/a.ts',
      "import { b } from '#agents/two/b';",
      ['1 arrow'],
    ],
    [
      'an adapter that knows another',
      'adapters/stores/sqlite/a.ts',
      "import { b } from '#adapters/stores/timescale/b';",
      ['1 arrow'],
    ],
    [
      'an adapter that knows the engine beyond its ports',
      'adapters/stores/sqlite/a.ts',
      "import { b } from '#engine/bus/bus';",
      ['1 arrow'],
    ],
    ['a page that knows the engine', 'renderer/a.ts', "import { b } from '#engine/b';", ['1 arrow']],
    ['Node in the page', 'renderer/a.ts', "import { b } from 'node:fs';", ['1 package']],
    ['Electron in the page', 'renderer/a.ts', "import { b } from 'electron';", ['1 package']],
    ['Electron in the engine', 'engine/a.ts', "import { b } from 'electron';", ['1 package']],
    ['Electron in the runtime', 'runtime/a.ts', "import type { B } from 'electron';", ['1 package']],
    ['files in the engine', 'engine/a.ts', "import { b } from 'node:fs';", ['1 package']],
    ['a package in the domain', 'domain/a.ts', "import { z } from 'zod';", ['1 package']],
    ['a schema library by a path below it', 'domain/a.ts', "import { z } from 'zod/v4';", ['1 package']],
    ['the clock in the domain', 'domain/a.ts', 'export const a = () => Date.now();', ['1 purity']],
    ['the clock in the engine', 'engine/a.ts', 'export const a = () => new Date();', ['1 purity']],
    [
      'the clock under its global name',
      'engine/a.ts',
      'export const a = () => globalThis.performance.now();',
      ['1 purity'],
    ],
    ['chance in the domain', 'domain/a.ts', 'export const a = Math.random;', ['1 purity']],
    ['a timer in the engine', 'engine/a.ts', 'setTimeout(() => undefined, 1);', ['1 purity']],
    [
      'each of several',
      'engine/a.ts',
      'setInterval(f, 1);\nsetImmediate(f);\nfunction f() {}',
      ['1 purity', '2 purity'],
    ],
    ['a file of 501 lines', 'domain/a.ts', '\n'.repeat(501), ['500 size']],
    ['a name that says nothing', 'domain/utils.ts', '', ['1 name']],
    ['one at the end of a longer name', 'domain/string-helpers.ts', '', ['1 name']],
    ['a folder that says nothing', 'domain/common/a.ts', '', ['1 name']],
    ['an export without a name', 'domain/a.ts', '\nexport default 1;', ['2 default-export']],
    ['one by another way', 'domain/a.ts', 'const a = 1;\nexport { a as default };', ['2 default-export']],
    [
      'a comment left above another',
      'domain/a.ts',
      '/** Adds. */\n/** Takes away. */\nexport const b = 1;',
      ['1 stray-doc'],
    ],
    [
      'one that an empty line parts from its code',
      'domain/a.ts',
      '/** Adds. */\n\nexport const b = 1;',
      ['1 stray-doc'],
    ],
    ['one at the end of a block', 'domain/a.ts', 'export const b = {\n  /** Adds. */\n};', ['2 stray-doc']],
    ['a room outside the list', 'plugins/a.ts', '', ['1 room']],
  ])('%s', (_title, path, text, found) => {
    expect(refused(path, text)).toEqual(found);
  });

  test('a cycle, type imports counted, named from end to end', () => {
    const { violations } = checkHouse(
      plant({
        'domain/a.ts': "import { b } from './b.ts';",
        'domain/b.ts': "import type { C } from './c.tsx';",
        'domain/c.tsx': "import { a } from '#domain/a';",
      }),
    );
    expect(violations.map(({ message }) => message)).toEqual([
      'import cycle: domain/a.ts → domain/b.ts → domain/c.tsx → domain/a.ts',
    ]);
  });

  test('a room or an agent without a README', () => {
    const src = temporaryFolder();
    mkdirSync(join(src, 'agents/one'), { recursive: true });
    writeFileSync(join(src, 'agents/one/agent.ts'), '');
    expect(checkHouse(src).violations.map(({ path }) => path)).toEqual([
      'agents/README.md',
      'agents/one/README.md',
    ]);
  });

  test('a file it cannot read', () => {
    expect(() => refused('domain/a.ts', 'export const = 1')).toThrow('src/domain/a.ts cannot be parsed');
  });

  test('with exit code 1 and one line a violation', () => {
    const src = plant({ 'domain/a.ts': "\nimport { b } from 'node:fs';" });
    const { status, stdout } = spawnSync(process.execPath, [script, src], { encoding: 'utf8' });
    expect(stdout).toBe(
      'src/domain/a.ts:2: package: domain may not import node:fs; it may import nothing\n' +
        'architecture: 1 modules, 1 violations\n',
    );
    expect(status).toBe(1);
  });

  test('having found nothing to check', () => {
    const { status, stdout } = spawnSync(process.execPath, [script, temporaryFolder()], { encoding: 'utf8' });
    expect(stdout).toContain('nothing was checked');
    expect(status).toBe(1);
  });
});

test('the architecture check lets the ways of the house pass', () => {
  const { modules, violations } = checkHouse(
    plant({
      'domain/a.ts': "import { b } from './b.ts';\nexport const a = (time: number) => new Date(time);",
      'engine/b.ts': "import { createHash } from 'node:crypto';\nimport { a } from '#domain/a';",
      'engine/ports/clock.ts': 'export interface Clock { setTimeout(): void }',
      'agents/one/agent.ts': "import { b } from '#engine/b';\nimport { c } from './c.ts';",
      'agents/risk-manager/agent.ts': "import { Clock } from '#engine/ports/clock';",
      'adapters/stores/sqlite/a.ts':
        "import type { Clock } from '#engine/ports/clock';\nimport b from './b.ts';",
      'runtime/a.ts': "import text from '../../package.json';\nimport { agent } from '#agents/one/agent';",
      'main/a.ts': "import { app } from 'electron';",
      'preload/a.ts': "import { contextBridge } from 'electron';",
      'renderer/a.tsx':
        "import './a.css';\nimport { useState } from 'react';\nexport const b = <p />;\nDate.now();",
    }),
  );
  expect(violations).toEqual([]);
  expect(modules).toBe(10);
});
