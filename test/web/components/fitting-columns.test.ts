import { expect, test } from 'vitest';
import { columnsThatFit } from '../../../src/renderer/components/fitting-columns.ts';

const columns = [{ width: 'minmax(126px, 3fr)' }, { width: '52px' }, { width: '48px' }, { width: '112px' }];

// Catches a last column that is cut in the middle of its values.
test.each([
  [400, 4],
  [346, 4],
  [345, 3],
  [256, 3],
  [200, 2],
  [20, 1],
])('a table of %i pixels has %i whole columns', (width, count) => {
  expect(columnsThatFit(columns, width, 8)).toHaveLength(count);
});
