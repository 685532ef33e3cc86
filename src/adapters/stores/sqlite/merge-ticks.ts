import { sliceTable, type TickTable } from './tick-table.ts';

export interface MergedTicks {
  readonly ticks: TickTable;
  readonly stored: number;
  readonly duplicate: number;
}

/** Rows of one time that are compared each with each; more of them are counted by what they say. */
const PAIRWISE_MAX = 32;
/** Marks of the rows of a put, used again by the next. */
let marks = new Uint8Array(0);

/** Rows of one time: of the stored ticks and of the new ones, ends exclusive. */
interface Moment {
  readonly storedStart: number;
  readonly storedEnd: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Two tables in the order of time as one, stored ticks before new ones of the same time. A new row with a sequence is
 * a duplicate when its equal is stored or came before it in `incoming`; the nth such row without a sequence is one
 * when n of them are stored: two trades alike are two trades. Without duplicates among an `existing` of none the
 * answer is `incoming` itself.
 */
export function mergeTicks(existing: TickTable, incoming: TickTable): MergedTicks {
  const isNew = markNew(existing, incoming);
  let stored = 0;
  for (let i = 0; i < incoming.length; i++) stored += isNew[i]!;
  const duplicate = incoming.length - stored;
  if (stored === 0) return { ticks: existing, stored, duplicate };
  if (existing.length === 0 && duplicate === 0) return { ticks: incoming, stored, duplicate };
  const length = existing.length + stored;
  const columns = incoming.columns.map(() => new Float64Array(length));
  const oldTime = existing.columns[0]!;
  const newTime = incoming.columns[0]!;
  let at = 0;
  let before = 0;
  for (let i = 0; i < incoming.length; i++) {
    if (isNew[i] === 0) continue;
    const from = before;
    while (before < existing.length && oldTime[before]! <= newTime[i]!) before++;
    if (before > from) {
      existing.columns.forEach((column, c) => {
        columns[c]!.set(column.subarray(from, before), at);
      });
      at += before - from;
    }
    for (let c = 0; c < columns.length; c++) columns[c]![at] = incoming.columns[c]![i]!;
    at++;
  }
  const rest = sliceTable(existing, before, existing.length);
  rest.columns.forEach((column, c) => {
    columns[c]!.set(column, at);
  });
  return { ticks: { length, columns }, stored, duplicate };
}

function markNew(existing: TickTable, incoming: TickTable): Uint8Array {
  const { length } = incoming;
  if (marks.length < length) marks = new Uint8Array(Math.max(1_024, length * 2));
  const oldTime = existing.columns[0]!;
  const newTime = incoming.columns[0]!;
  let storedEnd = 0;
  for (let start = 0, end = 0; start < length; start = end) {
    const time = newTime[start]!;
    do end++;
    while (end < length && newTime[end] === time);
    while (storedEnd < existing.length && oldTime[storedEnd]! < time) storedEnd++;
    const storedStart = storedEnd;
    while (storedEnd < existing.length && oldTime[storedEnd] === time) storedEnd++;
    const moment = { storedStart, storedEnd, start, end };
    if (storedStart === storedEnd && isAscending(incoming, start, end)) marks.fill(1, start, end);
    else if (storedEnd - storedStart + end - start > PAIRWISE_MAX) markByCount(existing, incoming, moment);
    else markByPair(existing, incoming, moment);
  }
  return marks;
}

/** Whether every row bears a higher sequence than the one before it: then no two are alike. One row alone does. */
function isAscending({ columns }: TickTable, start: number, end: number): boolean {
  const sequence = columns.at(-1)!;
  for (let i = start + 1; i < end; i++) if (!(sequence[i]! > sequence[i - 1]!)) return false;
  return true;
}

function markByPair(existing: TickTable, incoming: TickTable, moment: Moment): void {
  const { storedStart, storedEnd, start, end } = moment;
  const sequence = incoming.columns.at(-1)!;
  for (let i = start; i < end; i++) {
    let before = 0;
    let stored = 0;
    for (let j = start; j < i; j++) if (isEqualRow(incoming, j, incoming, i)) before++;
    for (let j = storedStart; j < storedEnd; j++) if (isEqualRow(existing, j, incoming, i)) stored++;
    marks[i] = isDuplicate(before, stored, sequence[i]!) ? 0 : 1;
  }
}

function markByCount(existing: TickTable, incoming: TickTable, moment: Moment): void {
  const { storedStart, storedEnd, start, end } = moment;
  const sequence = incoming.columns.at(-1)!;
  const stored = new Map<string, number>();
  const before = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (let j = storedStart; j < storedEnd; j++) count(stored, rowKey(existing, j));
  for (let i = start; i < end; i++) {
    const key = rowKey(incoming, i);
    marks[i] = isDuplicate(before.get(key) ?? 0, stored.get(key) ?? 0, sequence[i]!) ? 0 : 1;
    count(before, key);
  }
}

function isDuplicate(before: number, stored: number, sequence: number): boolean {
  return Number.isNaN(sequence) ? before < stored : before + stored > 0;
}

/** From the last column on: sequences tell most rows apart. */
function isEqualRow(a: TickTable, i: number, b: TickTable, j: number): boolean {
  for (let c = a.columns.length - 1; c >= 0; c--)
    if (!Object.is(a.columns[c]![i], b.columns[c]![j])) return false;
  return true;
}

function rowKey({ columns }: TickTable, row: number): string {
  return columns.map((column) => (Object.is(column[row], -0) ? '-0' : String(column[row]))).join(' ');
}
