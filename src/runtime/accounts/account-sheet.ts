import { OctopusError } from '#contract/errors';
import type { BacktestResult } from '#contract/services/backtests';
import { backtestOptions } from '#contract/services/backtests';
import { knownSector } from '#domain/instruments/known-sector';
import { type BarColumns, sliceBars } from '#domain/market/bar';
import { barsFromTrades } from '#domain/market/bars-from-ticks';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { Fill } from '#domain/orders/order';
import type { TearSheetInput } from '#domain/reports/tear-sheet-input';
import { decimalToNumber } from '#domain/values/decimal';
import { firstIndexFrom } from '#domain/values/first-index-from';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import { JournaledAccount } from '#engine/runs/journaled-account';
import { tearSheetInput } from '#engine/runs/tear-sheet-input';
import { accountOutcome } from '#engine/simulation/backtest/account-result';
import { playedSymbol } from '#engine/simulation/decision-tape';
import { JournaledOrderList } from '#engine/strategy-runs/journaled-order-list';
import { isOrderOf, storedOrderEvents } from '#engine/strategy-runs/run-order-list';
import type { Engine } from '../engine/create-engine.ts';
import { VERSION } from '../engine/version.ts';

const DAY_MS = 86_400_000;
/** Up to so many days an account is looked at by the minute, and by the hour. */
const MINUTE_DAYS = 5;
const HOUR_DAYS = 60;

/**
 * What the tear sheet of an account is made from, or of one strategy run's orders in it: its fills by the journal, its
 * worth at the stored bars. Throws NOT_FOUND without fills, and where no bars are stored of what it traded.
 */
export async function accountSheetInput(
  wanted: { readonly account?: string | undefined; readonly run?: string | undefined },
  {
    journal,
    accounts,
    strategyRuns,
    stores,
  }: Pick<Engine, 'journal' | 'accounts' | 'strategyRuns' | 'stores'>,
): Promise<TearSheetInput> {
  const run = wanted.run === undefined ? undefined : strategyRuns.require(wanted.run);
  const account = run?.started.account ?? wanted.account ?? accounts.require(undefined).account;
  const row = journal.store.account(account);
  if (!row) throw new OctopusError('NOT_FOUND', `account ${account} is not in the journal`);
  const events = storedOrderEvents(
    journal.store,
    account,
    (order) => run === undefined || isOrderOf(run.started.runId, order),
  );
  const fills = events.flatMap((event): Fill[] => (event.kind === 'fill' ? [event.fill] : []));
  const first = fills[0];
  const last = fills.at(-1);
  if (!first || !last)
    throw new OctopusError('NOT_FOUND', `${run?.started.runId ?? account} has no fills yet`);
  const timeframe = timeframeFor(last.eventTime - first.eventTime);
  const symbols = [...new Set(fills.map(({ symbol }) => symbol))].sort();
  const series: { symbol: string; bars: BarColumns }[] = [];
  for (const symbol of symbols) {
    const own = await barsSince(playedSymbol(symbol), timeframe, first.eventTime, stores.market);
    if (own.length === 0)
      throw new OctopusError(
        'NOT_FOUND',
        `neither bars nor trades of ${playedSymbol(symbol)} are stored since its first fill; import or download them`,
      );
    series.push({ symbol, bars: own });
  }
  const list = new JournaledOrderList();
  for (const event of events)
    if (event.kind === 'order') list.addOrder(event.order, event.time);
    else list.addFill(event.fill);
  const cash = run ? Number(run.started.cash) : decimalToNumber(row.startingCash);
  const ran = new JournaledAccount({
    currency: row.currency,
    cash,
    timeframe,
    series,
    fills,
    hash: list.hash,
    orders: events.length - fills.length,
  });
  const result: BacktestResult = {
    symbol: symbols.join(', '),
    timeframe,
    options: backtestOptions.parse({
      strategy: run?.started.configuration.strategy ?? account,
      parameters: run?.started.parameters ?? {},
      cash: Math.max(cash, Number.MIN_VALUE),
      direction: 'long-short',
      closeAtEnd: 'none',
    }),
    ...accountOutcome(ran, cash, 0),
    elapsedMs: 0,
  };
  const sectors = symbols.flatMap((symbol) => {
    const sector = knownSector(playedSymbol(symbol));
    return sector === undefined ? [] : [[symbol, sector] as const];
  });
  return tearSheetInput({
    result,
    bars: series[0]!.bars,
    name: run ? `${run.started.name} on ${account}` : `account ${account}`,
    engineVersion: VERSION,
    sectors: Object.fromEntries(sectors),
  });
}

/** Stored bars from the one that a moment falls in; made of stored trades where there are none. */
async function barsSince(
  symbol: string,
  timeframe: Timeframe,
  time: number,
  market: Engine['stores']['market'],
): Promise<BarColumns> {
  const { bars } = await readBarsOfAnyLength(market, symbol, timeframe);
  const from = Math.max(0, firstIndexFrom(bars.time, 0, time) - 1);
  const stored = sliceBars(bars, from, bars.length);
  if (stored.length > 0) return stored;
  return barsFromTrades(await market.readTrades(symbol, { from: time - timeframeMs(timeframe) }), timeframe);
}

function timeframeFor(ms: number): Timeframe {
  if (ms <= MINUTE_DAYS * DAY_MS) return '1m';
  return ms <= HOUR_DAYS * DAY_MS ? '1h' : '1d';
}
