import type { TrialTally } from '#domain/statistics/trial-tally';
import type { SensitivityRow } from './sensitivity.ts';

/** What it comes down to. */
export type VerdictWord = 'convincing' | 'doubtful' | 'unconvincing' | 'invalid';

/** Everything that speaks for or against a result. */
export interface VerdictFigures extends TrialTally {
  /** Confidence, 0 to 1, that the true Sharpe ratio is above zero, and above what the best of so many trials would show by chance. */
  readonly probabilisticSharpe: number | null;
  readonly deflatedSharpe: number | null;
  /** Annual Sharpe ratio that the best of so many worthless independent trials would show. */
  readonly chanceSharpe: number | null;
  /** Periods (days, mostly) the record has, and would need for 95 % confidence; null when none is enough. */
  readonly periods: number;
  readonly minimumPeriods: number | null;
  /** Share of random entries with the same holding times that did as well. */
  readonly randomEntryPValue: number | null;
  /** The newest bars by themselves, beside the same money held. */
  readonly outOfSample: {
    readonly from: number;
    readonly returnPct: number;
    readonly sharpe: number | null;
    readonly trades: number;
    readonly benchmarkReturnPct: number;
  } | null;
  readonly lookAhead: string | null;
  readonly warmUp: { readonly declaredBars: number; readonly enoughBars: number | null };
  readonly sensitivity: SensitivityRow[];
}
