import { expect, test } from 'vitest';
import { columnsThatFit, withoutOptional } from '../../../src/renderer/components/fitting-columns.ts';

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

// Catches buttons at the end of a row that are out of sight behind a text that could go.
test('what is optional goes from the end, until the rest has room', () => {
  const [time, size, why, actions] = columns;
  const some = [time!, { ...size!, isOptional: true }, { ...why!, isOptional: true }, actions!];
  const widths = (width: number) => withoutOptional(some, width, 8).map((column) => column.width);
  expect(widths(346)).toHaveLength(4);
  expect(widths(345)).toEqual([time?.width, size?.width, actions?.width]);
  expect(widths(100)).toEqual([time?.width, actions?.width]);
});
