import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { StrategyFiles } from '#agents/backtester/strategy-of';
import { Bus } from '#engine/bus/bus';
import { LiveValue } from '#engine/bus/live-value';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import type { SeriesSource } from '#engine/cache/live-series';
import { Journal } from '#engine/journal/journal';
import type { JournalPayloads } from '#engine/journal/record-kinds';
import { recordedPrices } from '#engine/market/recorded-prices';
import { Orchestrator } from '#engine/orchestrator/orchestrator';
import { WorkerPool } from '#engine/orchestrator/worker-pool';
import { Scheduler } from '#engine/scheduler/scheduler';
import { SessionCharts } from '#engine/session/session-charts';
import { Proposals } from '#engine/trading/proposals';
import { TradeOutbox } from '#engine/trading/trade-outbox';
import { createTrading, type Trading } from '../accounts/create-trading.ts';
import { KnownInstruments } from '../accounts/known-instruments.ts';
import { AlertKeeper } from '../alerts/alert-keeper.ts';
import { warmUpAlerts } from '../alerts/warm-up-alerts.ts';
import { LiveHistory } from '../market-data/live-history.ts';
import { LiveMarket } from '../market-data/live-market.ts';
import { LiveViews } from '../market-data/live-views.ts';
import { MarketDataLog } from '../market-data/market-data-log.ts';
import { ProviderDesk } from '../market-data/provider-desk.ts';
import { StreamDesk } from '../market-data/stream-desk.ts';
import { OptionDesk } from '../options/option-desk.ts';
import { createLiveClock } from '../processes/live-clock.ts';
import { SessionKeeper } from '../sessions/session-keeper.ts';
import { openStrategyRuns } from '../strategies/open-strategy-runs.ts';
import { readStoredStrategy } from '../strategies/strategy-files.ts';
import { describeStrategyFile } from '../strategies/strategy-sandbox.ts';
import { WatchdogDesk } from '../watchdog/watchdog-desk.ts';
import { addEnginePulses } from './add-engine-pulses.ts';
import { createAgents } from './create-agents.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { EngineCaches } from './engine-caches.ts';
import { EngineHealth } from './engine-health.ts';
import { EngineLife } from './engine-life.ts';
import { noteDeadLetter } from './note-dead-letter.ts';
import { SettingsBook } from './settings-book.ts';
import { StoredDisplay } from './stored-display.ts';
import { VERSION } from './version.ts';

export type { Engine, EngineOptions } from './engine.ts';

