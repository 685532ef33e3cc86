import { IndicatorsSync } from '@ixjb94/indicators';
import * as indicatorts from 'indicatorts';
import * as tradingSignals from 'trading-signals';
import { findIndicator, INDICATORS, resolveParameters } from '#domain/indicators/catalog';
import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '#domain/indicators/indicator';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { createSeededRandom } from '#domain/values/seeded-random';
import { type BenchRow, median } from './bench-row.ts';
import { HAND_LOOPS } from './support/hand-indicators.ts';

const BARS = 1_000_000;
const CATALOG_BARS = 100_000;
const ROUNDS = 9;
const TOLERANCE = 1e-6;

/** Times of several works, round by round. */
type Rounds<Name extends string> = Readonly<Record<Name, number[]>>;

interface Subject {
  readonly name: string;
  readonly parameters: ParameterValues;
  readonly streamGoalNs: number;
}

const SUBJECTS: readonly Subject[] = [
  { name: 'sma', parameters: { period: 20 }, streamGoalNs: 6 },
  { name: 'ema', parameters: { period: 20 }, streamGoalNs: 6 },
  { name: 'rsi', parameters: { period: 14 }, streamGoalNs: 6 },
  { name: 'macd', parameters: {}, streamGoalNs: 6 },
  { name: 'bbands', parameters: { period: 20, deviations: 2 }, streamGoalNs: 12 },
  { name: 'atr', parameters: { period: 14 }, streamGoalNs: 6 },
];

/** A seeded walk that is drawn back to 100, so that prices stay prices over a million bars. */
function walk(count: number, seed: number): BarColumns {
  const random = createSeededRandom(seed);
  const bars = allocateBars(count);
  let close = 100;
  for (let i = 0; i < count; i++) {
    const open = close;
    close = open * (1 + random.nextNormal() * 0.01) + (100 - open) * 0.001;
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close) * (1 + random.next() * 0.01);
    bars.low[i] = Math.min(open, close) * (1 - random.next() * 0.01);
    bars.volume[i] = random.nextInteger(0, 1_000_000);
  }
  return bars;
}

/** What a library computes: newest value of the main output, and the work timed. */
type Peer = (bars: PlainBars) => number;

interface PlainBars {
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
}

const own = new IndicatorsSync();

/**
 * Libraries by indicator; each takes plain arrays made before. indicatorts averages the true range plainly, so it has no
 * average true range here. technicalindicators is left out: it brings a type package of 2017 into the tree.
 */
const PEERS: Readonly<Record<string, Readonly<Record<string, Peer>>>> = {
  sma: {
    indicatorts: ({ close }) => indicatorts.sma(close, { period: 20 }).at(-1)!,
    ixjb94: ({ close }) => own.sma(close, 20).at(-1)!,
    'trading-signals': ({ close }) => fed(new tradingSignals.SMA(20), close),
  },
  ema: {
    indicatorts: ({ close }) => indicatorts.ema(close, { period: 20 }).at(-1)!,
    ixjb94: ({ close }) => own.ema(close, 20).at(-1)!,
    'trading-signals': ({ close }) => fed(new tradingSignals.EMA(20), close),
  },
  rsi: {
    indicatorts: ({ close }) => indicatorts.rsi(close, { period: 14 }).at(-1)!,
    ixjb94: ({ close }) => own.rsi(close, 14).at(-1)!,
    'trading-signals': ({ close }) => fed(new tradingSignals.RSI(14), close),
  },
  macd: {
    indicatorts: ({ close }) => indicatorts.macd(close, { fast: 12, slow: 26, signal: 9 }).macdLine.at(-1)!,
    ixjb94: ({ close }) => own.macd(close, 12, 26, 9)[0]!.at(-1)!,
  },
  bbands: {
    indicatorts: ({ close }) => indicatorts.bb(close, { period: 20 }).upper.at(-1)!,
    ixjb94: ({ close }) => Math.max(...own.bbands(close, 20, 2).map((column) => column.at(-1)!)),
  },
  atr: {
    ixjb94: ({ high, low, close }) => own.atr(high, low, close, 14).at(-1)!,
  },
};

function fed(indicator: { add(value: number): number | null }, close: readonly number[]): number {
  let last = Number.NaN;
  for (const value of close) last = indicator.add(value) ?? Number.NaN;
  return last;
}

