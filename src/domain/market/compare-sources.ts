import { type Bar, type BarColumns, barAt } from './bar.ts';
import { judgeByContinuity, priceContinuity } from './price-continuity.ts';
import { localScales, type ScaleStretch, scaleStretches } from './scale-stretches.ts';

/** Bars of one series as one source has them. */
export interface SourceBars {
  readonly source: string;
  readonly bars: BarColumns;
}

/**
 * `odd`: the sources named differ from the others, which agree, or break with their neighbours; `undecided`: they
 * differ and nothing tells who is right.
 */
export type DisagreementVerdict = 'odd' | 'undecided';

/** One bar that sources do not agree on. */
export interface BarDisagreement {
  readonly time: number;
  readonly verdict: DisagreementVerdict;
  /** The sources that are not to be trusted there: one or more when `odd`, all when `undecided`. */
  readonly suspects: readonly string[];
  readonly fields: readonly PriceField[];
  /** The largest relative difference from the middle of all, on one scale. */
  readonly deviation: number;
  /** As each source has it, unscaled; sources that lack the bar are left out. */
  readonly values: readonly { readonly source: string; readonly bar: Bar }[];
}

/** Bars that other sources have and this one lacks, one after the other. */
export interface MissingStretch {
  readonly source: string;
  /** Both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
}

export interface SourceComparison {
  /** Bars that at least two sources have. */
  readonly compared: number;
  readonly agreed: number;
  /** Oldest first. */
  readonly disagreements: readonly BarDisagreement[];
  /** Within the first and last bar of each source. */
  readonly missing: readonly MissingStretch[];
  readonly scales: readonly ScaleStretch[];
  /** Relative difference that is still agreement, by field. */
  readonly tolerance: Readonly<Record<PriceField, number>>;
}

export const PRICE_FIELDS = ['open', 'high', 'low', 'close'] as const;
export type PriceField = (typeof PRICE_FIELDS)[number];

export interface CompareOptions {
  /** Relative differences below it are agreement in any case: of no matter. */
  readonly toleranceMin?: number;
  /** Relative differences above it are disagreement in any case. */
  readonly toleranceMax?: number;
}

/** Differences are learnt from this share of them: less than a tenth of all bars may be wrong. */
const USUAL_SHARE = 0.9;
/** Six standard deviations, told in the 90 % quantile of normal differences. */
const SPREADS = 6 / 1.645;
/** A price that one source rounds up and another down; a little more, for sums of binary fractions. */
const TICKS = 1.01;

/**
 * Compares bars of one series as several sources have them, price by price. Prices are brought to the scale of the
 * first source: a split or dividend that one of them holds is told as a stretch of another scale. How far sources may
 * stand apart is learnt from how far they usually do. With three sources or more the one apart from the middle (the
 * median) is named, with two the one that breaks with its neighbours. Volumes are not compared: vendors count
 * different venues. A zero, negative or missing price never agrees.
 */
export function compareSources(
  sources: readonly SourceBars[],
  options: CompareOptions = {},
): SourceComparison {
  const { times, rows } = align(sources);
  const scales = sources.map(({ bars }, s) =>
    s === 0
      ? new Float64Array(times.length).fill(1)
      : localScales(closeRatios(sources[0]!.bars, rows[0]!, bars, rows[s]!)),
  );
  fillScales(scales);
  const price = (s: number, i: number, field: PriceField): number => {
    const at = rows[s]![i]!;
    return at < 0 ? Number.NaN : sources[s]!.bars[field][at]! / scales[s]![i]!;
  };
  const tick = sources.map(({ bars }) => priceStep(bars.close));
  const step = (s: number, i: number): number => tick[s]! / scales[s]![i]!;
  const tolerance = tolerances(sources.length, times.length, price, options);
  const continuity = sources.length === 2 ? sources.map(({ bars }) => priceContinuity(bars)) : [];
  const disagreements: BarDisagreement[] = [];
  let compared = 0;
  for (let i = 0; i < times.length; i++) {
    const present = sources.map((_, s) => s).filter((s) => rows[s]![i]! >= 0);
    if (present.length < 2) continue;
    compared++;
    const rounding = Math.max(...present.map((s) => step(s, i)));
    const found = judge(present, (s, field) => price(s, i, field), tolerance, TICKS * rounding);
    if (found.apart.length === 0) continue;
    const isClear = found.apart.length * 2 < present.length;
    const broken =
      isClear || present.length !== 2
        ? undefined
        : judgeByContinuity(continuity, [rows[0]![i]!, rows[1]![i]!], found.fields);
    const odd = isClear ? found.apart : broken === undefined ? [] : [broken];
    disagreements.push({
      time: times[i]!,
      verdict: odd.length > 0 ? 'odd' : 'undecided',
      suspects: (odd.length > 0 ? odd : present).map((s) => sources[s]!.source),
      fields: found.fields,
      deviation: found.deviation,
      values: present.map((s) => ({
        source: sources[s]!.source,
        bar: barAt(sources[s]!.bars, rows[s]![i]!),
      })),
    });
  }
  return {
    compared,
    agreed: compared - disagreements.length,
    disagreements,
    missing: sources.flatMap(({ source }, s) => missingStretches(source, times, rows[s]!)),
    scales: sources.flatMap(({ source }, s) => scaleStretches(source, times, scales[s]!)),
    tolerance,
  };
}

