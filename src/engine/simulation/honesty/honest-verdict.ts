import type { ParameterValues } from '#domain/indicators/indicator';
import { sliceBars } from '#domain/market/bar';
import { deflatedSharpeRatio } from '#domain/statistics/deflated-sharpe-ratio';
import { periodReturns } from '#domain/statistics/period-returns';
import { minimumTrackRecord, probabilisticSharpeRatio } from '#domain/statistics/probabilistic-sharpe-ratio';
import { returnMoments } from '#domain/statistics/return-moments';
import { randomEntryPValue } from './entry-test.ts';
import { gatedStrategy } from './gated-strategy.ts';
import { detectLookAhead } from './look-ahead-detector.ts';
import { type SensitivityRow, sensitivity } from './sensitivity.ts';
import { type HonestWork, trialReturns } from './trial-returns.ts';
import { detectWarmUp } from './warm-up-detector.ts';

/** Everything that speaks for or against a result, and the sentence it comes down to. */
export interface HonestVerdict {
  readonly verdict: 'convincing' | 'doubtful' | 'unconvincing' | 'invalid';
  readonly sentence: string;
  /** What was found against it, one sentence each; empty when convincing. */
  readonly reasons: string[];
  /** Trials ever run on these bars, this one counted. */
  readonly trials: number;
  /** Confidence, 0 to 1, that the true Sharpe ratio is above zero, and above what the best of so many trials would show by chance. */
  readonly probabilisticSharpe: number | null;
  readonly deflatedSharpe: number | null;
  /** Annual Sharpe ratio that the best of so many worthless trials would show. */
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

export interface VerdictOptions {
  readonly trials: number;
  /** Variance of the Sharpe ratios of all those trials per period; null when unknown. */
  readonly sharpeVariance: number | null;
  /** Share of the bars, the newest, that is looked at by itself. */
  readonly outOfSampleShare?: number;
  readonly seed?: number;
}

const CONFIDENCE = 0.95;
const FEW_TRADES = 30;

/** Examines one result from every side. Figures that need more trades or bars than there are, are null. */
export function honestVerdict(
  work: HonestWork,
  parameters: ParameterValues,
  options: VerdictOptions,
): HonestVerdict {
  const { trials, sharpeVariance, seed = 1 } = options;
  const run = trialReturns(work, parameters);
  const { statistics } = run.result;
  const moments = returnMoments(run.returns);
  const deflated = moments && deflatedSharpeRatio(moments, { trials, sharpeVariance });
  const record = moments && minimumTrackRecord(moments, { confidence: CONFIDENCE });
  const lookAhead = detectLookAhead(work, parameters);
  const warmUp = detectWarmUp(work, parameters);
  const rows = sensitivity(work, parameters);
  const outOfSample = newestAlone(work, parameters, options.outOfSampleShare ?? 0.3);
  const entries = randomEntryPValue(work, run.result, seed);
  const figures = {
    trials,
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
  const reasons = reasonsOf(figures, { trades: statistics.trades, warmUpFound: warmUp.isFound });
  const verdict = lookAhead.isFound
    ? 'invalid'
    : reasons.length === 0
      ? 'convincing'
      : reasons.length <= 2 && (figures.probabilisticSharpe ?? 0) >= 0.9
        ? 'doubtful'
        : 'unconvincing';
  return { ...figures, verdict, reasons, sentence: sentenceOf(verdict, reasons, figures) };
}

type Figures = Omit<HonestVerdict, 'verdict' | 'sentence' | 'reasons'>;

function reasonsOf(
  figures: Figures,
  { trades, warmUpFound }: { readonly trades: number; readonly warmUpFound: boolean },
): string[] {
  const { probabilisticSharpe, deflatedSharpe, chanceSharpe, outOfSample, randomEntryPValue } = figures;
  const reasons: string[] = [];
  if (figures.lookAhead !== null) reasons.push(`it knows the future: ${figures.lookAhead}`);
  if (trades < FEW_TRADES) reasons.push(`${trades} trades are few to judge by`);
  if (probabilisticSharpe === null || probabilisticSharpe < CONFIDENCE)
    reasons.push(`the Sharpe ratio is above zero with a confidence of ${percent(probabilisticSharpe)} only`);
  else if (deflatedSharpe === null || deflatedSharpe < CONFIDENCE)
    reasons.push(
      `the best of ${figures.trials} worthless trials would show a Sharpe ratio of ${(chanceSharpe ?? 0).toFixed(2)}; ` +
        `the confidence to be above that is ${percent(deflatedSharpe)}`,
    );
  if (randomEntryPValue !== null && randomEntryPValue > 0.05)
    reasons.push(`${percent(randomEntryPValue)} of random entries did as well`);
  if (outOfSample !== null && outOfSample.returnPct < 0)
    reasons.push(`it lost ${(-outOfSample.returnPct).toFixed(1)} % over the newest bars`);
  const dearer = figures.sensitivity.find(({ what }, i) => what === 'commission' && i === 2);
  if (dearer && dearer.returnPct < 0)
    reasons.push(`it loses when each fill costs ${(dearer.value * 100).toFixed(2)} %`);
  const late = figures.sensitivity.find(({ what }) => what === 'delay');
  if (late && late.returnPct < 0) reasons.push('it loses when orders come one bar late');
  if (warmUpFound) {
    const { declaredBars, enoughBars } = figures.warmUp;
    reasons.push(
      `decisions change with the history before them: ${declaredBars} bars of warm-up are declared, ` +
        `${enoughBars === null ? 'many times as many are' : `${enoughBars} are`} needed`,
    );
  }
  return reasons;
}

function sentenceOf(verdict: HonestVerdict['verdict'], reasons: readonly string[], figures: Figures): string {
  const { outOfSample } = figures;
  const alone =
    outOfSample === null
      ? 'The bars are too few to keep some apart.'
      : `Over the newest bars, from ${new Date(outOfSample.from).toISOString().slice(0, 10)}, it made ` +
        `${outOfSample.returnPct.toFixed(1)} % against ${outOfSample.benchmarkReturnPct.toFixed(1)} % of buy and hold.`;
  const head = `${verdict[0]!.toUpperCase()}${verdict.slice(1)}`;
  const why =
    reasons.length === 0
      ? `its Sharpe ratio stands with a confidence of ${percent(figures.deflatedSharpe)} after ${figures.trials} trials on these bars`
      : reasons.join('; ');
  return `${head}: ${why}. ${alone}`;
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

function percent(share: number | null): string {
  if (share === null) return 'no';
  return `${(share * 100).toFixed(share > 0.99 || share < 0.01 ? 1 : 0)} %`;
}
