import type { BarColumns } from '#domain/market/bar';
import { COLUMN_VALUE_MAX } from './plane-column.ts';
import { RAW } from './raw-column.ts';

const SCALE_MAX = 8;

/** 10ᵏ for every scale k that values may be counted in. */
export const POWERS: readonly number[] = Array.from({ length: SCALE_MAX + 1 }, (_, k) => 10 ** k);

/** The least k ≤ 8 for which all columns are whole multiples of 10⁻ᵏ, with `units` filled accordingly, or RAW. */
export function commonScale(
  values: readonly Float64Array[],
  length: number,
  units: readonly Float64Array[],
): number {
  for (let scale = 0; scale <= SCALE_MAX; scale++) {
    const power = POWERS[scale]!;
    const fits = (column: Float64Array, c: number): boolean =>
      toSmallUnits(column, length, power, units[c]!) || toUnits(column, length, power, units[c]!);
    if (values.every(fits)) return scale;
  }
  return RAW;
}

/** As {@link toUnits} for units from 0 to 2³¹, three times faster; false also when another value is among them. */
function toSmallUnits(values: Float64Array, length: number, power: number, units: Float64Array): boolean {
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    const unit = (value * power + 0.5) | 0;
    if (unit / power !== value || (unit === 0 && Object.is(value, -0))) return false;
    units[i] = unit;
  }
  return true;
}

/** Fills `units` with `values` × `power` and answers whether dividing again gives every value back bit for bit. */
function toUnits(values: Float64Array, length: number, power: number, units: Float64Array): boolean {
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    const unit = Math.round(value * power);
    if (unit / power !== value || unit > COLUMN_VALUE_MAX || unit < -COLUMN_VALUE_MAX) return false;
    if (unit === 0 && Object.is(value, -0)) return false;
    units[i] = unit;
  }
  return true;
}

/**
 * Turns gap (in `open`), wicks (in `high` and `low`) and move (in `close`) into prices, in place, `power` units each 1.
 * The gap is open less the close before (0 before the first), the move close less open, the wicks reach beyond the body.
 */
export function restorePrices(target: BarColumns, offset: number, length: number, power: number): void {
  const { open, high, low, close } = target;
  let before = 0;
  for (let i = offset; i < offset + length; i++) {
    const opening = before + open[i]!;
    const closing = opening + close[i]!;
    open[i] = opening / power;
    close[i] = closing / power;
    high[i] = ((opening > closing ? opening : closing) + high[i]!) / power;
    low[i] = ((opening < closing ? opening : closing) - low[i]!) / power;
    before = closing;
  }
}