/** All times there are, ascending, and where each source has them; −1 where it does not. */
function align(sources: readonly SourceBars[]): { times: Float64Array; rows: Int32Array[] } {
  const times = Float64Array.from(new Set(sources.flatMap(({ bars }) => Array.from(bars.time)))).sort();
  const rows = sources.map(({ bars }) => {
    let next = 0;
    return Int32Array.from(times, (time) => (bars.time[next] === time ? next++ : -1));
  });
  return { times, rows };
}

function closeRatios(
  first: BarColumns,
  firstRows: Int32Array,
  other: BarColumns,
  otherRows: Int32Array,
): Float64Array {
  return Float64Array.from(firstRows, (at, i) => {
    const ratio = at < 0 || otherRows[i]! < 0 ? Number.NaN : other.close[otherRows[i]!]! / first.close[at]!;
    return ratio > 0 ? ratio : Number.NaN;
  });
}

/** Bars that the first source lacks have the scale of the bar before, or of the first that has one. */
function fillScales(scales: readonly Float64Array[]): void {
  for (const column of scales) {
    let last = column.find((scale) => !Number.isNaN(scale)) ?? 1;
    for (let i = 0; i < column.length; i++) {
      if (Number.isNaN(column[i])) column[i] = last;
      else last = column[i]!;
    }
  }
}

function tolerances(
  sources: number,
  length: number,
  price: (source: number, i: number, field: PriceField) => number,
  { toleranceMin = 2e-4, toleranceMax = 0.005 }: CompareOptions,
): Record<PriceField, number> {
  const of = (field: PriceField): number => {
    const apart: number[] = [];
    for (let s = 1; s < sources; s++) {
      for (let i = 0; i < length; i++) {
        const difference = Math.abs(price(s, i, field) / price(0, i, field) - 1);
        if (Number.isFinite(difference)) apart.push(difference);
      }
    }
    const usual = apart.sort((a, b) => a - b)[Math.floor(apart.length * USUAL_SHARE)] ?? 0;
    return Math.min(toleranceMax, Math.max(toleranceMin, SPREADS * usual));
  };
  return { open: of('open'), high: of('high'), low: of('low'), close: of('close') };
}

function judge(
  present: readonly number[],
  price: (source: number, field: PriceField) => number,
  tolerance: Record<PriceField, number>,
  rounding: number,
): { apart: number[]; fields: PriceField[]; deviation: number } {
  const apart = new Set<number>();
  const fields: PriceField[] = [];
  let deviation = 0;
  for (const field of PRICE_FIELDS) {
    const prices = present.map((s) => price(s, field));
    const sound = prices
      .filter((value) => value > 0 && value < Number.POSITIVE_INFINITY)
      .sort((a, b) => a - b);
    const middle = ((sound[(sound.length - 1) >> 1] ?? 1) + (sound[sound.length >> 1] ?? 1)) / 2;
    // Two that differ stand half their difference from their middle.
    const reach = Math.max(tolerance[field], rounding / middle) / (present.length === 2 ? 2 : 1);
    let isApart = false;
    for (const [k, s] of present.entries()) {
      const difference = prices[k]! > 0 ? Math.abs(prices[k]! / middle - 1) : Number.POSITIVE_INFINITY;
      if (difference <= reach) continue;
      isApart = true;
      apart.add(s);
      deviation = Math.max(deviation, Number.isFinite(difference) ? difference : 1);
    }
    if (isApart) fields.push(field);
  }
  return { apart: [...apart], fields, deviation };
}

/** The decimal step that nearly all prices are a multiple of, 0.000001 at least; 0 when they are none's. */
function priceStep(prices: Float64Array): number {
  for (let decimals = 0; decimals <= 6; decimals++) {
    const scale = 10 ** decimals;
    const off = prices.reduce(
      (count, price) => count + (Math.abs(price * scale - Math.round(price * scale)) > 1e-4 ? 1 : 0),
      0,
    );
    if (off <= prices.length * 0.02) return 1 / scale;
  }
  return 0;
}

function missingStretches(source: string, times: Float64Array, rows: Int32Array): MissingStretch[] {
  const stretches: { source: string; from: number; to: number; bars: number }[] = [];
  const first = rows.findIndex((at) => at >= 0);
  const last = rows.indexOf(rows.reduce((most, at) => Math.max(most, at), -1));
  for (let i = first; i < last; i++) {
    if (rows[i]! >= 0) continue;
    const time = times[i]!;
    const open = rows[i - 1]! < 0 ? stretches.at(-1) : undefined;
    if (open) {
      open.to = time;
      open.bars++;
    } else stretches.push({ source, from: time, to: time, bars: 1 });
  }
  return stretches;
}
