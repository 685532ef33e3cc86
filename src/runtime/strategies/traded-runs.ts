import { OctopusError, unknownName } from '#contract/errors';
import type { Order } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import { eventsOfOrders } from '#engine/divergence/traded-events';
import type { ManualAct, TradedEvent, TradedRun } from '#engine/divergence/traded-run';
import type { StrategyRunPayloads } from '#engine/journal/strategy-run-records';
import type { JournalStore } from '#engine/ports/journal-store';
import type { RunLibrary } from '#engine/runs/run-library';
import { playedSymbol } from '#engine/simulation/decision-tape';
import { isOrderOf, RunOrderList, storedOrderEvents } from '#engine/strategy-runs/run-order-list';
import { type RecordedRun, recordedRuns } from './strategy-run-journal.ts';

/** Where runs that are compared are looked for. */
export interface TradedRunSources {
  readonly store: JournalStore;
  readonly library: Pick<RunLibrary, 'record'>;
}

const RECORDS_MAX = 5_000;

/** A strategy run, an account, a session or a saved backtest by its id. Throws NOT_FOUND with the nearest names. */
export function findTradedRun(name: string, { store, library }: TradedRunSources): TradedRun {
  const runs = recordedRuns(store);
  const run = runs.find(({ started }) => started.runId === name || isStartOf(name, started.runId));
  if (run) return tradedRunOf(store, run);
  const account = store.account(name)?.account ?? store.session(name)?.account;
  if (account !== undefined) return tradedAccount(store, account);
  const saved = savedBacktest(name, library);
  if (saved) return saved;
  const known = [...runs.map(({ started }) => started.runId), ...store.accounts().map((one) => one.account)];
  throw new OctopusError('NOT_FOUND', unknownName('run or account', name, known));
}

/** What a strategy run sent and filled, with what befell it. */
export function tradedRunOf(store: JournalStore, { started, resumedTimes }: RecordedRun): TradedRun {
  const { runId, account } = started;
  const isOurs = (order: Order): boolean => isOrderOf(runId, order);
  const orders = store.orders(account, 1_000_000);
  return {
    name: runId,
    events: eventsOfOrders(storedOrderEvents(store, account, isOurs)),
    hasOrders: true,
    orderListHash: new RunOrderList(store, account, runId).digest(),
    settings: settingsOf(started),
    fillModel: { venue: store.account(account)?.broker ?? 'unknown' },
    lateTimes: lateTimesOf(store, runId),
    restartTimes: resumedTimes,
    manualActs: manualActs(store, account, orders, new Set(started.configuration.symbols)),
  };
}

/** What decides what a run does. */
export function settingsOf({
  configuration,
  parameters,
  strategyHash,
}: Pick<StrategyRunPayloads['StrategyRunStarted'], 'configuration' | 'parameters' | 'strategyHash'>): Record<
  string,
  string
> {
  const { strategy, symbols, timeframe, resolution, units, direction, size, autonomy } = configuration;
  return {
    strategy,
    ...(strategyHash === null ? {} : { 'strategy file': strategyHash.slice(0, 12) }),
    symbols: symbols.map(playedSymbol).sort().join(', '),
    timeframe,
    resolution,
    units,
    direction,
    size: String(size),
    autonomy,
    ...Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [`parameter ${name}`, String(value)]),
    ),
  };
}

function tradedAccount(store: JournalStore, account: string): TradedRun {
  const events = eventsOfOrders(storedOrderEvents(store, account, () => true));
  const orders = store.orders(account, 1_000_000);
  const session = store.latestSession();
  return {
    name: account,
    events,
    hasOrders: true,
    orderListHash: new RunOrderList(store, account, '').digest(),
    settings: session?.account === account ? sessionSettings(session.configuration) : {},
    fillModel: { venue: store.account(account)?.broker ?? 'unknown' },
    lateTimes: [],
    restartTimes: [],
    manualActs: manualActs(store, account, orders, undefined),
  };
}

function sessionSettings(configuration: string): Record<string, string> {
  const told = JSON.parse(configuration) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(told)
      .filter(([name]) => name !== 'daysPerSecond')
      .map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

/** Of a saved backtest the fills that its trades tell; its orders are not kept. Undefined when there is no such run. */
export function savedBacktest(name: string, library: Pick<RunLibrary, 'record'>): TradedRun | undefined {
  try {
    const { summary, record } = library.record(name);
    const { result } = record;
    const events = result.trades.flatMap((trade): TradedEvent[] => {
      const { quantity, entryTime, entryPrice, exitTime, exitPrice, symbol = result.symbol } = trade;
      const isLong = trade.side === 'long';
      const common = { kind: 'fill', symbol, quantity: String(quantity) } as const;
      return [
        { ...common, time: entryTime, side: isLong ? 'buy' : 'sell', price: String(entryPrice) },
        ...(exitTime === null || exitPrice === null
          ? []
          : [
              { ...common, time: exitTime, side: isLong ? 'sell' : 'buy', price: String(exitPrice) } as const,
            ]),
      ];
    });
    const { strategy, parameters, timeframe } = { ...summary, parameters: summary.options.parameters };
    return {
      name,
      events: events.sort((a, b) => a.time - b.time),
      hasOrders: false,
      orderListHash: result.statistics.orderListHash,
      settings: {
        strategy,
        timeframe,
        ...Object.fromEntries(
          Object.entries(parameters).map(([key, value]) => [`parameter ${key}`, String(value)]),
        ),
      },
      fillModel: {},
      ...(summary.contentHash === null ? {} : { dataHash: summary.contentHash }),
      lateTimes: [],
      restartTimes: [],
      manualActs: [],
    };
  } catch (error) {
    if (error instanceof OctopusError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

/** What a person did: orders of their own in the symbols, cancels, the account's state and holdings changed by hand. */
function manualActs(
  store: JournalStore,
  account: string,
  orders: readonly Order[],
  symbols: ReadonlySet<string> | undefined,
): ManualAct[] {
  const acts: ManualAct[] = [];
  for (const order of orders) {
    if (symbols && !symbols.has(order.symbol)) continue;
    const { quantity } = amountsAsText({ quantity: order.quantity });
    const what = `${order.side} ${quantity} ${order.symbol}`;
    if (order.origin === 'person') acts.push({ time: order.createdTime, text: `an order to ${what}` });
    const isByPerson = /by a person|kill switch|flatten/.test(order.statusReason ?? '');
    if (order.status === 'cancelled' && isByPerson)
      acts.push({ time: order.updatedTime, text: `cancelled the order to ${what}` });
  }
  for (const kind of ['TradingStateChanged', 'PositionAdjusted', 'CashAdjusted'])
    for (const { payload, eventTime } of store.readNewest({ kind, limit: RECORDS_MAX })) {
      const told = JSON.parse(payload) as { account?: string; reason: string };
      if (told.account === account) acts.push({ time: eventTime, text: told.reason });
    }
  return acts;
}

function lateTimesOf(store: JournalStore, runId: string): number[] {
  return store.readNewest({ kind: 'StrategyDecided', limit: RECORDS_MAX }).flatMap(({ payload }) => {
    const decided = JSON.parse(payload) as StrategyRunPayloads['StrategyDecided'];
    return decided.runId === runId ? (decided.lateTicks ?? []) : [];
  });
}

function isStartOf(name: string, id: string): boolean {
  return name.length >= 4 && id.startsWith(name);
}
