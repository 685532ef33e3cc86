import { readTextFile } from '#adapters/providers/file/read-text-file';
import { createAlternativeData } from '#agents/alternative-data/agent';
import { createBacktester } from '#agents/backtester/agent';
import type { StrategyFiles } from '#agents/backtester/strategy-of';
import { createComplianceEngine } from '#agents/compliance-engine/agent';
import { createDataCollector, type DataCollector } from '#agents/data-collector/agent';
import { createDataWarehouse, type DataWarehouse } from '#agents/data-warehouse/agent';
import { createExecutionManager } from '#agents/execution-manager/agent';
import { createMlModels } from '#agents/ml-models/agent';
import { createPortfolioOptimizer } from '#agents/portfolio-optimizer/agent';
import { createRealtimeProcessor, type RealtimeProcessor } from '#agents/realtime-processor/agent';
import { createRiskManager } from '#agents/risk-manager/agent';
import { createStrategyAgent } from '#agents/strategy/agent';
import type { Agent } from '#engine/agent/agent';
import type { Roles } from '#engine/agent/roles';
import type { KnownInstruments } from '../accounts/known-instruments.ts';
import { recordAlert } from '../alerts/record-alert.ts';
import { createRunKeeper } from '../lab/run-keeper.ts';
import { openImportSource } from '../market-data/import-sources.ts';
import type { ProviderDesk } from '../market-data/provider-desk.ts';
import { recordImport, recordQuarantineDecision } from '../market-data/record-import.ts';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import type { Engine } from './engine.ts';
import { resourceFolder } from './resource-folder.ts';
import type { StoredDisplay } from './stored-display.ts';

export interface AgentsPorts
  extends Pick<
    Engine,
    'stores' | 'caches' | 'journal' | 'board' | 'charts' | 'views' | 'settings' | 'clock' | 'log'
  > {
  readonly dataFolder: string;
  readonly instruments: KnownInstruments;
  readonly providers: ProviderDesk;
  readonly display: StoredDisplay;
  readonly files: StrategyFiles;
  /** Made after the agents. */
  readonly keeper: () => SessionKeeper;
  /** Arms the alerts that were kept again. */
  readonly restoreAlerts: () => void;
}

/** The eleven agents, and those of them that others than the orchestrator speak to. */
export interface EngineAgents {
  readonly all: readonly Agent[];
  readonly roles: Roles;
  readonly collector: DataCollector;
  readonly warehouse: DataWarehouse;
  readonly processor: RealtimeProcessor;
}

export function createAgents(ports: AgentsPorts): EngineAgents {
  const { stores, journal, board, charts, settings, clock, log, instruments, providers, display } = ports;
  const { market } = stores;
  const processor = createRealtimeProcessor({
    board,
    clock,
    market,
    contextOf: (symbol) => instruments.contextOf(symbol),
    isReplayed: (symbol) => charts.daily(symbol) !== undefined,
    onAlert: (fired) =>
      recordAlert(fired, {
        journal,
        keeper: ports.keeper(),
        clock,
        log,
        isReadOnly: stores.isReadOnly,
        restore: ports.restoreAlerts,
      }),
    onBarsMade: (symbol) => display.changed(symbol),
  });
  const alternative = createAlternativeData({ market, clock });
  const collector = createDataCollector({
    market,
    documents: stores.documents,
    clock,
    sample: { folder: resourceFolder('sample-data'), readTextFile },
    providers,
    news: providers,
    onNews: (symbols) => {
      alternative
        .load(symbols)
        .catch((error: unknown) => log.warn('news is stored but not read yet', { error: String(error) }));
    },
    onDownloaded: (report) => recordImport(journal, report, clock.now()),
    openFile: openImportSource,
    onTextImported: (report) => recordImport(journal, report, clock.now()),
    onQuarantineDecided: (decision) => recordQuarantineDecision(journal, decision, clock.now()),
    onImported: (report) => display.imported(report),
  });
  const warehouse = createDataWarehouse({
    market,
    clock,
    retention: { documents: stores.documents, retention: () => settings.current.get().retention },
  });
  const strategy = createStrategyAgent({ market });
  const models = createMlModels({ market, clock });
  const risk = createRiskManager({ market, clock });
  const compliance = createComplianceEngine({ dataFolder: ports.dataFolder });
  const execution = createExecutionManager({
    journal,
    postTrade: (fill, order) => compliance.role.postTrade(fill, order),
    instrumentOf: (symbol) => instruments.instrumentOf(symbol),
    onTrouble: (sentence) => log.error('the simulated venue said what cannot be true', { sentence }),
  });
  const optimizer = createPortfolioOptimizer({
    market,
    portfolio: () => ports.keeper().require().book.snapshot(0n),
  });
  const backtester = createBacktester({
    market,
    memory: { memo: ports.caches.memo, contentHash: market.contentHash },
    onEnded: createRunKeeper({ stores, clock, views: ports.views }),
    files: ports.files,
    lab: {
      documents: stores.documents,
      clock,
      dataFolder: ports.dataFolder,
      isWritable: !stores.isReadOnly,
    },
  });
  return {
    all: [
      collector,
      warehouse,
      processor,
      strategy,
      models,
      risk,
      execution,
      optimizer,
      compliance,
      backtester,
      alternative,
    ],
    roles: {
      data: collector.role,
      strategy: strategy.role,
      models: models.role,
      sentiment: alternative.role,
      risk: risk.role,
      compliance: compliance.role,
      execution: execution.role,
      watch: processor.role,
    },
    collector,
    warehouse,
    processor,
  };
}
