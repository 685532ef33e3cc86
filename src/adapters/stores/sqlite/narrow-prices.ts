import type { BarColumns } from '#domain/market/bar';
import {
  type PlaneColumn,
  type PlaneReader,
  type PlaneWriter,
  readNarrowPlanes,
  takePlanes,
  writeNarrowPlanes,
} from './plane-column.ts';
import { POWERS } from './price-scale.ts';

/** Units below this keep every sum of prices and differences within 32 bits. */
const UNITS_MAX = 2 ** 28;

type IntegerColumns = [Int32Array, Int32Array, Int32Array, Int32Array];

let units = integerColumns(0);
let zeros = new Uint8Array(0);

function integerColumns(length: number): IntegerColumns {
  return [new Int32Array(length), new Int32Array(length), new Int32Array(length), new Int32Array(length)];
}

/**
 * Writes scale, kind and four columns of prices that are whole multiples of 10⁻ᵏ (k ≤ 8), from 0 to below 2²⁸ of them:
 * the gap from the close before to the open, the move from open to close, high and low as wicks beyond the two. Writes
 * nothing and answers false for other prices.
 */
export function writeNarrowPrices(writer: PlaneWriter, bars: BarColumns): boolean {
  const { length } = bars;
  if (units[0].length < length) units = integerColumns(length * 2);
  const scale = POWERS.findIndex((power) => countPrices(bars, power));
  if (scale < 0) return false;
  writer.packed[writer.at++] = scale;
  writer.packed[writer.at++] = 1;
  const [opens, closes, highs, lows] = units;
  let before = 0;
  // All bits that a column needs, and below zero when one of its values is.
  let [gapBits, moveBits, upperBits, lowerBits] = [0, 0, 0, 0];
  let [gapSigns, moveSigns, upperSigns, lowerSigns] = [0, 0, 0, 0];
  for (let i = 0; i < length; i++) {
    const opening = opens[i]!;
    const closing = closes[i]!;
    const gap = (opening - before) | 0;
    const move = (closing - opening) | 0;
    const down = move & (move >> 31);
    const upper = (highs[i]! - closing + down) | 0;
    const lower = (opening + down - lows[i]!) | 0;
    gapBits |= gap ^ (gap >> 31);
    moveBits |= move ^ (move >> 31);
    upperBits |= upper ^ (upper >> 31);
    lowerBits |= lower ^ (lower >> 31);
    gapSigns |= gap;
    moveSigns |= move;
    upperSigns |= upper;
    lowerSigns |= lower;
    opens[i] = gap;
    closes[i] = move;
    highs[i] = upper;
    lows[i] = lower;
    before = closing;
  }
  writeNarrowPlanes(writer, opens, length, gapBits, gapSigns < 0);
  writeNarrowPlanes(writer, closes, length, moveBits, moveSigns < 0);
  writeNarrowPlanes(writer, highs, length, upperBits, upperSigns < 0);
  writeNarrowPlanes(writer, lows, length, lowerBits, lowerSigns < 0);
  return true;
}

/** As {@link writeNarrowPrices} for a single column of such values, without a kind and as they are. */
export function writeNarrowVolumes(writer: PlaneWriter, volume: Float64Array, length: number): boolean {
  if (units[0].length < length) units = integerColumns(length * 2);
  let bits = -1;
  const scale = POWERS.findIndex((power) => {
    bits = countUnits(volume, length, power, units[0]);
    return isNarrow(bits);
  });
  if (scale < 0) return false;
  writer.packed[writer.at++] = scale;
  writeNarrowPlanes(writer, units[0], length, bits, false);
  return true;
}

function countPrices({ open, high, low, close, length }: BarColumns, power: number): boolean {
  return (
    isNarrow(countUnits(open, length, power, units[0])) &&
    isNarrow(countUnits(close, length, power, units[1])) &&
    isNarrow(countUnits(high, length, power, units[2])) &&
    isNarrow(countUnits(low, length, power, units[3]))
  );
}

