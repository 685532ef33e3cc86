import { z } from 'zod';
import { task } from './agents.ts';
import { backtestOptions, backtestResult, backtestStatistics } from './backtests.ts';
import { epochMs, procedure, symbolText, timeframe, trialTally } from './shared.ts';

const parameterValues = z.record(z.string(), z.number());
const figure = z.number().nullable();

/** Bars of the store, and the account that trades on them. Locked bars are left out of everything but a reveal. */
const labBars = backtestOptions.extend({
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  /** Inclusive. */
  from: epochMs.optional(),
  /** Exclusive. */
  to: epochMs.optional(),
  asOf: epochMs.optional(),
});

/** What is tried: ranges as text (`2:100`, `0.5:2:0.25`, `10,20,50`), by the parameter's name; the default for the rest. */
const labRanges = labBars.extend({
  ranges: z.record(z.string(), z.string()).default({}),
  /** Over the parameters: `fast < slow`. */
  constraint: z.string().optional(),
  /** A statistic, or arithmetic over statistics and parameters; the larger the better. */
  objective: z.string().default('sharpe'),
  /** Threads at work at once; as many as are worth it unless told. */
  workers: z.number().int().min(1).max(256).optional(),
});

export const sweepInput = labRanges.extend({
  top: z.number().int().min(1).max(100).default(10),
  /** Parameters of a heat map; the first two that vary unless told. */
  axes: z.object({ x: z.string(), y: z.string() }).optional(),
});

export const searchInput = sweepInput.extend({
  method: z.enum(['grid', 'random', 'bayesian', 'genetic']).default('bayesian'),
  /** In all, those of earlier runs of the same search counted. */
  trials: z.number().int().min(1).max(1_000_000).default(500),
  seed: z.number().int().default(1),
  /** Gives hopeless trials up half-way. */
  isPruning: z.boolean().default(true),
});

export const walkForwardInput = labRanges.extend({
  mode: z.enum(['anchored', 'rolling']).default('rolling'),
  trainBars: z.number().int().min(2),
  testBars: z.number().int().min(1),
  gapBars: z.number().int().min(0).default(0),
});

export const monteCarloInput = labBars.extend({
  method: z.enum(['shuffle', 'bootstrap', 'blocks']).default('bootstrap'),
  /** What is drawn: the returns of closed trades, or those of days. */
  of: z.enum(['trades', 'days']).default('trades'),
  resamples: z.number().int().min(10).max(100_000).default(10_000),
  blockLength: z.number().positive().optional(),
  seed: z.number().int().default(1),
  /** Runs on prices moved by so many mean bar ranges; none unless told. */
  noiseRuns: z.number().int().min(0).max(1_000).default(0),
  noise: z.number().min(0).max(10).default(0.2),
});

export const overfittingInput = labRanges.extend({
  /** Even number of blocks of the symmetric cross-validation. */
  blocks: z.number().int().min(2).max(20).default(16),
  trialsMax: z.number().int().min(2).max(2_000).default(200),
  groups: z.number().int().min(2).max(20).default(10),
  testGroups: z.number().int().min(1).max(10).default(2),
  embargo: z.number().int().min(0).default(5),
  seed: z.number().int().default(1),
});

export const verdictInput = labBars;
export const revealInput = labBars.omit({ from: true, to: true, asOf: true });

/** What was ever tried on exactly these bars. */
export const trialCount = trialTally.extend({
  /** SHA-256 over the bars. */
  dataSet: z.string(),
  /** Sample variance of their Sharpe ratios, not annualised. */
  sharpeVariance: figure,
});
export type TrialCountView = z.infer<typeof trialCount>;

const rankedTrial = z.object({
  parameters: parameterValues,
  objective: figure,
  statistics: backtestStatistics,
});

/** The objective over two parameters. */
export const heatMapView = z.object({
  x: z.object({ name: z.string(), values: z.array(z.number()) }),
  y: z.object({ name: z.string(), values: z.array(z.number()) }),
  /** Row after row of y, x running fastest: the best that any values of the other parameters gave. */
  objective: z.array(figure),
});

export type HeatMap = z.infer<typeof heatMapView>;

