import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backtestOptions } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import { resampleReturns } from '#domain/statistics/monte-carlo-trades';
import { parseParameterRange } from '#domain/strategies/parameter-range';
import { smaCrossover } from '#domain/strategies/sma-crossover';
import { createSeededRandom } from '#domain/values/seeded-random';
import { runBacktest } from '#engine/simulation/run-backtest';
import { enumerateCombinations } from '#engine/simulation/sweep/combinations';
import { readConstraint, readObjective } from '#engine/simulation/sweep/objective';
import { TrialCrew } from '#engine/simulation/sweep/trial-crew';
import { FIELD, ROW_WIDTH } from '#engine/simulation/sweep/trial-statistics';
import type { TrialForm } from '#engine/simulation/sweep/trial-work';
import { createNodeThreadHost } from '#runtime/processes/node-thread-host';
import { randomWalk } from '#test/support/random-walk';
import { type BenchRow, median } from './bench-row.ts';
import { sweepCommandRows } from './support/sweep-command.ts';

const ROUNDS = 7;
const LONGEST = 100;
const FEE = 0.001;
const PEER_SCRIPT = fileURLToPath(new URL('./peers/vectorbt-sweep.py', import.meta.url));

const options = backtestOptions.parse({ strategy: 'sma-crossover', commission: FEE, fill: 'close' });

/** Every pair of periods up to {@link LONGEST}. */
function pairs(): Float64Array {
  return enumerateCombinations({
    strategy: smaCrossover,
    ranges: ['fast', 'slow'].map((name) => parseParameterRange(name, `2:${LONGEST}`)),
    constraint: readConstraint('fast < slow', smaCrossover),
    estimateSeconds: () => 0,
  }).parameters;
}

/** What each form is enough for. */
const OBJECTIVES = { return: 'return', periods: 'sharpe', statistics: 'calmar' } as const;

interface Crew {
  readonly bars: BarColumns;
  readonly form: TrialForm;
  readonly workers: number;
}

/** A sweep from nothing: columns, trials, and the threads if there are others. */
async function sweep(parameters: Float64Array, { bars, form, workers }: Crew): Promise<Float64Array> {
  const threads = createNodeThreadHost({ spare: workers - 1 });
  const crew = crewOf({ bars, form, workers }, threads);
  try {
    return await crew.evaluate(parameters);
  } finally {
    crew.close();
  }
}

function crewOf({ bars, form, workers }: Crew, threads: ReturnType<typeof createNodeThreadHost>): TrialCrew {
  const objective = readObjective(OBJECTIVES[form], smaCrossover);
  return new TrialCrew(
    { symbol: 'WALK', timeframe: '1d', bars, strategy: smaCrossover, options, form, objective },
    { monotonic: () => performance.now(), threads, workers },
  );
}

/** What a person writes first: loops over pairs and bars, a running sum an average, an object a trial. */
function naiveSweep(parameters: Float64Array, { close, length }: BarColumns): Float64Array {
  const means = new Map<number, Float64Array>();
  for (let period = 2; period <= LONGEST; period++) {
    const mean = new Float64Array(length).fill(Number.NaN);
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum += close[i]! - (i >= period ? close[i - period]! : 0);
      if (i >= period - 1) mean[i] = sum / period;
    }
    means.set(period, mean);
  }
  return Float64Array.from({ length: parameters.length / 2 }, (_, trial) => {
    const fast = means.get(parameters[2 * trial]!)!;
    const slow = means.get(parameters[2 * trial + 1]!)!;
    let cash = options.cash;
    let quantity = 0;
    for (let i = 1; i < length - 1; i++) {
      const isUp = fast[i - 1]! < slow[i - 1]! && fast[i]! > slow[i]!;
      const isDown = fast[i - 1]! > slow[i - 1]! && fast[i]! < slow[i]!;
      if (isUp && quantity === 0) {
        quantity = cash / (close[i]! * (1 + FEE));
        cash = 0;
      } else if (isDown && quantity > 0) {
        cash = quantity * close[i]! * (1 - FEE);
        quantity = 0;
      }
    }
    return cash + quantity * close[length - 1]! * (1 - FEE);
  });
}

