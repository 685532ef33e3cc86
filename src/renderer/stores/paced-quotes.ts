import { onQuote } from './quotes.ts';

/** Symbols written in one frame at least, however slow frames are. */
const ROWS_MIN = 3;
const ROWS_MAX = 400;
/** What writing, laying out and painting may take of a frame of 16.7 ms: the rest of the screen needs its share. */
const COST_MS = 6;

interface Row {
  readonly writes: Set<() => void>;
  off: () => void;
}

const rows = new Map<string, Row>();
/** In the order they changed: who waited longest is written first. */
const due = new Set<string>();
let allowance = 20;
let isScheduled = false;

/**
 * Calls `write` in a frame after the symbol's quote changed, until the returned function is called. Where drawing
 * takes longer than a frame, fewer symbols are written in each, in turn, and each then with its newest quote: prices
 * are drawn less often, frames are not.
 */
export function onPacedQuote(symbol: string, write: () => void): () => void {
  let row = rows.get(symbol);
  if (row === undefined) {
    row = { writes: new Set(), off: onQuote(symbol, () => mark(symbol)) };
    rows.set(symbol, row);
  }
  const { writes, off } = row;
  writes.add(write);
  return () => {
    writes.delete(write);
    if (writes.size > 0 || rows.get(symbol)?.writes !== writes) return;
    off();
    rows.delete(symbol);
    due.delete(symbol);
  };
}

/** How many symbols the next frame may write, after one that took `costMs` for as many as it might. */
export function nextAllowance(current: number, costMs: number): number {
  if (costMs > COST_MS) return Math.max(ROWS_MIN, Math.floor(current * Math.max(0.4, COST_MS / costMs)));
  return costMs < COST_MS * 0.6 ? Math.min(ROWS_MAX, current + 1) : current;
}

function mark(symbol: string): void {
  due.add(symbol);
  schedule();
}

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(writeDue);
}

function writeDue(): void {
  const started = performance.now();
  isScheduled = false;
  let left = allowance;
  for (const symbol of due) {
    if (left-- === 0) break;
    due.delete(symbol);
    for (const write of rows.get(symbol)?.writes ?? []) write();
  }
  const isFull = left < 0;
  // A message is handled after the frame is laid out and painted, so it tells what all of that took.
  const after = new MessageChannel();
  after.port1.onmessage = () => {
    after.port1.close();
    const costMs = performance.now() - started;
    if (isFull || costMs > COST_MS) allowance = nextAllowance(allowance, costMs);
  };
  after.port2.postMessage(null);
  if (due.size > 0) schedule();
}
