import { type Command, Option } from 'commander';
import type { BacktestStatistics } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { Timeframe } from '#domain/market/timeframe';
import { toldNumber } from '#domain/values/told-number';
import type { AskedRun } from './backtest-request.ts';
import { type LabOptions, readRunRequest } from './lab-request.ts';
import { computeCounted } from './run-backtest.ts';
import type { Terminal } from './terminal.ts';

/** What a choice of parameters came to on bars it was not chosen on. */
export interface RunElsewhere {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly statistics: BacktestStatistics;
}

export interface ElsewhereOptions {
  readonly elsewhere?: readonly string[];
}

/** `--elsewhere`: where the best of a search is run as well. */
export function addElsewhereOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--elsewhere <what...>',
      'further price files, or symbols of stored bars, that the best is run on: bars it was not chosen on',
    ),
  );
}

/** Reads each series a person named, before a search whose result would be lost over a path that is wrong. */
export async function readElsewhere(
  terminal: Terminal,
  { symbol: _, elsewhere = [], ...options }: LabOptions & ElsewhereOptions,
): Promise<readonly AskedRun[]> {
  const asked: AskedRun[] = [];
  for (const what of elsewhere)
    asked.push(await readRunRequest(terminal, what, { ...options, param: {}, isTried: true }));
  return asked;
}

/** Runs one choice over each of them, and counts it among the trials of those bars. */
export async function runElsewhere(
  terminal: Terminal,
  data: string | undefined,
  series: readonly AskedRun[],
  parameters: ParameterValues | undefined,
): Promise<RunElsewhere[]> {
  const runs: RunElsewhere[] = [];
  if (parameters === undefined) return runs;
  for (const asked of series) {
    const run = { ...asked, work: { ...asked.work, parameters } };
    const { symbol, timeframe, statistics } = await computeCounted(terminal, data, run);
    runs.push({ symbol, timeframe, statistics });
  }
  return runs;
}

/** A line for each of them. */
export function elsewhereLines(runs: readonly RunElsewhere[]): string[] {
  return runs.map(({ symbol, timeframe, statistics: told }) => {
    const sharpe = told.sharpe === null ? 'no Sharpe ratio' : `Sharpe ratio ${toldNumber(told.sharpe, 2)}`;
    const days = `${told.startDate} to ${told.endDate}`;
    return `the best on ${symbol} ${timeframe}, ${days}, which it was not chosen on: ${toldNumber(told.returnPct, 1)} % in ${told.trades} trades, ${sharpe}; holding returned ${toldNumber(told.buyAndHoldReturnPct, 1)} %`;
  });
}
