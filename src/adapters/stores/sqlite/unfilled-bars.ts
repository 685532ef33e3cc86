import type { BarColumns } from '#domain/market/bar';

/**
 * As `allocateBars`, but with whatever was in that memory before: every bar has to be written before the columns are
 * handed on. Zeroing and first touching fresh memory costs as much as decoding does.
 */
export function allocateUnfilledBars(length: number): BarColumns {
  return {
    length,
    time: unfilled(length),
    open: unfilled(length),
    high: unfilled(length),
    low: unfilled(length),
    close: unfilled(length),
    volume: unfilled(length),
  };
}

function unfilled(length: number): Float64Array {
  return new Float64Array(Buffer.allocUnsafeSlow(length * 8).buffer);
}
