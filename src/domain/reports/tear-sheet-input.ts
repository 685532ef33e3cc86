import type { Factor } from '../performance/factor-regression.ts';
import type { MeasuredTrade } from '../performance/measured-trade.ts';
import type { TrialTally } from '../statistics/trial-tally.ts';

/** One value a bar, oldest first; columns have one length and times ascend strictly. */
export interface RunColumns {
  /** Milliseconds. */
  readonly time: Float64Array;
  /** Account value at the bar's close. */
  readonly equity: Float64Array;
  /** What the same cash in the benchmark is worth then; absent without a benchmark. */
  readonly benchmark?: Float64Array;
  /** Value of all positions over the account's value, signed: 1 fully long, −1 fully short. */
  readonly exposure: Float64Array;
  /** Value traded on the bar, both sides added. */
  readonly turnover: Float64Array;
}

/** What was ever tried on a run's data, with the sample variance of those trials' Sharpe ratios a period; null unknown. */
export interface RunTrials extends TrialTally {
  readonly sharpeVariance: number | null;
}

/** What was looked at, or not, before figures were believed; null where nobody knows. */
export interface RunChecks {
  /** What was ever tried on this data, this run included. */
  readonly trialCount: RunTrials | null;
  /** Bars on which both stop and target could have filled, and the worse was taken. */
  readonly ambiguousBars: number | null;
}

/** What an examination of the run came to: chance, costs, delay, the future, the newest bars by themselves. */
export interface RunVerdict {
  readonly verdict: 'convincing' | 'doubtful' | 'unconvincing' | 'invalid';
  readonly sentence: string;
  /** What was found against it, a clause each. */
  readonly reasons: readonly string[];
  /** Trials on the data by then. */
  readonly trials: number;
  /** Share of random entries that did as well, 0 to 1. */
  readonly randomEntryPValue: number | null;
  /** The newest bars by themselves. */
  readonly outOfSample: {
    readonly from: number;
    readonly returnPct: number;
    readonly benchmarkReturnPct: number;
  } | null;
}

/** Everything a tear sheet is made from, whichever engine filled it. Money is in one currency. */
export interface TearSheetInput {
  readonly name: string;
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** Three letters; absent when not known. */
  readonly currency?: string;
  /** At the start, above zero. */
  readonly cash: number;
  readonly benchmarkName: string;
  readonly columns: RunColumns;
  /** In order of exit. */
  readonly trades: readonly MeasuredTrade[];
  readonly feesPaid: number;
  /** Fraction of traded value charged a side, for the line on costs. */
  readonly commission: number;
  /** Whether fills are worse than the prices they saw, by some model; their prices then hold the cost. */
  readonly hasSlippage: boolean;
  /** Fraction a year. */
  readonly riskFreeRate?: number;
  /** Returns of the periods that the run's figures are of, when factors are wanted. */
  readonly factors?: readonly Factor[];
  readonly checks: RunChecks;
  /** Absent when nobody examined it. */
  readonly verdict?: RunVerdict;
  readonly orderListHash: string;
  readonly engineVersion: string;
}