/** Throws unless the sweep's equities are those of the naive loops, and fifty of them the event engine's. */
function assertSame(parameters: Float64Array, rows: Float64Array, bars: BarColumns): void {
  const naive = naiveSweep(parameters, bars);
  naive.forEach((equity, trial) => {
    const ours = rows[trial * ROW_WIDTH + FIELD.equityFinal]!;
    if (Math.abs(ours / equity - 1) > 1e-7) throw new Error(`trial ${trial}: ${ours} is not ${equity}`);
  });
  for (let trial = 0; trial < naive.length; trial += Math.ceil(naive.length / 50)) {
    const values = { fast: parameters[2 * trial]!, slow: parameters[2 * trial + 1]! };
    const { statistics } = runBacktest(
      { symbol: 'WALK', timeframe: '1d', bars, strategy: smaCrossover, parameters: values, options },
      { monotonic: () => 0 },
    );
    const row = trial * ROW_WIDTH;
    if (statistics.trades !== rows[row + FIELD.trades])
      throw new Error(`trial ${trial}: ${rows[row + FIELD.trades]} trades, not ${statistics.trades}`);
  }
}

/**
 * The sweep of 4,851 pairs of averages over 2,200 bars and over 100,000; what a second thread adds; vectorbt on the same
 * closes where OCTOPUS_VECTORBT names a Python that has it; and 10,000 resamples of 1,000 trades.
 */
export async function benchSweep(): Promise<BenchRow[]> {
  const parameters = pairs();
  const count = parameters.length / 2;
  const bars = randomWalk(2_200, 42);
  const long = randomWalk(100_000, 43);
  const some = parameters.filter((_, i) => Math.floor(i / 2) % 10 === 0);
  const shared = new Float64Array(new SharedArrayBuffer(some.byteLength));
  shared.set(some);
  assertSame(parameters, await sweep(parameters, { bars, form: 'return', workers: 1 }), bars);
  assertSame(parameters, await sweep(parameters, { bars, form: 'statistics', workers: 1 }), bars);

  const briefMs: number[] = [];
  const ratioMs: number[] = [];
  const fullMs: number[] = [];
  const naiveMs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const times = [
      await timed(() => sweep(parameters, { bars, form: 'return', workers: 1 })),
      await timed(() => sweep(parameters, { bars, form: 'periods', workers: 1 })),
      await timed(() => sweep(parameters, { bars, form: 'statistics', workers: 1 })),
      await timed(() => naiveSweep(parameters, bars)),
    ];
    if (round === 0) continue;
    [briefMs, ratioMs, fullMs, naiveMs].forEach((list, i) => {
      list.push(times[i]!);
    });
  }
  const work = count * bars.length;
  const rates = (list: readonly number[], size: number) => list.map((ms) => size / ms / 1_000);
  const rows: BenchRow[] = [
    {
      ...compared(
        `sweep, ${count} pairs × 2,200 bars, return only`,
        briefMs,
        naiveMs,
        'ms',
        'naive typed loops',
      ),
      goal: '≤ 50 ms on one core',
    },
    {
      ...compared(
        '… bar-combinations',
        rates(briefMs, work),
        rates(naiveMs, work),
        'M/s',
        'naive typed loops',
      ),
      goal: '≥ 300 M/s',
    },
    {
      ...compared(
        '… with Sharpe ratios',
        rates(ratioMs, work),
        rates(naiveMs, work),
        'M/s',
        'naive typed loops',
      ),
    },
    {
      ...compared(
        '… with full statistics',
        rates(fullMs, work),
        rates(naiveMs, work),
        'M/s',
        'naive typed loops',
      ),
      goal: '≥ 100 M/s',
    },
    ...sweepCommandRows(bars, ROUNDS),
    ...(await scaling(long, shared)),
    ...peer(bars, briefMs, await markedEquities(parameters, bars)),
    resampling(),
  ];
  return rows;
}

