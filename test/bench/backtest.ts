import type { BacktestOptions } from '#contract/services/backtests';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { timeframeMs } from '#domain/market/timeframe';
import { smaCrossover } from '#domain/strategies/sma-crossover';
import { createSeededRandom } from '#domain/values/seeded-random';
import { runBacktest } from '#engine/simulation/run-backtest';
import {
  type CrossoverRules,
  type EngineOutcome,
  fusedBacktest,
  objectQueueBacktest,
} from './backtest-engines.ts';
import { type BenchRow, median } from './bench-row.ts';

const ROUNDS = 11;
/** Rounds before them that are not counted: until then the compiler is still at work on the largest of the engines. */
const WARM_UPS = 4;
/**
 * A fee at which the account survives some 39,000 fills, so that eight decimals of cash still mean something, and cash
 * of which every unit fits float64: above 90 million the ledger goes on in bigint.
 */
const RULES: CrossoverRules = { fast: 10, slow: 30, cash: 1e7, fee: 0.00005 };

/** A seeded random walk of minute bars; eight decimals, so that two averages never tie. */
export function walk(length: number, seed = 42): BarColumns {
  const random = createSeededRandom(seed);
  const bars = allocateBars(length);
  const exact = (price: number) => Math.round(price * 1e8) / 1e8;
  let price = 100;
  for (let i = 0; i < length; i++) {
    const open = exact(price * (1 + 0.0001 * random.nextNormal()));
    const close = exact(open * (1 + 0.001 * random.nextNormal()));
    bars.time[i] = i * 60_000;
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close);
    bars.low[i] = Math.min(open, close);
    bars.volume[i] = 100;
    price = close;
  }
  return bars;
}

/** Far enough away that every order passes, near enough that each is judged. */
const LIMITS = {
  positionPctMax: 100,
  grossExposurePctMax: 200,
  orderPctMax: 100,
  priceCollarPct: 50,
  dailyLossPctMax: 100,
  riskPerTradePct: 1,
};

function productOptions({ cash, fee }: CrossoverRules): BacktestOptions {
  return {
    strategy: smaCrossover.slug,
    parameters: {},
    cash,
    commission: fee,
    direction: 'long',
    units: 'fractional',
    fill: 'next-open',
    closeAtEnd: 'none',
    size: 1,
    account: { limits: LIMITS },
  };
}

/** The whole product: orders, risk limits, exact ledger, trades, order list hash, statistics and the thinned curve. */
function product(bars: BarColumns, rules: CrossoverRules): EngineOutcome {
  const { fast, slow } = rules;
  const { statistics, trades } = runBacktest(
    {
      symbol: 'WALK',
      timeframe: '1m',
      bars,
      strategy: smaCrossover,
      parameters: { fast, slow },
      options: productOptions(rules),
    },
    { monotonic: () => performance.now() },
  );
  const fills = statistics.trades * 2 + (trades.at(-1)?.exitTime === null ? 1 : 0);
  return { equityFinal: statistics.equityFinal, maxDrawdown: -statistics.maxDrawdownPct / 100, fills };
}

/**
 * Bars a second of an SMA 10/30 backtest over one series: the product beside an object event queue and a fused loop,
 * in turn in one process. Throws when the three disagree on fills, final equity or drawdown.
 */
export function benchEngines(length: number): BenchRow[] {
  const bars = walk(length);
  const engines = [product, objectQueueBacktest, fusedBacktest];
  const outcomes = engines.map((engine) => engine(bars, RULES));
  for (const outcome of outcomes) assertEqual(outcome, outcomes[0]!);
  const rates = engines.map((): number[] => []);
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    engines.forEach((engine, i) => {
      const start = performance.now();
      engine(bars, RULES);
      if (round >= WARM_UPS) rates[i]!.push(length / (performance.now() - start) / 1_000);
    });
  }
  const [ours, queue, fused] = rates as [number[], number[], number[]];
  return [
    {
      ...row('backtest, one symbol', ours, queue),
      against: 'objects through an event queue, no ledger, no hash',
      goal: '20 M bars/s, 2.5 × the queue',
    },
    {
      ...row('backtest, one symbol', ours, fused),
      against: 'one fused loop over typed arrays, no ledger, no hash',
      goal: '0.35 × the loop',
    },
  ];
}