const labResult = z.object({
  symbol: symbolText,
  timeframe,
  strategy: z.string(),
  bars: z.number().int(),
  trialCount,
  /** Milliseconds from which bars were left out because they are locked. */
  lockedFrom: epochMs.nullable(),
  elapsedMs: z.number(),
});

export const sweepResult = labResult.extend({
  objective: z.string(),
  combinations: z.number().int(),
  /** Refused by the constraint or by the strategy. */
  refused: z.number().int(),
  best: rankedTrial,
  top: z.array(rankedTrial),
  /** Confidence that the best is better than the best of so many worthless trials. */
  deflatedSharpe: figure,
  heatMap: heatMapView.nullable(),
  workers: z.number().int(),
});
export type SweepResult = z.infer<typeof sweepResult>;

export const searchResult = sweepResult.omit({ combinations: true, refused: true }).extend({
  method: z.string(),
  trials: z.number().int(),
  pruned: z.number().int(),
  /** Found in the log of an earlier run. */
  resumed: z.number().int(),
  isExhausted: z.boolean(),
});
export type SearchResult = z.infer<typeof searchResult>;

export const walkForwardResult = labResult.extend({
  objective: z.string(),
  mode: z.string(),
  steps: z.array(
    z.object({
      trainTime: epochMs,
      testTime: epochMs,
      endTime: epochMs,
      parameters: parameterValues,
      inSample: z.object({ returnPct: z.number(), annualizedReturnPct: figure, sharpe: figure }),
      outOfSample: z.object({
        returnPct: z.number(),
        trades: z.number().int(),
        benchmarkReturnPct: z.number(),
      }),
    }),
  ),
  outOfSample: z.object({
    returnPct: z.number(),
    annualizedReturnPct: figure,
    sharpe: figure,
    sortino: figure,
    maxDrawdownPct: z.number(),
    benchmarkReturnPct: z.number(),
    trades: z.number().int(),
  }),
  efficiency: figure,
  stepsGained: z.number(),
  /** Combinations tried, and runs of them in all windows together. */
  trials: z.number().int(),
  evaluations: z.number().int(),
  /** Thinned to at most 2,000 points. */
  curve: z.object({ time: z.array(epochMs), equity: z.array(z.number()) }),
});
export type WalkForwardResult = z.infer<typeof walkForwardResult>;

const spread = z.object({
  p5: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p95: z.number(),
});

export const monteCarloResult = labResult.extend({
  method: z.string(),
  of: z.string(),
  resamples: z.number().int(),
  /** What is drawn from: trades or days. */
  drawn: z.number().int(),
  /** Of the run itself, in percent. */
  actual: z.object({ returnPct: z.number(), maxDrawdownPct: z.number() }),
  returnPct: spread,
  /** Negative: p5 is the deepest twentieth. */
  maxDrawdownPct: spread,
  /** Share of the resamples that lose money. */
  lossProbability: z.number(),
  fan: z.object({
    /** Trades or days seen. */
    at: z.array(z.number()),
    /** Account value at each, 1 at the start. */
    p5: z.array(z.number()),
    p25: z.array(z.number()),
    p50: z.array(z.number()),
    p75: z.array(z.number()),
    p95: z.array(z.number()),
  }),
  /** Share of sets of random entries, with the same holding times, that did as well. */
  randomEntryPValue: figure,
  noise: z.object({ runs: z.number().int(), noise: z.number(), returnPct: spread }).nullable(),
});
export type MonteCarloResult = z.infer<typeof monteCarloResult>;

export const overfittingResult = labResult.extend({
  combinations: z.number().int(),
  trialsUsed: z.number().int(),
  /** Share of the splits in which the best in sample was at or below the median out of sample. */
  probability: z.number(),
  probabilityOfLoss: z.number(),
  degradation: figure,
  splits: z.number().int(),
  /** Counts of the logits in 24 equal classes from −6 to 6, what is beyond in the outermost. */
  logitCounts: z.array(z.number().int()),
  /** Annual Sharpe ratio of each path of the combinatorial purged cross-validation, ascending. */
  pathSharpes: z.array(z.number()),
  best: rankedTrial,
});
export type OverfittingResult = z.infer<typeof overfittingResult>;

