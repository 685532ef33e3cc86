import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder';
import { collectLicences } from '../../../scripts/collect-licences.ts';

/** A project that was built: its files, and what its one bundle's source map names. */
function project(files: Readonly<Record<string, string>>, sources: readonly string[]) {
  const root = temporaryFolder();
  const all = {
    LICENSE: 'MIT License\n\nCopyright (c) 2026 Us\n\nPermission is hereby granted\n',
    'package-lock.json': '{ "packages": { "": {} } }',
    'src/renderer/main.tsx': '',
    'out/main/index.cjs.map': JSON.stringify({ sources: sources.map((source) => `../../${source}`) }),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return collectLicences(root, join(root, 'out'));
}

const manifest = (name: string, license = 'ISC', rest = {}) =>
  JSON.stringify({ name, version: '1.0.0', license, ...rest });

describe('the licences of a build', () => {
  test('of what a package took into itself, without saying what it is, are that package’s', () => {
    const text = project(
      { 'node_modules/one/package.json': manifest('one'), 'node_modules/one/LICENSE': 'terms of one' },
      ['node_modules/one/dist/node_modules/taken/dist/a.js'],
    );
    expect(text).toMatch(/^Octopus holds or loads these 1 packages/);
    expect(text).toContain('terms of one');
  });

  test('are those of bundled code, of packages within packages, of style sheets and of what is loaded at run time', () => {
    const text = project(
      {
        'node_modules/one/package.json': manifest('one'),
        'node_modules/one/LICENSE': 'terms of one',
        'node_modules/one/NOTICE': 'notice of one',
        'node_modules/one/node_modules/@in/two/package.json': manifest('@in/two'),
        'node_modules/one/node_modules/@in/two/Licence.md': 'terms of two',
        'node_modules/font/package.json': manifest('font', 'OFL-1.1'),
        'node_modules/font/licenses/OFL.txt': 'terms of the font',
        'src/renderer/main.tsx': "import 'font/wght.css';\nimport './own.css';\n",
        'node_modules/loaded/package.json': manifest('loaded'),
        'node_modules/loaded/COPYING': 'terms of the loaded',
        'node_modules/tool/package.json': manifest('tool'),
        'node_modules/tool/LICENSE': 'terms of the tool',
        'package-lock.json': JSON.stringify({
          packages: {
            '': {},
            'node_modules/loaded': {},
            'node_modules/for-another-platform': { optional: true },
            'node_modules/tool': { dev: true },
          },
        }),
      },
      ['node_modules/one/index.js', 'node_modules/one/node_modules/@in/two/a/b.js', 'src/main/index.ts'],
    );
    expect(text).toMatch(/^Octopus holds or loads these 4 packages/);
    for (const part of ['one\n\nnotice of one', 'two', 'the font', 'the loaded'])
      expect(text).toContain(`terms of ${part}`);
    expect(text).not.toContain('the tool');
    expect(text.indexOf('@in/two 1.0.0 (ISC)')).toBeLessThan(text.indexOf('one 1.0.0 (ISC)'));
  });

  test('are MIT terms under the author of a package that only states them, and missing terms are refused', () => {
    const stated = { 'node_modules/a/package.json': manifest('a', 'MIT', { author: 'Ann' }) };
    expect(project(stated, ['node_modules/a/index.js'])).toContain(
      'Copyright (c) Ann\n\nPermission is hereby granted',
    );
    const silent = { 'node_modules/a/package.json': manifest('a', 'BSD-3-Clause') };
    expect(() => project(silent, ['node_modules/a/index.js'])).toThrow(
      /^node_modules.a has no licence text and states BSD-3-Clause$/,
    );
  });

  test('cannot be told of a build without source maps', () => {
    expect(() => project({}, [])).toThrow('names no package');
  });
});