/** Many symbols in one account, a crossover on each: events a second of all of them merged by time. */
function benchAccount({
  name,
  symbols,
  timeframe,
  length,
  goal,
}: {
  name: string;
  symbols: number;
  timeframe: '1m' | '1d';
  length: number;
  goal: string;
}): BenchRow {
  const instruments = Array.from({ length: symbols }, (_, i) => {
    const bars = walk(length, i + 1);
    bars.time.forEach((_, k) => {
      bars.time[k] = k * timeframeMs(timeframe);
    });
    return { symbol: `S${String(i).padStart(3, '0')}`, series: [{ timeframe, bars }] };
  });
  const [first] = instruments;
  const options = productOptions(RULES);
  const rates: number[] = [];
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    const start = performance.now();
    const { account } = runBacktest(
      {
        symbol: 'ALL',
        timeframe,
        bars: first!.series[0]!.bars,
        instruments,
        strategy: smaCrossover,
        parameters: { fast: RULES.fast, slow: RULES.slow },
        options,
      },
      { monotonic: () => performance.now() },
    );
    if (account?.events !== symbols * length) throw new Error('not every bar was handled');
    if (round >= WARM_UPS) rates.push((symbols * length) / (performance.now() - start) / 1_000);
  }
  return { name, value: median(rates), unit: 'M events/s', goal };
}

/** What a bar costs from one size to a hundred times it, beside what it costs at the largest: 1 is linear. */
function benchGrowth(length: number): BenchRow[] {
  const sizes = [100, 10, 1].map((part) => Math.floor(length / part));
  const costs = sizes.map((size) => {
    const bars = walk(size);
    const nanoseconds: number[] = [];
    for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
      const repeats = Math.max(1, Math.round(length / size / 4));
      const start = performance.now();
      for (let i = 0; i < repeats; i++) product(bars, RULES);
      if (round >= WARM_UPS) nanoseconds.push(((performance.now() - start) * 1e6) / (size * repeats));
    }
    return median(nanoseconds);
  });
  return sizes.map((size, i) => ({
    name: `backtest, cost of a bar among ${size.toLocaleString('en')}`,
    value: costs[i]!,
    unit: 'ns',
    baseline: costs.at(-1)!,
    ratio: costs[i]! / costs.at(-1)!,
    against: 'a bar of the longest run',
    goal: 'linear: about 1',
  }));
}

/** Every figure of the backtest engine. */
export function benchBacktest(): BenchRow[] {
  return [
    ...benchEngines(1_000_000),
    benchAccount({
      name: 'backtest, 50 symbols merged',
      symbols: 50,
      timeframe: '1m',
      length: 20_000,
      goal: '10 M events/s',
    }),
    benchAccount({
      name: 'backtest, 500 symbols of 20 years of days',
      symbols: 500,
      timeframe: '1d',
      length: 5_040,
      goal: '1.26 M events/s (2 s)',
    }),
    ...benchGrowth(1_000_000),
  ];
}

function assertEqual(a: EngineOutcome, b: EngineOutcome): void {
  const isEqual =
    a.fills === b.fills &&
    Math.abs(a.equityFinal / b.equityFinal - 1) < 1e-9 &&
    Math.abs(a.maxDrawdown - b.maxDrawdown) < 1e-9;
  if (!isEqual) throw new Error(`engines disagree: ${JSON.stringify(a)} and ${JSON.stringify(b)}`);
}

/** Medians; the ratio is the median of the rounds' ratios. */
function row(name: string, ours: readonly number[], theirs: readonly number[]): BenchRow {
  const ratio = median(ours.map((value, i) => value / theirs[i]!));
  return { name, value: median(ours), unit: 'M bars/s', baseline: median(theirs), ratio };
}

if (import.meta.main) console.table(benchBacktest());
