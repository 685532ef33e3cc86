import type { RunMatchView } from '#contract/services/strategy-runs';
import { type BarColumns, sliceBars } from '#domain/market/bar';
import { barsFromQuotes, barsFromTrades } from '#domain/market/bars-from-ticks';
import { joinBars } from '#domain/market/join-bars';
import { timeframeMs } from '#domain/market/timeframe';
import { TradingDay } from '#domain/market/trading-day';
import type { TradingCosts } from '#domain/orders/trading-costs';
import type { RiskLimits } from '#domain/risk/risk-limits';
import { findStrategy } from '#domain/strategies/catalog';
import { diagnoseDivergence } from '#engine/divergence/diagnose-divergence';
import { eventsOfBacktest } from '#engine/divergence/traded-events';
import type { TradedRun } from '#engine/divergence/traded-run';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import type { JournalStore } from '#engine/ports/journal-store';
import type { MarketStore } from '#engine/ports/market-store';
import { type AccountOutcome, accountOutcome } from '#engine/simulation/backtest/account-result';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { signalStrategy } from '#engine/simulation/backtest/signal-strategy';
import { playedSymbol } from '#engine/simulation/decision-tape';
import { backtestOfRun, type SeenMarket } from '#engine/strategy-runs/run-backtest-request';
import type { KnownInstruments } from '../accounts/known-instruments.ts';
import { isOfReplay } from './run-markets.ts';
import type { RecordedRun } from './strategy-run-journal.ts';
import { runStrategyFile } from './strategy-sandbox.ts';
import { settingsOf, tradedRunOf } from './traded-runs.ts';

export interface RunMatchPorts {
  readonly store: JournalStore;
  readonly market: MarketStore;
  readonly instruments: KnownInstruments;
  readonly limits: () => RiskLimits;
  /** What the venue of an account on the simulated venue costs; undefined at a broker. */
  readonly costsOf: (account: string) => TradingCosts | undefined;
  readonly now: () => number;
}

const DAY_MS = 86_400_000;

/** Holds one day of a run against a backtest of the same strategy over the ticks that were recorded meanwhile. */
export async function matchRun(run: RecordedRun, day: number, ports: RunMatchPorts): Promise<RunMatchView> {
  const { runId, account, configuration } = run.started;
  const base = { run: runId, account, strategy: configuration.strategy, day, checkedTime: ports.now() };
  const problem = whyNot(run, ports.store);
  if (problem !== undefined) return { ...base, matchPct: null, divergence: null, problem };
  try {
    const { costs, ...live } = { costs: ports.costsOf(account), ...tradedRunOf(ports.store, run) };
    const outcome = await backtested(run, day + DAY_MS, ports, costs);
    const isOfDay = ({ time }: { readonly time: number }): boolean => time >= day && time < day + DAY_MS;
    const backtest: TradedRun = {
      name: `backtest of ${runId}`,
      events: eventsOfBacktest(outcome.kept?.events ?? []).filter(isOfDay),
      hasOrders: true,
      orderListHash: outcome.statistics.orderListHash,
      settings: settingsOf(run.started),
      fillModel: { venue: costs ? 'paper' : 'matching core' },
      lateTimes: [],
      restartTimes: [],
      manualActs: [],
    };
    const divergence = diagnoseDivergence({ ...live, events: live.events.filter(isOfDay) }, backtest);
    return { ...base, matchPct: divergence.matchPct, divergence, problem: null };
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    return { ...base, matchPct: null, divergence: null, problem: sentence };
  }
}

function whyNot({ started }: RecordedRun, store: JournalStore): string | undefined {
  const { configuration, held, account } = started;
  if (configuration.autonomy !== 'auto')
    return `it ran with autonomy ${configuration.autonomy}: it sent nothing by itself`;
  if (isOfReplay(store, account))
    return 'it ran on the account of a replay: its ticks are those of the replay, and were not recorded';
  if (configuration.symbols.some((symbol) => symbol.startsWith('REPLAY:')))
    return 'it ran on a replay: its ticks were recorded another day';
  const first = Object.keys(held)[0];
  return first === undefined ? undefined : `the account held ${held[first]} ${first} when it began`;
}

async function backtested(
  run: RecordedRun,
  until: number,
  ports: RunMatchPorts,
  costs: TradingCosts | undefined,
): Promise<AccountOutcome> {
  const { started, startedTime } = run;
  const { configuration, parameters, source } = started;
  const end = Math.min(until, run.stopped?.time ?? Number.POSITIVE_INFINITY, ports.now());
  const seen: SeenMarket[] = [];
  for (const symbol of configuration.symbols)
    seen.push(await seenMarket(symbol, run, { from: startedTime, to: end }, ports));
  const request = backtestOfRun(configuration, seen, {
    time: startedTime,
    cash: Number(started.cash),
    currency: ports.store.account(started.account)?.currency ?? 'USD',
    limits: ports.limits(),
    ...(costs ? { costs } : {}),
  });
  if (source !== null) {
    const file = { path: `${configuration.strategy}.ts`, source };
    return (await runStrategyFile(file, { ...request, parameters })).outcome;
  }
  const definition = findStrategy(configuration.strategy)!;
  const size = configuration.size / request.instruments.length;
  const strategy =
    definition.module ??
    signalStrategy(definition, parameters, request.instruments, { direction: configuration.direction, size });
  const account = new AccountRun({ ...request, strategy, parameters });
  while (!account.advance(Number.MAX_SAFE_INTEGER));
  return accountOutcome(account, Number(started.cash), definition.warmUpBars(parameters));
}

/** Its warm-up, then bars of its recorded ticks; that under way when it began was not shown to it. */
async function seenMarket(
  symbol: string,
  { started, startedTime }: RecordedRun,
  range: { readonly from: number; readonly to: number },
  { market, instruments }: RunMatchPorts,
): Promise<SeenMarket> {
  const { timeframe, warmUpBars = 0 } = started.configuration;
  const name = playedSymbol(symbol);
  const trades = await market.readTrades(name, range);
  const quotes = await market.readQuotes(name, range);
  if (trades.length === 0 && quotes.length === 0)
    throw new RangeError(`no ticks of ${name} were recorded in that time`);
  const day = new TradingDay(instruments.calendarOf(symbol));
  const made =
    instruments.dataTypeOf(symbol) === 'forex'
      ? barsFromQuotes(quotes, timeframe, day)
      : barsFromTrades(trades, timeframe, day);
  let first = 0;
  while (first < made.length && made.time[first]! < startedTime) first += 1;
  const warm = warmUpBars === 0 ? undefined : (await readBarsOfAnyLength(market, name, timeframe)).bars;
  // A bar that ends with the stretch or later had not closed for the run.
  let end = made.length;
  while (end > first && made.time[end - 1]! + timeframeMs(timeframe) >= range.to) end -= 1;
  const own = sliceBars(made, first, end);
  const bars = warm
    ? joinBars([endedBefore(warm, startedTime - timeframeMs(timeframe), warmUpBars), own])
    : own;
  return {
    symbol: name,
    bars,
    ...(trades.length > 0 ? { trades } : {}),
    ...(quotes.length > 0 ? { quotes } : {}),
  };
}

/** The newest `count` bars labelled at or before a time. */
function endedBefore(bars: BarColumns, label: number, count: number): BarColumns {
  let end = bars.length;
  while (end > 0 && bars.time[end - 1]! > label) end -= 1;
  return sliceBars(bars, end - count, end);
}
