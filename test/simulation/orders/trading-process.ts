import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { createComplianceEngine } from '#agents/compliance-engine/agent';
import { AlgorithmRunner } from '#agents/execution-manager/algorithms/algorithm-runner';
import type { VolumeBetween } from '#agents/execution-manager/algorithms/recount-volume';
import { BrokerAccount, type BrokerAccountPorts } from '#agents/execution-manager/broker-account';
import { createRiskManager } from '#agents/risk-manager/agent';
import { type Settings, settings as settingsSchema } from '#contract/services/settings';
import type { Instrument } from '#domain/instruments/instrument';
import { DECIMAL_ZERO, type Decimal, formatDecimal } from '#domain/values/decimal';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { Journal } from '#engine/journal/journal';
import type { BrokerCapabilities } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { JournalStore } from '#engine/ports/journal-store';
import type { MarketStore } from '#engine/ports/market-store';
import { LiveAccount } from '#engine/trading/live-account';
import { quietLog } from '#test/support/quiet-log';

export const ACCOUNT = 'sim';

const PAGES_MAX = 1_000_000;

export const CAPABILITIES: BrokerCapabilities = {
  assetClasses: ['equity'],
  orderTypes: ['market', 'limit', 'stop'],
  timesInForce: ['day', 'gtc', 'gtd', 'ioc', 'fok'],
  takesPostOnly: false,
  takesReduceOnly: false,
  takesIceberg: false,
  takesReplace: true,
  takesShort: true,
  findsByClientId: true,
  quantityPrecision: 0,
  clientIdLengthMax: 40,
  note: 'A simulated exchange.',
};

/** Limits wide enough for many orders at once. */
export const SETTINGS: Settings = settingsSchema.parse({
  riskLimits: {
    positionPctMax: 100,
    grossExposurePctMax: 400,
    orderPctMax: 100,
    priceCollarPct: 50,
    dailyLossPctMax: 100,
    riskPerTradePct: 1,
  },
});

/** Risk judges orders without bars. */
export const NO_MARKET: Partial<MarketStore> = { readBars: () => Promise.reject(new Error('no bars here')) };

export interface TradingProcessOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly open: BrokerAccountPorts['open'];
  /** The journal's store as this process has it. */
  readonly wrap: (store: JournalStore) => JournalStore;
  /** Whether each commit waits for the disk. */
  readonly synchronous: 'FULL' | 'OFF';
  readonly prices: ReadonlyMap<string, number>;
  readonly startingCash: Decimal;
  readonly knowsLastDays: boolean;
  /** Whether the exchange can be asked by our ids; it can unless told. */
  readonly knowsOurIds?: boolean;
  /** What traded while no process counted; unknown unless told. */
  readonly volumeBetween?: VolumeBetween;
}

export type TradingProcess = ReturnType<typeof startTradingProcess>;

/** One life of the engine's trading parts, on the journal's real file. */
export function startTradingProcess(options: TradingProcessOptions) {
  const { folder, clock, prices, startingCash } = options;
  const opened = openDatabase(journalDatabase, folder, 0);
  opened.database.pragma(`synchronous = ${options.synchronous}`);
  const store = createJournalStore(opened);
  const troubles: string[] = [];
  const journal = new Journal(options.wrap(store), clock, (error) => troubles.push(String(error)));
  if (!store.account(ACCOUNT)) openAccount(journal, startingCash, clock.now());
  const risk = createRiskManager({ market: NO_MARKET as MarketStore, clock }).role;
  const compliance = createComplianceEngine({ dataFolder: folder }).role;
  const board = createQuoteBoard();
  const instruments = new Map([...prices.keys()].map((symbol) => [symbol, instrument(symbol)]));
  const timesInForce = CAPABILITIES.timesInForce.filter((one) => options.knowsLastDays || one !== 'gtd');
  const broker: BrokerAccount = new BrokerAccount({
    journal,
    account: ACCOUNT,
    definition: {
      id: 'exchange',
      name: 'Exchange',
      capabilities: { ...CAPABILITIES, timesInForce, findsByClientId: options.knowsOurIds ?? true },
    },
    open: options.open,
    clock,
    postTrade: compliance.postTrade,
    instrumentOf: (symbol) => instrument(symbol),
    whyHeldBack: () => broker.whyClosed(),
    cashTolerance: DECIMAL_ZERO,
    reconcileEveryMs: 60_000,
    onFill: () => undefined,
    onTrouble: (sentence) => troubles.push(sentence),
  });
  const trading = new LiveAccount({
    account: ACCOUNT,
    journal,
    roles: { risk, compliance, execution: { fee: () => DECIMAL_ZERO } },
    desk: broker.desk,
    board,
    instruments,
    settings: () => SETTINGS,
    clock,
    quantityPrecision: CAPABILITIES.quantityPrecision,
    whyClosed: () => broker.whyClosed(),
    onChange: () => undefined,
  });
  const algorithms = new AlgorithmRunner({
    journal,
    clock,
    log: quietLog(),
    accountOf: () => trading,
    timeInForceOf: () => 'gtc',
    volumeBetween: options.volumeBetween ?? (async () => null),
    onChange: () => undefined,
  });
  algorithms.restore();
  /** A trade of so many units. */
  const tick = (symbol: string, price: number, size = 1): void => {
    algorithms.onTrade(symbol, size);
    board.publish(board.slot(symbol), clock.now(), price, Number.NaN, Number.NaN, 1);
    trading.onTick(symbol, clock.now(), price, Number.NaN, Number.NaN, 1);
  };
  for (const [symbol, price] of prices)
    board.publish(board.slot(symbol), clock.now(), price, Number.NaN, Number.NaN, 1);
  return {
    store,
    journal,
    broker,
    trading,
    algorithms,
    troubles,
    clock,
    tick,
    /** Leaves the file room for so many pages more, or as much as there is: a page it cannot have is a full disk. */
    leaveRoom(pages: number | null): void {
      if (!opened.database.open) return;
      const used = Number(opened.database.pragma('page_count', { simple: true }));
      opened.database.pragma(`max_page_count = ${pages === null ? PAGES_MAX : used + pages}`);
    },
    /** Lets go of the file, as the end of a process does. */
    end(): void {
      algorithms.close();
      opened.close();
    },
  };
}

function openAccount(journal: Journal, cash: Decimal, eventTime: number): void {
  journal.record({
    kind: 'AccountOpened',
    payload: {
      account: ACCOUNT,
      broker: 'exchange',
      environment: 'paper',
      currency: 'USD',
      startingCash: formatDecimal(cash),
    },
    eventTime,
    source: 'person',
  });
}

/** A share that is traded in New York. */
export function instrument(symbol: string): Instrument {
  return {
    symbol,
    name: symbol,
    assetClass: 'equity',
    currency: 'USD',
    pricePrecision: 2,
    venue: 'XNYS',
    timeZone: 'America/New_York',
    source: 'simulation',
    isTradable: true,
  };
}
