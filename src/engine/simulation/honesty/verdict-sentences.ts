import { dateText } from '#domain/reports/html/format-figure';
import { trialsText } from '#domain/reports/trials-text';
import { toldNumber } from '#domain/values/told-number';
import type { VerdictFigures, VerdictWord } from './verdict-figures.ts';

/** What the sentences tell beside the figures of the verdict. */
export interface JudgedRun {
  readonly trades: number;
  readonly returnPct: number;
  /** Whether decisions changed with the history before them. */
  readonly isWarmUpShort: boolean;
}

/** Confidence that a Sharpe ratio must reach. */
export const CONFIDENCE = 0.95;
const FEW_TRADES = 30;

/** What speaks against a result, a clause each, the gravest first; none when nothing does. */
export function reasonsAgainst(figures: VerdictFigures, run: JudgedRun): string[] {
  return [
    ...(figures.lookAhead === null ? [] : [`it knows the future: ${figures.lookAhead}`]),
    ...reasonsOfChance(figures, run),
    ...reasonsOfMoney(figures, run),
    ...(run.isWarmUpShort ? [warmUpReason(figures.warmUp)] : []),
  ];
}

/** The verdict, what speaks against it or for it, and what the newest bars by themselves came to. */
export function verdictSentence(
  verdict: VerdictWord,
  reasons: readonly string[],
  figures: VerdictFigures,
): string {
  const head = `${verdict[0]!.toUpperCase()}${verdict.slice(1)}`;
  const why =
    reasons.length === 0
      ? `the confidence in its Sharpe ratio is ${confidenceText(figures.deflatedSharpe ?? 0)} after ${trialsText(figures)} on these bars`
      : reasons.join('; ');
  return `${head}: ${why}. ${newestBarsSentence(figures.outOfSample)}`;
}

function reasonsOfChance(figures: VerdictFigures, { trades }: JudgedRun): string[] {
  const { probabilisticSharpe, deflatedSharpe, chanceSharpe, randomEntryPValue } = figures;
  if (trades === 0) return ['no trade was closed, so that there is nothing to judge'];
  const reasons: string[] = [];
  if (trades < FEW_TRADES)
    reasons.push(
      trades === 1
        ? 'a single trade tells nothing'
        : `${trades} trades are too few to tell skill from luck, which takes ${FEW_TRADES} or more`,
    );
  if (probabilisticSharpe === null) reasons.push('its Sharpe ratio has no value');
  else if (probabilisticSharpe < CONFIDENCE)
    reasons.push(
      `the confidence that its Sharpe ratio is above zero is ${confidenceText(probabilisticSharpe)}, short of 95 %`,
    );
  else if (deflatedSharpe !== null && deflatedSharpe < CONFIDENCE)
    reasons.push(
      `after ${trialsText(figures)} on these bars luck alone would show a Sharpe ratio of ${toldNumber(chanceSharpe ?? 0, 2)}, ` +
        `and the confidence that its own is above that is ${confidenceText(deflatedSharpe)}`,
    );
  if (randomEntryPValue !== null && randomEntryPValue > 0.05)
    reasons.push(
      `random entries, held as long, did as well in ${confidenceText(randomEntryPValue)} of the draws`,
    );
  return reasons;
}

function reasonsOfMoney({ outOfSample, sensitivity }: VerdictFigures, { returnPct }: JudgedRun): string[] {
  if (returnPct < 0) return [`it lost ${toldNumber(-returnPct, 1)} %`];
  const reasons: string[] = [];
  if (outOfSample !== null && outOfSample.returnPct < 0)
    reasons.push(`it lost ${toldNumber(-outOfSample.returnPct, 1)} % over the newest bars`);
  const dearer = sensitivity.filter(({ what }) => what === 'commission')[2];
  if (dearer && dearer.returnPct < 0)
    reasons.push(`it loses money when each fill costs ${toldNumber(dearer.value * 100, 2)} % of its value`);
  const late = sensitivity.find(({ what }) => what === 'delay');
  if (late && late.returnPct < 0) reasons.push('it loses money when orders come one bar late');
  return reasons;
}

function warmUpReason({ declaredBars, enoughBars }: VerdictFigures['warmUp']): string {
  const needed = enoughBars === null ? 'many times as many are' : `${toldNumber(enoughBars, 0)} are`;
  return `its decisions change with the history before them: ${toldNumber(declaredBars, 0)} bars of warm-up are declared, ${needed} needed`;
}

function newestBarsSentence(outOfSample: VerdictFigures['outOfSample']): string {
  if (outOfSample === null) return 'The bars are too few to judge the newest of them by themselves.';
  const { from, returnPct, benchmarkReturnPct } = outOfSample;
  return (
    `Over the newest bars by themselves, from ${dateText(from)} on, it returned ${toldNumber(returnPct, 1)} %; ` +
    `buying and holding returned ${toldNumber(benchmarkReturnPct, 1)} %.`
  );
}

/** A share as percent; nothing that is not certain is called 100 %, nor 0 % what may be. */
function confidenceText(share: number): string {
  if (share > 0.999) return 'more than 99.9 %';
  if (share < 0.001) return 'less than 0.1 %';
  return `${toldNumber(share * 100, share > 0.94 || share < 0.01 ? 1 : 0)} %`;
}