/** One and two threads in turn over 100,000 bars, their columns and threads ready. */
async function scaling(bars: BarColumns, parameters: Float64Array): Promise<BenchRow[]> {
  const form = 'return';
  const alone = crewOf({ bars, form, workers: 1 }, createNodeThreadHost({ spare: 0 }));
  const both = crewOf({ bars, form, workers: 2 }, createNodeThreadHost({ spare: 1 }));
  try {
    const oneMs: number[] = [];
    const twoMs: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const one = await timed(() => alone.evaluate(parameters));
      const two = await timed(() => both.evaluate(parameters));
      if (round === 0) continue;
      oneMs.push(one);
      twoMs.push(two);
    }
    const work = (parameters.length / 2) * bars.length;
    const rates = (list: readonly number[]) => list.map((ms) => work / ms / 1_000);
    return [
      {
        ...compared('sweep over 100,000 bars, two threads', rates(twoMs), rates(oneMs), 'M/s', 'one thread'),
        goal: '≥ 1.7× on two quiet cores',
      },
      {
        name: '… memory of columns and rows',
        value: (both.columnBytes + (parameters.length / 2) * ROW_WIDTH * 8) / 1e6,
        unit: 'MB',
        baseline: both.columnBytes / 1e6,
        ratio: (both.columnBytes + (parameters.length / 2) * ROW_WIDTH * 8) / both.columnBytes,
        against: 'columns',
        goal: '< 2× columns, plus results',
      },
    ];
  } finally {
    alone.close();
    both.close();
  }
}

/** Final equities with whatever is open at the end left open, as vectorbt leaves it. */
async function markedEquities(parameters: Float64Array, bars: BarColumns): Promise<number[]> {
  const objective = readObjective('return', smaCrossover);
  const open = { ...options, closeAtEnd: 'none' as const };
  const crew = new TrialCrew(
    {
      symbol: 'WALK',
      timeframe: '1d',
      bars,
      strategy: smaCrossover,
      options: open,
      form: 'return',
      objective,
    },
    { monotonic: () => performance.now() },
  );
  const rows = await crew.evaluate(parameters);
  return Array.from({ length: parameters.length / 2 }, (_, i) => rows[i * ROW_WIDTH + FIELD.equityFinal]!);
}

function peer(bars: BarColumns, ourMs: readonly number[], marked: readonly number[]): BenchRow[] {
  const python = process.env['OCTOPUS_VECTORBT'];
  if (python === undefined) return [];
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  try {
    const file = join(folder, 'closes.f64');
    writeFileSync(file, new Uint8Array(bars.close.buffer));
    const text = execFileSync(python, [PEER_SCRIPT, file, String(LONGEST), String(ROUNDS)], {
      encoding: 'utf8',
    });
    const told = JSON.parse(text.trim().split('\n').at(-1)!) as {
      combinations: number;
      bestReturn: number;
      elapsedMs: number[];
    };
    // Theirs marks an open position to the last close and pays no fee to leave it.
    const ours = Math.max(...marked) / options.cash - 1;
    if (told.combinations !== marked.length || Math.abs((1 + told.bestReturn) / (1 + ours) - 1) > 1e-9)
      throw new Error(`vectorbt's best makes ${told.bestReturn}, ours ${ours}`);
    const { elapsedMs } = told;
    return [compared('sweep, 4,851 pairs × 2,200 bars', ourMs, elapsedMs, 'ms', 'vectorbt, warm')];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function resampling(): BenchRow {
  const random = createSeededRandom(1);
  const returns = Float64Array.from({ length: 1_000 }, () => 0.001 + 0.02 * random.nextNormal());
  const times = Array.from({ length: ROUNDS + 1 }, (_, seed) => {
    const start = performance.now();
    resampleReturns(returns, { method: 'bootstrap', resamples: 10_000, seed });
    return performance.now() - start;
  });
  return {
    name: '10,000 resamples of 1,000 trades',
    value: median(times.slice(1)),
    unit: 'ms',
    goal: '≤ 300 ms',
  };
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function compared(
  name: string,
  ours: readonly number[],
  theirs: readonly number[],
  unit: string,
  against: string,
): BenchRow {
  const ratio = median(ours.map((value, i) => value / theirs[i]!));
  return { name, value: median(ours), unit, baseline: median(theirs), ratio, against };
}

if (import.meta.main) console.table(await benchSweep());
