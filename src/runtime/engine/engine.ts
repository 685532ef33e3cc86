import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { DataCollector } from '#agents/data-collector/agent';
import type { DataWarehouse } from '#agents/data-warehouse/agent';
import type { JournalVerification } from '#contract/services/journal';
import type { SystemHealth, SystemInfo } from '#contract/services/system';
import type { Roles } from '#engine/agent/roles';
import type { Bus } from '#engine/bus/bus';
import type { LiveValue } from '#engine/bus/live-value';
import type { SeriesSource } from '#engine/cache/live-series';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Journal } from '#engine/journal/journal';
import type { Orchestrator } from '#engine/orchestrator/orchestrator';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { ProcessHost } from '#engine/ports/process-host';
import type { SecretStore } from '#engine/ports/secret-store';
import type { Scheduler } from '#engine/scheduler/scheduler';
import type { SessionCharts } from '#engine/session/session-charts';
import type { Proposals } from '#engine/trading/proposals';
import type { Trading } from '../accounts/create-trading.ts';
import type { AlertKeeper } from '../alerts/alert-keeper.ts';
import type { LiveMarket } from '../market-data/live-market.ts';
import type { LiveViews } from '../market-data/live-views.ts';
import type { MarketDataLog } from '../market-data/market-data-log.ts';
import type { ProviderDesk, ProviderOverrides } from '../market-data/provider-desk.ts';
import type { OptionDesk } from '../options/option-desk.ts';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import type { RunMatches } from '../strategies/run-matches.ts';
import type { StrategyRunKeeper } from '../strategies/strategy-run-keeper.ts';
import type { WatchdogDesk } from '../watchdog/watchdog-desk.ts';
import type { EngineCaches } from './engine-caches.ts';
import type { SettingsBook } from './settings-book.ts';
import type { StoredDisplay } from './stored-display.ts';

export interface EngineOptions {
  readonly dataFolder: string;
  readonly host: SystemInfo['host'];
  readonly log: Log;
  readonly processHost: ProcessHost;
  readonly clock?: Clock;
  /** Worker processes at most; one a spare core unless told. */
  readonly workers?: number;
  /** Other addresses and key variables of providers, by id; for commands only, never from a client. */
  readonly providerOverrides?: Readonly<Record<string, ProviderOverrides>>;
  /** In the place of the operating system's keychain. */
  readonly secrets?: SecretStore;
  /** False for commands that only look: no session is opened or started. */
  readonly isSessionWanted?: boolean;
}

/** The whole engine of one data folder: agents, journal, store, session, tasks. Stop it before opening the folder again. */
export interface Engine extends Trading {
  readonly info: SystemInfo;
  readonly clock: Clock;
  readonly log: Log;
  readonly stores: SqliteStores;
  readonly caches: EngineCaches;
  readonly journal: Journal;
  readonly bus: Bus;
  readonly board: QuoteBoard;
  readonly charts: SessionCharts;
  readonly keeper: SessionKeeper;
  /** Orders of strategies that wait for a person. */
  readonly proposals: Proposals;
  readonly strategyRuns: StrategyRunKeeper;
  readonly runMatches: RunMatches;
  readonly watchdog: WatchdogDesk;
  readonly orchestrator: Orchestrator;
  readonly roles: Roles;
  readonly settings: SettingsBook;
  readonly views: LiveViews;
  readonly alerts: AlertKeeper;
  readonly collector: DataCollector;
  readonly warehouse: DataWarehouse;
  readonly scheduler: Scheduler;
  readonly providers: ProviderDesk;
  /** Option chains and what they imply. */
  readonly options: OptionDesk;
  /** Live prices: what is subscribed, from where, and the bars they make. */
  readonly live: LiveMarket;
  readonly display: StoredDisplay;
  /** Live prices as messages, for programs beside the engine. */
  readonly marketDataLog: MarketDataLog;
  /** Every series a chart can show: of the session, live, or as stored. */
  readonly series: SeriesSource;
  /** Told, at most once a slice, that prices, portfolio or session state changed. */
  readonly changed: LiveValue<number>;
  readonly createId: () => string;
  health(): SystemHealth;
  /** Walks the whole chain and compares the ledger, in a worker. */
  verifyJournal(): Promise<JournalVerification>;
  stop(): Promise<void>;
}
