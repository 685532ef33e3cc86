import { toldNumber } from '../values/told-number.ts';
import type { TearSheetWarning } from './tear-sheet.ts';
import type { MeasuredRun } from './tear-sheet-sections.ts';
import { trialsText } from './trials-text.ts';

const YEAR_MS = 365.25 * 86_400_000;

/** Why the figures may promise more than they keep, warnings before notices. */
export function warningsOf(run: MeasuredRun): TearSheetWarning[] {
  const { input, statistics, benchmarkStatistics, trades, returns, periodsPerYear } = run;
  const { checks, symbols, columns } = input;
  const { trialCount } = checks;
  const tried = trialCount?.trials ?? 0;
  const warnings: TearSheetWarning[] = [];
  const add = (severity: TearSheetWarning['severity'], isSo: boolean, text: string): void => {
    if (isSo) warnings.push({ severity, text });
  };
  const years = (columns.time[columns.time.length - 1]! - columns.time[0]!) / YEAR_MS;
  const count = statistics.trades;

  add('warning', count === 0, 'No trade was closed: there is nothing to judge.');
  add(
    'warning',
    count > 0 && count < 30,
    `Only ${toldNumber(count, 0)} closed ${count === 1 ? 'trade' : 'trades'}: below about 30, averages of trades say little.`,
  );
  const significance = meanSignificance(run.distribution, returns.length);
  add(
    'warning',
    significance !== null && Math.abs(significance) < 2,
    `The mean return is ${toldNumber(significance ?? 0, 1)} standard errors from zero (${toldNumber(returns.length, 0)} periods): chance is not ruled out; 2 or more would be unusual.`,
  );
  add(
    'warning',
    tried > 1,
    `After ${trialCount ? trialsText(trialCount) : ''} on this data the best of them looks better than it is: judge it on data it was not chosen on.`,
  );
  add('notice', trialCount === null, 'Nobody counted how many variants were tried before this one.');
  add(
    'warning',
    input.verdict === undefined,
    'Nobody examined it: look-ahead was not checked, nor was it judged on the newest bars by themselves.',
  );
  add(
    'warning',
    input.verdict !== undefined && tried > input.verdict.trials,
    `It was examined after ${toldNumber(input.verdict?.trials ?? 0, 0)} trials; more were made since, so examine it again.`,
  );
  add(
    'warning',
    input.feesPaid === 0 && !input.hasSlippage && count > 0,
    `No costs are in these figures: ${toldNumber(count, 0)} ${count === 1 ? 'trade' : 'trades'} without commission, spread or slippage.`,
  );
  add(
    'notice',
    input.feesPaid > 0 && !input.hasSlippage && count > 0,
    'Every order fills at the price it saw: commission is in these figures, spread and slippage are not.',
  );
  add(
    'notice',
    benchmarkStatistics !== null && benchmarkStatistics.returnPct > statistics.returnPct,
    `${capital(input.benchmarkName)} made more: ${toldNumber(benchmarkStatistics?.returnPct ?? 0, 1)} % against ${toldNumber(statistics.returnPct, 1)} %.`,
  );
  add(
    'notice',
    symbols.length === 1,
    `One symbol (${symbols[0]}), chosen with today's knowledge that it still exists: it says nothing about others.`,
  );
  add('notice', years < 3, `${toldNumber(years, 1)} years of data: few kinds of market are in it.`);
  const topFive = trades.topFiveShare;
  add(
    'notice',
    topFive !== null && trades.winners > 10 && topFive > 0.5,
    `The five best trades made ${((topFive ?? 0) * 100).toFixed(0)} % of all winning profits.`,
  );
  add(
    'notice',
    checks.ambiguousBars !== null && checks.ambiguousBars > 0,
    `On ${toldNumber(checks.ambiguousBars ?? 0, 0)} bars both stop and target were in reach; the worse was taken.`,
  );
  add(
    'notice',
    returns.length < periodsPerYear,
    'Less than a year of returns: annualised figures are extrapolated.',
  );
  return warnings.sort((a, b) => Number(a.severity === 'notice') - Number(b.severity === 'notice'));
}

/** Student's t of the mean: mean / (deviation / √n); null when returns do not vary. */
function meanSignificance(
  { mean, standardDeviation }: MeasuredRun['distribution'],
  count: number,
): number | null {
  return mean === null || standardDeviation === null || standardDeviation === 0
    ? null
    : (mean / standardDeviation) * Math.sqrt(count);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
