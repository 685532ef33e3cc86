import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder';
import { checkPages } from '../../../scripts/docs/check-pages.ts';

function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkPages(root).faults.map(({ page, line, message }) => `${page}:${line}: ${message}`);
}

const SOUND = {
  'README.md': '# Octopus\n\nSee [the list](docs/README.md) and [why](docs/choices.md#two-files-not-one).\n',
  'docs/README.md': '- [Choices](choices.md)\n- [elsewhere](https://example.org/nowhere)\n',
  'docs/choices.md': '# Choices\n\n## Two files, not one\n\nIn `src/engine/bus.ts`.\n',
  'src/engine/bus.ts': '',
};

test('pages whose links, headings and files are there have no fault', () => {
  expect(faultsOf(SOUND)).toEqual([]);
});

// Would catch: a page or a file that was moved while others still lead to where it was.
test.each([
  [
    'a link to a page that was moved',
    { 'src/engine/README.md': 'See\n[choices](../../docs/old.md).' },
    'src/engine/README.md:2: ../../docs/old.md leads nowhere; mend the link',
  ],
  [
    'a heading that was renamed',
    { 'CONTRIBUTING.md': '[why](docs/choices.md#two-files)' },
    'CONTRIBUTING.md:1: docs/choices.md has no heading #two-files; mend the link',
  ],
  [
    'a heading of the page itself',
    { 'CONTRIBUTING.md': '# Rules\n[below](#style)' },
    'CONTRIBUTING.md:2: CONTRIBUTING.md has no heading #style; mend the link',
  ],
  [
    'a file that was moved',
    { 'ARCHITECTURE.md': 'It starts in `src/engine/old-bus.ts`.' },
    'ARCHITECTURE.md:1: there is no src/engine/old-bus.ts; name the file that took its place',
  ],
  [
    'a page that nothing lists',
    { 'docs/guides/trade.md': '# Trade' },
    'docs/guides/trade.md:1: is not listed in docs/README.md; add it',
  ],
])('%s is a fault', (_what, files, fault) => {
  expect(faultsOf({ ...SOUND, ...files })).toEqual([fault]);
});

test('files a reader is to write, and code, are no links', () => {
  const page = 'Write `src/renderer/panels/your-panel.tsx`:\n\n```ts\nconst f = xs[0](nowhere);\n```\n';
  expect(faultsOf({ ...SOUND, 'CONTRIBUTING.md': page })).toEqual([]);
});
