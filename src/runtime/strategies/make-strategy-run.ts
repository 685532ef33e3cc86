import { OctopusError } from '#contract/errors';
import type { StrategyRunConfiguration } from '#contract/services/strategy-runs';
import { allocateBars, type BarColumns, sliceBars } from '#domain/market/bar';
import { timeframeMs } from '#domain/market/timeframe';
import { findStrategy } from '#domain/strategies/catalog';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Journal } from '#engine/journal/journal';
import type { StrategyRunPayloads } from '#engine/journal/strategy-run-records';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore } from '#engine/ports/market-store';
import { ReplaySession } from '#engine/session/replay-session';
import { playedSymbol } from '#engine/simulation/decision-tape';
import { builtInModule } from '#engine/strategy-runs/built-in-module';
import { LiveStrategy } from '#engine/strategy-runs/live-strategy';
import { RunBars } from '#engine/strategy-runs/run-bars';
import { type RunSetup, type StrategyHost, stepOf } from '#engine/strategy-runs/run-messages';
import { StrategyRun, type StrategyRunOptions } from '#engine/strategy-runs/strategy-run';
import type { Proposals } from '#engine/trading/proposals';
import type { KnownInstruments } from '../accounts/known-instruments.ts';
import { openFileStrategy } from './file-strategy-host.ts';
import type { RunAccount } from './run-courses.ts';
import { placeOf } from './strategy-run-journal.ts';

export interface MakeRunPorts {
  readonly journal: Journal;
  readonly market: MarketStore;
  readonly board: QuoteBoard;
  readonly instruments: KnownInstruments;
  readonly proposals: Pick<Proposals, 'propose'>;
  readonly clock: Clock;
}

type Started = StrategyRunPayloads['StrategyRunStarted'];

/** Prefix of symbols that are played again from the store. */
export const REPLAY = 'REPLAY:';

/** A run as it was started, behind its newest decision, on its account. */
export function makeStrategyRun(
  started: Started,
  account: RunAccount,
  ports: MakeRunPorts,
  hooks: Pick<StrategyRunOptions, 'onChange' | 'onFailure'>,
): StrategyRun {
  const { journal, proposals, instruments } = ports;
  const { configuration, runId } = started;
  const symbols = [...configuration.symbols].sort();
  const { isPast, wholeFrom, history } = timesOf(configuration, account, ports);
  const place = placeOf(journal.store, runId);
  const setup: RunSetup = {
    parameters: started.parameters,
    timeframe: configuration.timeframe,
    currency: account.book.accountRow().currency,
    instruments: symbols.map((symbol) => ({ symbol, step: stepOf(configuration) })),
    direction: configuration.direction,
    size: configuration.size,
    firstOrder: place.firstOrder,
    isOfSignals: started.source === null && findStrategy(configuration.strategy)?.module === undefined,
  };
  return new StrategyRun({
    ...hooks,
    id: runId,
    slug: configuration.strategy,
    configuration,
    account,
    journal,
    proposals,
    host: hostOf(started, setup),
    bars: new RunBars(
      configuration.timeframe,
      symbols.map((symbol) => ({
        calendar: instruments.calendarOf(symbol),
        isOfQuotes: !(account instanceof ReplaySession) && instruments.dataTypeOf(symbol) === 'forex',
      })),
    ),
    history: (until) => Promise.all(symbols.map((symbol) => history(symbol, until))),
    isPast: () => isPast,
    wholeFrom,
    firstOrder: place.firstOrder,
    decidedUntil: place.decidedUntil,
    tape: place.tape,
  });
}

interface RunTimes {
  readonly isPast: boolean;
  readonly wholeFrom: number;
  readonly history: (symbol: string, until: number) => Promise<BarColumns> | BarColumns;
}

/** Whether it lives in the past, from when its bars are whole, and which came before. */
function timesOf(
  configuration: StrategyRunConfiguration,
  account: RunAccount,
  ports: MakeRunPorts,
): RunTimes {
  const { symbols, timeframe, warmUpBars = 0 } = configuration;
  if (account instanceof ReplaySession) {
    const history = (symbol: string, until: number): BarColumns => {
      const bars = account.closedBars(symbol, timeframe, until);
      return sliceBars(bars, bars.length - warmUpBars, bars.length);
    };
    return { isPast: true, wholeFrom: account.wholeFrom, history };
  }
  const { board, clock, market } = ports;
  const history = (symbol: string, until: number): Promise<BarColumns> =>
    storedHistory(market, symbol, configuration, until);
  if (!symbols.every((symbol) => symbol.startsWith(REPLAY)))
    return { isPast: false, wholeFrom: clock.now(), history };
  const heard = symbols.map((symbol) => board.eventTime[board.slot(symbol)] ?? Number.NaN);
  const wholeFrom = Math.max(Number.NEGATIVE_INFINITY, ...heard.filter((time) => time > 0));
  return { isPast: true, wholeFrom, history };
}

/** The newest stored bars that had ended by `until`. */
async function storedHistory(
  market: MarketStore,
  symbol: string,
  { timeframe, warmUpBars = 0 }: StrategyRunConfiguration,
  until: number,
): Promise<BarColumns> {
  if (warmUpBars === 0) return allocateBars(0);
  const { bars } = await readBarsOfAnyLength(market, playedSymbol(symbol), timeframe);
  let end = bars.length;
  while (end > 0 && bars.time[end - 1]! + timeframeMs(timeframe) > until) end -= 1;
  return sliceBars(bars, end - warmUpBars, end);
}

function hostOf({ source, configuration }: Started, setup: RunSetup): StrategyHost {
  if (source !== null) return openFileStrategy({ path: `${configuration.strategy}.ts`, source }, setup);
  const definition = findStrategy(configuration.strategy);
  if (!definition) throw new OctopusError('UNKNOWN_STRATEGY', `no strategy ${configuration.strategy}`);
  return new LiveStrategy(setup, (bars) => builtInModule(definition, setup, bars));
}
