import { z } from 'zod';
import type { BacktestResult } from '#contract/services/backtests';
import { backtestOptions, dataBeside } from '#contract/services/backtests';
import { epochMs, symbolText, timeframe } from '#contract/services/shared';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { toldNumber } from '#domain/values/told-number';
import { type Agent, KnownResult } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { ResultMemo } from '#engine/cache/result-memo';
import { longestShorter } from '#engine/market/read-bars-of-any-length';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { BarRange, MarketStore, SeriesSummary } from '#engine/ports/market-store';
import { backtestKey } from '#engine/simulation/backtest-key';
import type { ComputedBacktest } from '#engine/simulation/backtest-run';
import type { DayCurve } from '#engine/simulation/equity-curve';
import { HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import { gatherAccount } from './gather-account.ts';
import { createLabTasks, type LabStores } from './lab-tasks.ts';
import { openRange } from './open-range.ts';
import { chooseStrategy, optionsOf, type StrategyFiles } from './strategy-of.ts';
import type { BacktestInput } from './worker-tasks.ts';

const backtestInput = backtestOptions.extend({
  symbol: symbolText,
  /** Further instruments in the same account. */
  others: z.array(symbolText).max(1_000).optional(),
  timeframe: timeframe.default('1d'),
  /** Inclusive. */
  from: epochMs.optional(),
  /** Exclusive. */
  to: epochMs.optional(),
  /** Bars as the store knew them then: what came or was revised later is left out. */
  asOf: epochMs.optional(),
  /** Computes again even if the result is remembered. */
  isFresh: z.boolean().default(false),
  ...dataBeside,
});

/** Where results are remembered, and how the data they depend on is told apart. */
export interface BacktestMemory {
  readonly memo: ResultMemo;
  /** Hash over every bar of a range, as stored now. */
  contentHash(symbol: string, timeframe: Timeframe, range: Pick<BarRange, 'from' | 'to'>): Promise<string>;
}

/** Bars are made of shorter ones that may lie so far outside their range: a date reaches beyond its day. */
const MADE_REACH_MS = 4 * 86_400_000;

function widened({ from, to }: Pick<BarRange, 'from' | 'to'>): Pick<BarRange, 'from' | 'to'> {
  return {
    ...(from === undefined ? {} : { from: from - MADE_REACH_MS }),
    ...(to === undefined ? {} : { to: to + MADE_REACH_MS }),
  };
}

/** Branch of business by symbol, as far as the store knows. */
async function sectorsOf(
  market: Pick<MarketStore, 'instruments'>,
  symbols: readonly string[],
): Promise<Record<string, string>> {
  const known = (await market.instruments()).filter(({ symbol }) => symbols.includes(symbol));
  return Object.fromEntries(
    known.flatMap(({ symbol, sector }) => (sector === undefined ? [] : [[symbol, sector]])),
  );
}

const NOTHING_LOCKED: Pick<HoldOutBook, 'find'> = { find: () => undefined };

/** Whether bars of `own` length may be made of what a shorter series has before or behind it. */
function isBeyond(shorter: SeriesSummary, own: SeriesSummary): boolean {
  return shorter.firstTime < own.firstTime || shorter.lastTime > own.lastTime;
}

/** A backtest that ended, with the bars it ran on and their hash when it is known. */
export interface EndedBacktest {
  readonly result: BacktestResult;
  readonly bars: BarColumns;
  /** Every close of a day, where the result's own curve is thinned. */
  readonly dayCurve?: DayCurve;
  readonly contentHash?: string;
  /** Text of the strategy file. */
  readonly source?: string;
  /** Branch of business by symbol, as far as the store knows. */
  readonly sectors?: Readonly<Record<string, string>>;
}

/** M10: runs strategies over stored bars, exactly as they would have traded; the same twice only when asked to. */
export function createBacktester({
  market,
  memory,
  onEnded,
  lab,
  files,
}: {
  readonly market: MarketStore;
  readonly memory?: BacktestMemory;
  /** Told of every backtest that was computed, not of one remembered. */
  readonly onEnded?: (ended: EndedBacktest) => void;
  /** Where trials are counted and bars locked; without it there is no lab. */
  readonly lab?: Omit<LabStores, 'market' | 'files'>;
  /** The strategy files of the data folder; without it there are none. */
  readonly files?: StrategyFiles;
}): Agent {
  let activity = 'waits for a strategy to test';
  let started = 0;
  const holdOuts = lab ? new HoldOutBook(lab.documents, () => lab.clock.now()) : NOTHING_LOCKED;

  const backtest = defineTask({
    type: 'backtest',
    aliases: ['run_backtest_task', 'validate', 'backtest-file'],
    input: backtestInput,
    runsOn: 'worker',
    async run({
      symbol,
      others = [],
      timeframe,
      from,
      to,
      asOf,
      isFresh: isAskedFresh,
      also,
      resolution,
      ...given
    }): Promise<BacktestInput | KnownResult> {
      const strategy = await chooseStrategy(given.strategy, given.parameters, files);
      const { values: parameters, file } = strategy;
      const options = optionsOf({ ...given, parameters }, strategy);
      const moment = asOf === undefined ? {} : { asOf };
      const symbols = [symbol, ...others];
      const { range, lockedFrom } = openRange(holdOuts, symbols, timeframe, { from, to });
      const locked = lockedFrom === null ? {} : { lockedFrom };
      const isBeside = (also?.length ?? 0) > 0 || (resolution ?? 'bar') !== 'bar';
      // The memory knows a run by its bars alone.
      const isFresh = isAskedFresh || isBeside;
      const hashNow = async (): Promise<string | undefined> => {
        if (memory === undefined) return undefined;
        const series = await market.series();
        const hashes = symbols.flatMap((one) => {
          const stored = series.filter((summary) => summary.symbol === one);
          const own = stored.find((summary) => summary.timeframe === timeframe);
          const shorter = longestShorter(stored, timeframe);
          const isMadeOf = shorter && (!own || isBeyond(shorter, own));
          return [
            ...(own || !isMadeOf ? [memory.contentHash(one, timeframe, range)] : []),
            ...(isMadeOf ? [memory.contentHash(one, shorter.timeframe, widened(range))] : []),
          ];
        });
        return (await Promise.all(hashes)).join(' ');
      };
      const keyNow = async (): Promise<string | undefined> => {
        const contentHash = await hashNow();
        if (memory === undefined || contentHash === undefined) return undefined;
        const identity = { symbol: symbols.join(' '), timeframe, strategy, options, ...moment, contentHash };
        return backtestKey(memory.memo, identity);
      };
      const contentHash = await hashNow();
      const memoKey = await keyNow();
      const known =
        memoKey === undefined || isFresh ? undefined : memory?.memo.recall<BacktestResult>(memoKey);
      if (known) {
        activity = `${strategy.slug} on ${symbol}, remembered`;
        return new KnownResult({
          ...known.result,
          ...locked,
          isCached: true,
          computedTime: known.computedTime,
        });
      }
      const minimum = strategy.warmUpBars + 1;
      const wanted = { timeframe, range: { ...range, ...moment }, minimum, also, resolution };
      const bars = await readEnoughBars(market, { symbol, ...wanted });
      const isPlain = others.length === 0 && !isBeside;
      const account = isPlain ? {} : await gatherAccount(market, symbols, wanted, options);
      started += 1;
      activity = `${strategy.slug} on ${symbol}, ${bars.length} bars of ${timeframe}`;
      return {
        symbol,
        timeframe,
        bars,
        parameters,
        options,
        ...(file ? { file } : {}),
        ...account,
        sectors: await sectorsOf(market, symbols),
        ...moment,
        ...locked,
        // Bars that came in between make it unclear what was read: such a result is not remembered.
        ...(memoKey !== undefined && !isBeside && memoKey === (await keyNow())
          ? { memoKey, ...(contentHash === undefined ? {} : { contentHash }) }
          : {}),
      };
    },
    complete(
      { memoKey, asOf, lockedFrom, bars, contentHash, file, sectors },
      { dayCurve, ...computed }: ComputedBacktest,
    ): BacktestResult {
      const result = {
        ...computed,
        ...(asOf === undefined ? {} : { asOf }),
        ...(typeof lockedFrom === 'number' ? { lockedFrom } : {}),
      };
      onEnded?.({
        result,
        bars,
        ...(dayCurve ? { dayCurve } : {}),
        ...(sectors ? { sectors } : {}),
        ...(contentHash === undefined ? {} : { contentHash }),
        ...(file ? { source: file.source } : {}),
      });
      if (memory === undefined || memoKey === undefined) return result;
      return { ...result, isCached: false, computedTime: memory.memo.remember(memoKey, result) };
    },
    summarize: ({ symbol, options, statistics }: BacktestResult) =>
      `${symbol} ${options.strategy}: ${toldNumber(statistics.returnPct, 1)} % in ${statistics.trades} trades`,
  });

  return {
    slug: 'backtester',
    tasks: [backtest, ...(lab ? createLabTasks({ ...lab, market, files }) : [])],
    report: () => ({ state: 'healthy', activity, headline: started === 0 ? 'ready' : `${started} started` }),
  };
}