/** Six indicators beside hand-written loops and libraries, streamed and over columns; and the whole catalog once. */
export function benchIndicators(): BenchRow[] {
  const bars = walk(BARS, 5);
  const plain = { high: [...bars.high], low: [...bars.low], close: [...bars.close] };
  const rows: BenchRow[] = [];
  const freshGains: number[] = [];
  const keptGains: number[] = [];
  for (const subject of SUBJECTS) {
    const definition = findIndicator(subject.name)!;
    const parameters = resolveParameters(definition, subject.parameters);
    const hand = HAND_LOOPS[subject.name]!;
    const stream = streamLoop(subject.name);
    requireEqual(`${subject.name} by hand`, definition.batch(bars, parameters)[0]!, hand(bars)[0]!.at(-1)!);
    requireEqual(
      `${subject.name} streamed`,
      definition.batch(bars, parameters)[0]!,
      stream(definition.stream(parameters), bars),
    );
    const rounds = interleaved({
      batch: () => definition.batch(bars, parameters),
      hand: () => hand(bars),
      stream: () => stream(definition.stream(parameters), bars),
    });
    rows.push({
      name: `${subject.name}, batch`,
      value: median(rounds.batch) / BARS,
      unit: 'ns/bar',
      baseline: median(rounds.hand) / BARS,
      ratio: median(rounds.batch.map((time, i) => time / rounds.hand[i]!)),
      against: 'loop by hand',
      goal: 'at most 1.25×',
    });
    rows.push({
      name: `${subject.name}, streamed`,
      value: median(rounds.stream) / BARS,
      unit: 'ns/bar',
      goal: `at most ${subject.streamGoalNs} ns`,
    });
    const { fresh, kept } = againstLibraries({ subject, definition, parameters, bars, plain });
    freshGains.push(fresh.ratio!);
    keptGains.push(kept.ratio!);
    rows.push(fresh, kept);
  }
  rows.push(
    {
      name: 'geometric mean of the six, fresh columns, against the best library of each',
      value: geometricMean(freshGains),
      unit: '×',
      goal: 'at least 7×',
    },
    {
      name: '… into columns of the caller; libraries have no such form',
      value: geometricMean(keptGains),
      unit: '×',
    },
  );
  rows.push(wholeCatalog(walk(CATALOG_BARS, 5)));
  return rows;
}

function againstLibraries(options: {
  subject: Subject;
  definition: IndicatorDefinition;
  parameters: ParameterValues;
  bars: BarColumns;
  plain: PlainBars;
}): { readonly fresh: BenchRow; readonly kept: BenchRow } {
  const { subject, definition, parameters, bars, plain } = options;
  const peers = PEERS[subject.name]!;
  for (const [name, peer] of Object.entries(peers))
    requireEqual(`${subject.name} of ${name}`, definition.batch(bars, parameters)[0]!, peer(plain));
  const columns = definition.batch(bars, parameters);
  const rounds: Rounds<string> = interleaved<string>({
    fresh: () => definition.batch(bars, parameters),
    kept: () => definition.batch(bars, parameters, columns),
    ...Object.fromEntries(Object.entries(peers).map(([name, peer]) => [name, () => peer(plain)])),
  });

  const [best] = Object.keys(peers).sort((a, b) => median(rounds[a]!) - median(rounds[b]!));
  const row = (form: 'fresh' | 'kept', what: string): BenchRow => ({
    name: `${subject.name}, batch, ${what}`,
    value: median(rounds[form]!) / BARS,
    unit: 'ns/bar',
    baseline: median(rounds[best!]!) / BARS,
    ratio: median(rounds[best!]!.map((time, i) => time / rounds[form]![i]!)),
    against: `${best}, times as fast as it`,
  });
  return { fresh: row('fresh', 'fresh columns'), kept: row('kept', "the caller's columns") };
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Every indicator with its defaults, one after the other, over columns. */
function wholeCatalog(bars: BarColumns): BenchRow {
  const times = INDICATORS.map((definition) => {
    const parameters = resolveParameters(definition, {});
    return median(interleaved({ batch: () => definition.batch(bars, parameters) }, 3).batch) / bars.length;
  });
  return {
    name: `median of all ${INDICATORS.length} indicators, batch`,
    value: median(times),
    unit: 'ns/bar',
    baseline: Math.max(...times),
    against: `the slowest, ${INDICATORS[times.indexOf(Math.max(...times))]!.slug}`,
  };
}

/** Nanoseconds of each work, round by round, in turn. */
function interleaved<Name extends string>(
  works: Readonly<Record<Name, () => unknown>>,
  rounds = ROUNDS,
): Rounds<Name> {
  const names = Object.keys(works) as Name[];
  const times = Object.fromEntries(names.map((name): [string, number[]] => [name, []])) as Record<
    Name,
    number[]
  >;
  for (let round = -2; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      works[name]();
      const took = (performance.now() - start) * 1e6;
      if (round >= 0) times[name].push(took);
    }
  }
  return times;
}

type StreamLoop = (indicator: IndicatorStream, bars: BarColumns) => number;

/**
 * A loop over one indicator's stream that answers its newest main value. Each subject has a copy of its own, compiled
 * for its class alone, as a strategy's own call is; a shared one would time the dispatch among six classes. The name is in
 * the text because functions of one text share what the compiler learns of them.
 */
function streamLoop(name: string): StreamLoop {
  return new Function(
    'indicator',
    'bars',
    `// ${name}
     const { open, high, low, close, volume, length } = bars;
     for (let i = 0; i < length; i++) indicator.next(open[i], high[i], low[i], close[i], volume[i]);
     return indicator.values[0];`,
  ) as StreamLoop;
}

function requireEqual(name: string, column: Float64Array, other: number): void {
  const ours = column.at(-1)!;
  if (!(Math.abs(ours - other) <= TOLERANCE * Math.max(1, Math.abs(ours))))
    throw new Error(`${name} ends at ${other}, ours at ${ours}`);
}

if (import.meta.main) console.table(benchIndicators());
