import type { CapacityEstimate } from '../performance/capacity.ts';
import type { DrawdownRow } from '../performance/drawdown-table.ts';
import type { FactorRegression } from '../performance/factor-regression.ts';
import type { AttributionRow } from '../performance/group-attribution.ts';
import type { StressReturn } from '../performance/market-stress.ts';
import type { YearRow } from '../performance/monthly-table.ts';
import type { Histogram } from '../performance/return-distribution.ts';
import type { TrialTally } from '../statistics/trial-tally.ts';
import type { FigureId } from './figures.ts';
import type { RunVerdict } from './tear-sheet-input.ts';

/** A figure of the run, and the benchmark's where it has one; null where it is not defined. */
export interface TearSheetFigure {
  readonly id: FigureId;
  readonly value: number | null;
  readonly benchmark?: number | null;
}

export interface TearSheetSection {
  readonly title: string;
  readonly figures: readonly TearSheetFigure[];
}

/** A sentence on why the figures may promise too much. */
export interface TearSheetWarning {
  readonly severity: 'warning' | 'notice';
  readonly text: string;
}

/** Points for a screen, at most 1,200; columns of one length, null where there is no value. */
export interface TearSheetCurve {
  readonly time: readonly number[];
  readonly equity: readonly number[];
  readonly benchmark: readonly number[] | null;
  /** Zero or negative. */
  readonly drawdownPct: readonly number[];
  readonly exposurePct: readonly number[];
}

/** Figures of the newest `window` returns at each time. */
export interface TearSheetRolling {
  readonly window: number;
  readonly time: readonly number[];
  readonly sharpe: readonly (number | null)[];
  readonly volatilityPct: readonly (number | null)[];
  readonly beta: readonly (number | null)[] | null;
}

export interface TearSheetTrailing {
  readonly label: string;
  readonly returnPct: number;
  readonly benchmarkPct: number | null;
  readonly isAnnualized: boolean;
}

export interface TearSheetTrade {
  readonly side: 'long' | 'short';
  readonly returnPct: number;
  readonly maePct: number | null;
  readonly mfePct: number | null;
  readonly bars: number;
}

export interface TearSheetAttribution {
  /** What trades are grouped by: side, symbol, strategy, sector, year, weekday. */
  readonly by: string;
  readonly rows: readonly AttributionRow[];
}

/** Everything a tear sheet shows, as plain values; `renderTearSheetHtml` draws it, a screen may draw it otherwise. */
export interface TearSheet {
  readonly name: string;
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly symbols: readonly string[];
  readonly timeframe: string;
  readonly currency: string | null;
  readonly cash: number;
  readonly commission: number;
  readonly benchmarkName: string | null;
  readonly startTime: number;
  readonly endTime: number;
  readonly bars: number;
  readonly periodsPerYear: number;
  /** Null when nobody examined the run. */
  readonly verdict: Pick<RunVerdict, 'verdict' | 'sentence' | 'reasons' | 'outOfSample'> | null;
  /** What was tried on these bars; null where nobody counted. */
  readonly trialCount: TrialTally | null;
  readonly warnings: readonly TearSheetWarning[];
  /** The six that a reader looks at first. */
  readonly headline: readonly TearSheetFigure[];
  readonly sections: readonly TearSheetSection[];
  readonly curve: TearSheetCurve;
  readonly rolling: TearSheetRolling | null;
  readonly trailing: readonly TearSheetTrailing[];
  readonly years: readonly YearRow[];
  readonly drawdowns: readonly DrawdownRow[];
  /** Of period returns in percent, and of trades' returns in percent. */
  readonly returnHistogram: Histogram | null;
  readonly tradeHistogram: Histogram | null;
  readonly stress: readonly StressReturn[];
  /** At most 2,000, newest last. */
  readonly trades: readonly TearSheetTrade[];
  readonly attribution: readonly TearSheetAttribution[];
  readonly factors: FactorRegression | null;
  readonly capacity: CapacityEstimate | null;
  readonly orderListHash: string;
  readonly engineVersion: string;
}
