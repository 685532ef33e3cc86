import { conventionParameter } from '../parameters.ts';

interface Session {
  readonly high: number;
  readonly low: number;
  readonly open: number;
  readonly close: number;
  /** First price of the running session. */
  readonly currentOpen: number;
}

/** Outputs of {@link writePivotLevels}, in its order. */
export const PIVOT_LEVELS = ['pivot', 'r1', 's1', 'r2', 's2', 'r3', 's3', 'r4', 's4'] as const;

/** Which levels are meant. */
export const PIVOT_METHOD = conventionParameter({
  name: 'method',
  label: 'Method (0 standard, 1 Fibonacci, 2 Camarilla, 3 Woodie, 4 DeMark)',
  default: 0,
  maximum: 4,
});

/**
 * Writes pivot, r1, s1 to r4, s4 from the session before. Methods: 0 standard (floor traders'), 1 Fibonacci, 2 Camarilla,
 * about the close and alone with a fourth level, 3 Woodie, 4 DeMark, with one level a side; the rest is NaN.
 */
export function writePivotLevels(session: Session, method: number, values: Float64Array): void {
  const { high, low, close, currentOpen } = session;
  const range = high - low;
  values.fill(Number.NaN);
  const pivot = method === 3 ? (high + low + 2 * currentOpen) / 4 : (high + low + close) / 3;
  values[0] = pivot;
  if (method === 1) writeAround(values, pivot, range, FIBONACCI);
  else if (method === 2) {
    values[0] = close;
    writeAround(values, close, range, CAMARILLA);
  } else if (method === 4) writeDeMark(session, values);
  else {
    values[1] = 2 * pivot - low;
    values[2] = 2 * pivot - high;
    values[3] = pivot + range;
    values[4] = pivot - range;
    values[5] = high + 2 * (pivot - low);
    values[6] = low - 2 * (high - pivot);
  }
}

const FIBONACCI = [0.382, 0.618, 1] as const;
const CAMARILLA = [1.1 / 12, 1.1 / 6, 1.1 / 4, 1.1 / 2] as const;

function writeAround(values: Float64Array, centre: number, range: number, shares: readonly number[]): void {
  for (let i = 0; i < shares.length; i++) {
    values[1 + 2 * i] = centre + shares[i]! * range;
    values[2 + 2 * i] = centre - shares[i]! * range;
  }
}

function writeDeMark({ open, high, low, close }: Session, values: Float64Array): void {
  let sum = high + low + 2 * close;
  if (close < open) sum = high + 2 * low + close;
  else if (close > open) sum = 2 * high + low + close;
  values[0] = sum / 4;
  values[1] = sum / 2 - low;
  values[2] = sum / 2 - high;
}