const WORKER_IDLE_MS = 30_000;

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { log, dataFolder } = options;
  const clock = options.clock ?? createLiveClock();
  const startedTime = clock.now();
  const createId = (): string => randomUUID();
  const bus = new Bus((topic, error) => log.error(`a listener of ${topic} failed`, { error: String(error) }));
  const board = createQuoteBoard();
  const nowOf = (symbol: string): number => keeper.timeOf(symbol) ?? clock.now();
  const caches = new EngineCaches({
    stores: openSqliteStores(dataFolder, startedTime),
    clock,
    log,
    board,
    nowOf,
  });
  const { stores } = caches;
  const journal = new Journal(stores.journal, clock, (error) =>
    log.error('something that follows the journal failed', { error: describe(error) }),
  );
  const charts = new SessionCharts(stores.market);
  const views = new LiveViews(createId);
  views.restore(journal);
  const changed = new LiveValue(0);
  const settings = new SettingsBook({ documents: stores.documents, journal, clock, defaults: {} });

  const instruments = new KnownInstruments(stores.market);
  await instruments.refresh();
  const display = new StoredDisplay({
    charts,
    liveBars: () => live.bars,
    warehouse: () => warehouse,
    instruments,
    log,
  });
  const providers = new ProviderDesk({
    clock,
    log,
    documents: stores.documents,
    environment: process.env,
    random: Math.random,
    userAgent: `Octopus/${VERSION}`,
    overrides: options.providerOverrides ?? {},
    newsSettings: () => settings.current.get(),
  });
  const files: StrategyFiles = {
    read: (name) => readStoredStrategy(name, dataFolder),
    describe: describeStrategyFile,
  };
  const agents = createAgents({
    stores,
    caches,
    journal,
    board,
    charts,
    views,
    settings,
    clock,
    log,
    dataFolder,
    instruments,
    providers,
    display,
    files,
    keeper: () => keeper,
    restoreAlerts: () => alerts.restore(),
  });
  const { roles, collector, warehouse, processor } = agents;

  const pool = new WorkerPool({
    host: options.processHost,
    clock,
    log,
    size: options.workers ?? Math.max(1, availableParallelism() - 1),
    idleMs: WORKER_IDLE_MS,
  });
  const orchestrator = new Orchestrator({
    clock,
    log,
    bus,
    documents: stores.documents,
    pool,
    createId,
    onDeadLetter: noteDeadLetter({ stores, journal, clock, views }),
  });

  const proposals = new Proposals(journal);
  const keeper: SessionKeeper = new SessionKeeper({
    journal,
    proposals,
    market: stores.market,
    documents: stores.documents,
    roles,
    board,
    charts,
    clock,
    log,
    ledger: orchestrator.ledger,
    settings: () => settings.current.get(),
    isStreamed: (symbol) => live.isStreamed(symbol),
    onTick: (session, symbol, size) => algorithms.onReplayTick(session, symbol, size),
    onChange: () => changed.set(changed.get() + 1),
    onBroken: (error) => {
      views.notify({
        eventTime: clock.now(),
        severity: 'error',
        source: 'session',
        title: 'The replay stopped; resume it when the cause is gone',
        text: error instanceof Error ? error.message : String(error),
      });
      alerts.restore();
      algorithms.reload();
      void keeper
        .reload()
        .catch((problem: unknown) =>
          log.error('the session could not be reopened', { error: String(problem) }),
        );
    },
  });
  const optionDesk = new OptionDesk({
    providers,
    board,
    market: stores.market,
    documents: stores.documents,
    instrumentOf: (symbol) => instruments.instrumentOf(symbol),
    clock,
    nowOf,
    createId,
  });
  const streams = new StreamDesk({
    clock,
    log,
    environment: process.env,
    random: Math.random,
    userAgent: `Octopus/${VERSION}`,
    providers,
    recorded: recordedPrices(stores.market),
    optionQuotes: optionDesk,
  });
  const live: LiveMarket = new LiveMarket({
    clock,
    log,
    bus,
    board,
    market: stores.market,
    documents: stores.documents,
    streams,
    instruments,
    alerts: processor.alerts,
    isPlayed: (symbol) => keeper.plays(symbol),
    isReadOnly: stores.isReadOnly,
    history: new LiveHistory({ collector, market: stores.market, instruments, clock, providers }),
    tell: (severity, title, text) =>
      views.notify({ eventTime: clock.now(), severity, source: 'data_warehouse', title, text }),
  });
  const trading: Trading = createTrading({
    host: options.processHost,
    secrets: options.secrets,
    journal,
    documents: stores.documents,
    roles,
    board,
    instruments,
    settings: () => settings.current.get(),
    clock,
    log,
    keeper,
    views,
    market: stores.market,
    charts,
    addConsumer: (consumer) => live.addConsumer(consumer),
    addBookConsumer: (take) => live.addBookConsumer(take),
    onChange: () => changed.set(changed.get() + 1),
  });
  const { accounts, algorithms } = trading;
  const watchdog = new WatchdogDesk({
    journal,
    dataFolder,
    host: options.processHost,
    clock,
    log,
    settings: () => settings.current.get().watchdog,
    accounts: () => accounts.guarded(),
    createId,
    tell: (severity, title, text) =>
      views.notify({ eventTime: clock.now(), severity, source: 'watchdog', title, text }),
  });
  const { strategyRuns, runMatches } = openStrategyRuns({
    journal,
    stores,
    settings,
    accounts,
    sessions: keeper,
    live,
    board,
    instruments,
    proposals,
    files,
    clock,
    log,
    createId,
    notify: (notification) => views.notify(notification),
  });
  const marketDataLog = new MarketDataLog({
    dataFolder,
    clock,
    log,
    settings: settings.current,
    addConsumer: (consumer) => live.addConsumer(consumer),
    symbolOf: (slot) => board.symbols[slot] ?? '-',
    sourceOf: (symbol) => live.sourceOf(symbol),
    market: stores.market,
    tasks: orchestrator,
  });
  const series: SeriesSource = {
    open: (symbol, timeframe) =>
      !keeper.plays(symbol) && live.bars.has(symbol)
        ? live.bars.open(symbol, timeframe)
        : charts.open(symbol, timeframe),
  };
  const alerts: AlertKeeper = new AlertKeeper({
    documents: stores.documents,
    journal: stores.journal,
    book: processor.alerts,
    views,
    clock,
    createId,
    contextOf: (symbol) => instruments.contextOf(symbol),
    learn: (symbols) => instruments.learn(symbols, (symbol) => board.find(symbol) !== undefined),
    warmUp: () => warmUpAlerts({ book: processor.alerts, charts, clock, log }),
  });

  journal.onCommitted((committed) => {
    views.take(committed);
    for (const record of committed.records) {
      if (record.kind === 'AlertTriggered') alerts.fired(record);
      if (record.kind === 'SessionStarted') alerts.beginSession(sessionSymbols(record.payload));
    }
  });
  const outbox = new TradeOutbox({
    journal,
    bus,
    documents: stores.documents,
    clock,
    isReadOnly: stores.isReadOnly,
    onProblem: (error) =>
      log.warn('how far trades are published could not be kept', { error: describe(error) }),
  });

  await orchestrator.start(agents.all);
  outbox.start();

  const health = new EngineHealth({
    clock,
    log,
    stores,
    journal,
    pool,
    orchestrator,
    ticksPerSecond: () => processor.ticksPerSecond(),
  });
  const scheduler = new Scheduler({
    clock,
    log,
    documents: stores.isReadOnly ? undefined : stores.documents,
  });
  const life = new EngineLife({ outbox, health });
  const engine: Engine = {
    info: {
      version: VERSION,
      profile: 'solo',
      host: options.host,
      dataFolder,
      startedTime,
      runtime: `Node ${process.versions.node}${process.versions['electron'] ? `, Electron ${process.versions['electron']}` : ''}`,
      isReadOnly: stores.isReadOnly,
      notices: [...stores.notices],
    },
    clock,
    log,
    stores,
    caches,
    journal,
    bus,
    board,
    charts,
    keeper,
    ...trading,
    proposals,
    strategyRuns,
    runMatches,
    watchdog,
    orchestrator,
    roles,
    settings,
    views,
    alerts,
    collector,
    warehouse,
    scheduler,
    providers,
    options: optionDesk,
    live,
    display,
    marketDataLog,
    series,
    changed,
    createId,
    health: () => health.report(),
    verifyJournal: () => health.verify(),
    stop: () => life.end(engine),
  };
  addEnginePulses(engine);
  if (options.isSessionWanted ?? true) await life.begin(engine);
  return engine;
}

function sessionSymbols(payload: string): readonly string[] {
  return (JSON.parse(payload) as JournalPayloads['SessionStarted']).configuration.symbols;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
