import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../bench/', import.meta.url);

it('every bench can be named on the command line', () => {
  const benches = readdirSync(folder)
    // What another bench takes in as a part has a hyphen in its name.
    .filter((file) => !file.includes('-') && /export (async )?function bench[A-Z]/.test(contentOf(file)))
    .map((file) => file.replace(/\.ts$/, ''));
  const index = contentOf('index.ts');
  expect(benches.length).toBeGreaterThan(10);
  expect(benches.filter((name) => !index.includes(`'${name}',`))).toEqual([]);
});

function contentOf(file: string): string {
  return file.endsWith('.ts') ? readFileSync(new URL(file, folder), 'utf8') : '';
}
