import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { OctopusError } from '#contract/errors';
import type { TrialCount, TrialWorkDone } from '#engine/simulation/search/trial-counter';
import type { LabWork, RangedWork } from '#runtime/strategies/command-strategy';
import { addBacktestOptions, type BacktestRequestOptions, readBacktestRequest } from './backtest-request.ts';
import { UsageError } from './failure.ts';
import { formatOption, wholeNumberFrom } from './options.ts';
import type { Format } from './output.ts';
import type { Terminal } from './terminal.ts';

/** What a person says of the parameters to try. */
export interface LabOptions extends Omit<BacktestRequestOptions, 'param'> {
  readonly param: Readonly<Record<string, string>>;
  readonly constraint?: string;
  readonly objective: string;
  readonly workers?: number;
  readonly format: Format;
}

/** The bars, the account and the ranges a command of the lab works on. */
export interface LabRequest {
  readonly work: RangedWork;
  readonly fileName: string;
}

/** `[file]`, the options of a backtest, and those that say what to try. */
export function addLabOptions(command: Command): Command {
  addBacktestOptions(
    command.argument('[file]', 'CSV or CSV.gz of prices, or the symbol of stored bars'),
    new Option(
      '--param <name=values>',
      'values of a parameter: 2:100, 2:100:2, 10,20,50 or 30; may be repeated',
    )
      .default({}, 'each parameter has its own')
      .argParser(addRange),
  )
    .option('--constraint <expression>', 'what a combination must satisfy, such as "fast<slow"')
    .option(
      '--objective <expression>',
      'what to make large: a statistic, or arithmetic such as "sharpe - 0.05*abs(maxDrawdownPct)"',
      'sharpe',
    )
    .addOption(
      new Option(
        '--workers <count>',
        'threads at work at once; as many as are worth it unless told',
      ).argParser(wholeNumberFrom(1, 256)),
    );
  return addJsonFormat(command);
}

/** `--format`, of which JSON is what these commands print unless told. */
export function addJsonFormat(command: Command): Command {
  return command.addOption(formatOption().default('json'));
}

function addRange(text: string, previous: unknown): Readonly<Record<string, string>> {
  const match = /^\s*([^=\s]+)\s*=\s*(\S.*)$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must read name=values, such as fast=2:100.');
  return { ...(previous as Readonly<Record<string, string>>), [match[1]!]: match[2]!.trim() };
}

/**
 * The request of a command that tries parameters. Throws a UsageError for ranges that cannot be read, or hold what a
 * parameter cannot be; the latter not for more than `uncheckedAbove` combinations, which the command refuses itself.
 */
export async function readLabRequest(
  terminal: Terminal,
  argument: string | undefined,
  options: LabOptions,
  uncheckedAbove?: number,
): Promise<LabRequest> {
  const { rangesOf } = await import('#runtime/strategies/command-strategy');
  const { work, strategy, fileName } = await readRunRequest(terminal, argument, {
    ...options,
    param: {},
    isTried: true,
  });
  const { parameters: _, ...own } = work;
  const { constraint, objective, workers, param } = options;
  const given = {
    ...(constraint === undefined ? {} : { constraint }),
    ...(workers === undefined ? {} : { workers }),
  };
  try {
    return {
      work: { ...own, ranges: rangesOf(strategy, param, uncheckedAbove), objective, ...given },
      fileName,
    };
  } catch (error) {
    throw error instanceof OctopusError ? new UsageError(error.message) : error;
  }
}

/** As {@link readBacktestRequest}; the argument may name a symbol in place of a file. */
export function readRunRequest(
  terminal: Terminal,
  argument: string | undefined,
  options: BacktestRequestOptions,
): ReturnType<typeof readBacktestRequest> {
  const isSymbol =
    argument !== undefined &&
    options.symbol === undefined &&
    !existsSync(argument) &&
    /^[\w^=-]+(\.[A-Za-z]{1,2})?$/.test(argument);
  return isSymbol
    ? readBacktestRequest(terminal, undefined, { ...options, symbol: argument })
    : readBacktestRequest(terminal, argument, options);
}

/** Counts trials in the data folder; a note says when that cannot be. */
export async function countInFolder(
  terminal: Terminal,
  data: string | undefined,
  { symbol, timeframe, bars }: Pick<LabWork, 'symbol' | 'timeframe' | 'bars'>,
  work: TrialWorkDone,
): Promise<TrialCount> {
  const { countTrials } = await import('#runtime/lab/lab-books');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { count, problem } = countTrials(dataFolder({ given: data }), { symbol, timeframe, bars, work });
  if (problem !== undefined) terminal.note(problem);
  return count;
}
