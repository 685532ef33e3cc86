import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { indicatorTables, MARKER } from '../../../scripts/list-indicators.ts';

it('the page of indicators lists what the catalog holds; node scripts/list-indicators.ts writes it anew', () => {
  const page = readFileSync(new URL('../../../docs/concepts/indicators.md', import.meta.url), 'utf8');
  expect(page.split(MARKER)[1]!.trim()).toBe(indicatorTables().trim());
});