/** Fills `counted` with `values` × `power` and answers all bits in use; -1 when a value does not come back bit for bit. */
function countUnits(values: Float64Array, length: number, power: number, counted: Int32Array): number {
  let bits = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    const unit = (value * power + 0.5) | 0;
    if (unit / power !== value || (unit === 0 && Object.is(value, -0))) return -1;
    bits |= unit;
    counted[i] = unit;
  }
  return bits;
}

function isNarrow(bits: number): boolean {
  return bits >= 0 && bits < UNITS_MAX;
}

/** Reads the columns that {@link writeNarrowPrices} wrote, behind scale and kind, into `target` from `offset` on. */
export function readNarrowPrices(
  reader: PlaneReader,
  target: BarColumns,
  offset: number,
  length: number,
  scale: number,
): void {
  const gaps = takePlanes(reader, length);
  const moves = takePlanes(reader, length);
  const upper = takePlanes(reader, length);
  const lower = takePlanes(reader, length);
  if ([gaps, moves, upper, lower].every(({ planes }) => planes.length <= 2))
    restoreFromPlanes(gaps, moves, upper, lower, target, offset, length, POWERS[scale]!);
  else restoreFromIntegers(gaps, moves, upper, lower, target, offset, length, POWERS[scale]!);
}

/** From two planes each, which is what most prices come in, in one pass. */
function restoreFromPlanes(
  gaps: PlaneColumn,
  moves: PlaneColumn,
  upper: PlaneColumn,
  lower: PlaneColumn,
  { open, high, low, close }: BarColumns,
  offset: number,
  length: number,
  power: number,
): void {
  if (zeros.length < length) zeros = new Uint8Array(length * 2);
  const [gap0 = zeros, gap1 = zeros] = gaps.planes;
  const [move0 = zeros, move1 = zeros] = moves.planes;
  const [upper0 = zeros, upper1 = zeros] = upper.planes;
  const [lower0 = zeros, lower1 = zeros] = lower.planes;
  // 1 undoes a zig-zag and 0 leaves what never was one.
  const gapSign = Number(gaps.isSigned);
  const moveSign = Number(moves.isSigned);
  const upperSign = Number(upper.isSigned);
  const lowerSign = Number(lower.isSigned);
  let before = 0;
  for (let i = 0; i < length; i++) {
    const gap = gap0[i]! | (gap1[i]! << 8);
    const opening = (before + ((gap >>> gapSign) ^ -(gap & gapSign))) | 0;
    const coded = move0[i]! | (move1[i]! << 8);
    const move = (coded >>> moveSign) ^ -(coded & moveSign);
    // Without a branch: which of open and close is higher is chance.
    const down = move & (move >> 31);
    const closing = (opening + move) | 0;
    const above = upper0[i]! | (upper1[i]! << 8);
    const below = lower0[i]! | (lower1[i]! << 8);
    open[offset + i] = opening / power;
    close[offset + i] = closing / power;
    high[offset + i] = ((closing - down + ((above >>> upperSign) ^ -(above & upperSign))) | 0) / power;
    low[offset + i] = ((opening + down - ((below >>> lowerSign) ^ -(below & lowerSign))) | 0) / power;
    before = closing;
  }
}

function restoreFromIntegers(
  gaps: PlaneColumn,
  moves: PlaneColumn,
  upper: PlaneColumn,
  lower: PlaneColumn,
  { open, high, low, close }: BarColumns,
  offset: number,
  length: number,
  power: number,
): void {
  if (units[0].length < length) units = integerColumns(length * 2);
  for (const [index, column] of [gaps, moves, upper, lower].entries())
    readNarrowPlanes(column, units[index]!, length);
  let before = 0;
  for (let i = 0; i < length; i++) {
    const opening = (before + units[0][i]!) | 0;
    const move = units[1][i]!;
    const down = move & (move >> 31);
    const closing = (opening + move) | 0;
    open[offset + i] = opening / power;
    close[offset + i] = closing / power;
    high[offset + i] = ((closing - down + units[2][i]!) | 0) / power;
    low[offset + i] = ((opening + down - units[3][i]!) | 0) / power;
    before = closing;
  }
}
