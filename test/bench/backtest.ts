import { allocateBars, type BarColumns } from '#domain/market/bar';
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

const ROUNDS = 7;
/** A fee at which the account survives some 39,000 fills, so that eight decimals of cash still mean something. */
const RULES: CrossoverRules = { fast: 10, slow: 30, cash: 1e7, fee: 0.00005 };

/** A seeded random walk of minute bars; eight decimals, so that two averages never tie. */
function walk(length: number): BarColumns {
  const random = createSeededRandom(42);
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

/** The whole product: exact ledger, trades, order list hash, statistics and the thinned curve. */
function product(bars: BarColumns, { fast, slow, cash, fee }: CrossoverRules): EngineOutcome {
  const { statistics, trades } = runBacktest(
    {
      symbol: 'WALK',
      timeframe: '1m',
      bars,
      strategy: smaCrossover,
      parameters: { fast, slow },
      options: {
        strategy: smaCrossover.slug,
        parameters: {},
        cash,
        commission: fee,
        direction: 'long',
        units: 'fractional',
        fill: 'next-open',
        closeAtEnd: 'none',
        size: 1,
      },
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
export function benchBacktest(length = 1_000_000): BenchRow[] {
  const bars = walk(length);
  const engines = [product, objectQueueBacktest, fusedBacktest];
  const outcomes = engines.map((engine) => engine(bars, RULES));
  for (const outcome of outcomes) assertEqual(outcome, outcomes[0]!);
  const rates = engines.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    engines.forEach((engine, i) => {
      const start = performance.now();
      engine(bars, RULES);
      // The first round warms all up.
      if (round > 0) rates[i]!.push(length / (performance.now() - start) / 1_000);
    });
  }
  const [ours, queue, fused] = rates as [number[], number[], number[]];
  return [
    row('backtest, whole product / object event queue', ours, queue),
    row('backtest, whole product / fused typed loop', ours, fused),
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