export const verdictView = z.object({
  verdict: z.enum(['convincing', 'doubtful', 'unconvincing', 'invalid']),
  /** What it comes down to, for a person. */
  sentence: z.string(),
  reasons: z.array(z.string()),
  ...trialTally.shape,
  probabilisticSharpe: figure,
  deflatedSharpe: figure,
  /** Annual Sharpe ratio that the best of so many worthless independent trials would show. */
  chanceSharpe: figure,
  periods: z.number().int(),
  minimumPeriods: figure,
  randomEntryPValue: figure,
  outOfSample: z
    .object({
      from: epochMs,
      returnPct: z.number(),
      sharpe: figure,
      trades: z.number().int(),
      benchmarkReturnPct: z.number(),
    })
    .nullable(),
  lookAhead: z.string().nullable(),
  warmUp: z.object({ declaredBars: z.number().int(), enoughBars: figure }),
  sensitivity: z.array(
    z.object({
      what: z.enum(['commission', 'delay']),
      value: z.number(),
      returnPct: z.number(),
      sharpe: figure,
      trades: z.number().int(),
    }),
  ),
});

export const verdictResult = labResult.extend({ verdict: verdictView });
export type VerdictResult = z.infer<typeof verdictResult>;

export const holdOut = z.object({
  symbol: symbolText,
  timeframe,
  /** Bars from here on are locked. */
  from: epochMs,
  lockedTime: epochMs,
  /** Pieces of work that were judged on them; only the first judges in full. */
  reveals: z.number().int(),
});
export type HoldOutView = z.infer<typeof holdOut>;

export const revealResult = z.object({ holdOut, result: backtestResult });
export type RevealResult = z.infer<typeof revealResult>;

const series = z.object({ symbol: symbolText, timeframe: timeframe.default('1d') });

/** Long work is queued on a worker and answered with its task; its result has the schema named beside it. */
export const labService = {
  /** Result: {@link SweepResult}. */
  sweep: procedure
    .route({ method: 'POST', path: '/lab/sweeps', tags: ['Lab'] })
    .input(sweepInput)
    .output(task),
  /** Goes on with an earlier run of the same search. Result: {@link SearchResult}. */
  search: procedure
    .route({ method: 'POST', path: '/lab/searches', tags: ['Lab'] })
    .input(searchInput)
    .output(task),
  /** Result: {@link WalkForwardResult}. */
  walkForward: procedure
    .route({ method: 'POST', path: '/lab/walks', tags: ['Lab'] })
    .input(walkForwardInput)
    .output(task),
  /** Result: {@link MonteCarloResult}. */
  monteCarlo: procedure
    .route({ method: 'POST', path: '/lab/monte-carlo', tags: ['Lab'] })
    .input(monteCarloInput)
    .output(task),
  /** Result: {@link OverfittingResult}. */
  overfitting: procedure
    .route({ method: 'POST', path: '/lab/overfitting', tags: ['Lab'] })
    .input(overfittingInput)
    .output(task),
  /** Result: {@link VerdictResult}. */
  verdict: procedure
    .route({ method: 'POST', path: '/lab/verdicts', tags: ['Lab'] })
    .input(verdictInput)
    .output(task),
  /** What has been tried on the bars of a range. */
  trialCount: procedure
    .route({ method: 'GET', path: '/lab/trial-count', tags: ['Lab'] })
    .input(
      series.extend({
        from: z.coerce.number().optional(),
        to: z.coerce.number().optional(),
        asOf: z.coerce.number().optional(),
      }),
    )
    .output(trialCount),
  /** The lock on a series, null when there is none. */
  holdOut: procedure
    .route({ method: 'GET', path: '/lab/hold-out', tags: ['Lab'] })
    .input(series)
    .output(holdOut.nullable()),
  /** Locks the bars of a series from a time on, for ever. */
  lockHoldOut: procedure
    .route({ method: 'POST', path: '/lab/hold-out', tags: ['Lab'] })
    .input(series.extend({ from: epochMs }))
    .output(holdOut),
  /** Judges one choice on the locked bars, and counts that. Result: {@link RevealResult}. */
  reveal: procedure
    .route({ method: 'POST', path: '/lab/reveals', tags: ['Lab'] })
    .input(revealInput)
    .output(task),
};
