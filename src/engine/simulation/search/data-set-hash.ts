import { createHash } from 'node:crypto';
import { type BacktestOptions, backtestOptions } from '#contract/services/backtests';
import { BAR_FIELDS, type BarColumns } from '#domain/market/bar';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { canonicalJson } from '../../journal/canonical-json.ts';
import { BACKTEST_VERSION } from '../backtest-key.ts';
import { strategyIdentity } from '../strategy-source.ts';
import type { SearchRequest } from './run-search.ts';

/** What a set of bars is known by for ever, wherever it is kept: SHA-256 over its columns, hexadecimal. */
export function dataSetHash(bars: BarColumns): string {
  const digest = createHash('sha256').update(`bars ${bars.length}`);
  for (const field of BAR_FIELDS) digest.update(bars[field].subarray(0, bars.length));
  return digest.digest('hex');
}

/** What trials are known by: the same work over the same bars has the same id, so that it is counted once. */
export function trialWorkId(kind: string, dataSet: string, work: unknown): string {
  const text = canonicalJson({ kind, dataSet, work, engine: BACKTEST_VERSION });
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Options as they make work another one: a file is known by its hash, whatever it is called. */
function identified(options: BacktestOptions): BacktestOptions {
  const { strategyHash, ...own } = backtestOptions.parse(options);
  return { ...own, strategy: strategyHash ?? own.strategy };
}

/** The id of a single run over bars. `options` name the strategy and bear its parameters. */
export function backtestWorkId(dataSet: string, options: BacktestOptions): string {
  return trialWorkId('backtest', dataSet, identified(options));
}

/** The id of a sweep over bars, the same from a command as from a task. */
export function sweepWorkId(
  work: Pick<SearchRequest, 'bars' | 'ranges' | 'constraint' | 'options'>,
  dataSet = dataSetHash(work.bars),
): string {
  const { ranges, constraint, options } = work;
  return trialWorkId('sweep', dataSet, {
    strategy: strategyIdentity(options),
    ranges: ranges.map(({ name, values }) => [name, [...values]]),
    constraint: constraint ?? '',
    options: identified({ ...options, parameters: {} }),
  });
}

/** The id of a search: everything its trials depend on but how many are wanted, so that a longer one goes on with them. */
export function searchId(
  request: Omit<SearchRequest, 'trials' | 'top' | 'strategy'> & {
    readonly strategy: Pick<StrategyDefinition, 'version'>;
  },
  dataSet: string,
): string {
  const { strategy, ranges, constraint, objective, options, method, seed, isPruning } = request;
  return trialWorkId('search', dataSet, {
    strategy: strategyIdentity(options),
    version: strategy.version,
    ranges: ranges.map(({ name, values }) => [name, [...values]]),
    constraint: constraint ?? '',
    objective,
    options: identified({ ...options, parameters: {} }),
    method,
    seed,
    isPruning,
  });
}
