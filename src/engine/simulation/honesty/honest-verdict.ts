import type { ParameterValues } from '#domain/indicators/indicator';
import { sliceBars } from '#domain/market/bar';
import { deflatedSharpeRatio } from '#domain/statistics/deflated-sharpe-ratio';
import { periodReturns } from '#domain/statistics/period-returns';
import { minimumTrackRecord, probabilisticSharpeRatio } from '#domain/statistics/probabilistic-sharpe-ratio';
import { returnMoments } from '#domain/statistics/return-moments';
import type { TrialTally } from '#domain/statistics/trial-tally';
import { randomEntryPValue } from './entry-test.ts';
import { gatedStrategy } from './gated-strategy.ts';
import { detectLookAhead } from './look-ahead-detector.ts';
import { sensitivity } from './sensitivity.ts';
import { type HonestWork, trialReturns } from './trial-returns.ts';
import type { VerdictFigures, VerdictWord } from './verdict-figures.ts';
import { CONFIDENCE, reasonsAgainst, verdictSentence } from './verdict-sentences.ts';
import { detectWarmUp } from './warm-up-detector.ts';

/** Everything that speaks for or against a result, and the sentence it comes down to. */
export interface HonestVerdict extends VerdictFigures {
  readonly verdict: VerdictWord;
  readonly sentence: string;
  /** What was found against it, a clause each; empty when convincing. */
  readonly reasons: string[];
}

/** What was ever tried on these bars, this run counted, and how it is to be looked at. */
export interface VerdictOptions extends TrialTally {
  /** Variance of the Sharpe ratios of all those trials per period; null when unknown. */
  readonly sharpeVariance: number | null;
  /** Share of the bars, the newest, that is looked at by itself. */
  readonly outOfSampleShare?: number;
  readonly seed?: number;
}

/** Examines one result from every side. Figures that need more trades or bars than there are, are null. */
export function honestVerdict(
  work: HonestWork,
  parameters: ParameterValues,
  options: VerdictOptions,
): HonestVerdict {
  const { trials, evaluations, independentTrials, sharpeVariance, seed = 1 } = options;
  const run = trialReturns(work, parameters);
  const { statistics } = run.result;
  const moments = returnMoments(run.returns);
  const deflated = moments && deflatedSharpeRatio(moments, { trials: independentTrials, sharpeVariance });
  const record = moments && minimumTrackRecord(moments, { confidence: CONFIDENCE });
  const lookAhead = detectLookAhead(work, parameters);
  const warmUp = detectWarmUp(work, parameters);
  const rows = sensitivity(work, parameters);
  const outOfSample = newestAlone(work, parameters, options.outOfSampleShare ?? 0.3);
  const entries = randomEntryPValue(work, run.result, seed);
  const figures = {
    trials,
    evaluations,
    independentTrials,
    probabilisticSharpe: moments && probabilisticSharpeRatio(moments),
    deflatedSharpe: deflated?.confidence ?? null,
    chanceSharpe: deflated ? deflated.expectedMaximum * Math.sqrt(run.periodsPerYear) : null,
    periods: run.returns.length,
    minimumPeriods: record === null ? null : Math.ceil(record),
    randomEntryPValue: entries,
    outOfSample,
    lookAhead: lookAhead.finding,
    warmUp: { declaredBars: warmUp.declaredBars, enoughBars: warmUp.enoughBars },
    sensitivity: rows,
  };
  const { trades, returnPct } = statistics;
  const reasons = reasonsAgainst(figures, { trades, returnPct, isWarmUpShort: warmUp.isFound });
  const verdict = lookAhead.isFound
    ? 'invalid'
    : reasons.length === 0
      ? 'convincing'
      : reasons.length <= 2 && (figures.probabilisticSharpe ?? 0) >= 0.9
        ? 'doubtful'
        : 'unconvincing';
  return { ...figures, verdict, reasons, sentence: verdictSentence(verdict, reasons, figures) };
}

/** The newest share of the bars by itself: the strategy watches up to there and begins flat. */
function newestAlone(
  work: HonestWork,
  parameters: ParameterValues,
  share: number,
): HonestVerdict['outOfSample'] {
  const { bars, strategy } = work;
  const from = Math.floor(bars.length * (1 - share));
  const quietBars = Math.min(from, 4 * strategy.warmUpBars(parameters));
  if (from < 1 || bars.length - from < 10) return null;
  const run = trialReturns(
    {
      ...work,
      bars: sliceBars(bars, from - quietBars, bars.length),
      strategy: gatedStrategy(strategy, { quietBars }),
    },
    parameters,
  );
  const { returnPct, trades } = run.result.statistics;
  const alone = periodReturns(bars.time.subarray(from), run.equity.subarray(quietBars));
  const sharpe = returnMoments(alone.returns);
  const base = bars.close[from - 1]!;
  return {
    from: bars.time[from]!,
    returnPct,
    trades,
    sharpe: sharpe && sharpe.sharpe * Math.sqrt(alone.periodsPerYear),
    benchmarkReturnPct: (bars.close[bars.length - 1]! / base - 1) * 100,
  };
}
