import { expect, test } from 'vitest';
import type { JournalRecordView } from '#contract/services/journal';
import { mergeRecords } from '../../../src/renderer/panels/journal-panel.tsx';

const records = (from: number, to: number): JournalRecordView[] =>
  Array.from({ length: from - to + 1 }, (_, i) => ({ sequence: from - i }) as JournalRecordView);
const sequences = (list: readonly JournalRecordView[]): number[] => list.map(({ sequence }) => sequence);

test('a newer page that touches the known ones is put before them', () => {
  expect(sequences(mergeRecords(records(5, 3), records(7, 5)))).toEqual([7, 6, 5, 4, 3]);
});

test('a journal that outran the list leaves no gap in it', () => {
  expect(sequences(mergeRecords(records(5, 3), records(9, 7)))).toEqual([9, 8, 7]);
});

test('older pages are put after', () => {
  expect(sequences(mergeRecords(records(5, 3), records(2, 1)))).toEqual([5, 4, 3, 2, 1]);
});
