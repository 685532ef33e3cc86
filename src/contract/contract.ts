import { accountsService } from './services/accounts.ts';
import { agentsService } from './services/agents.ts';
import { alertsService } from './services/alerts.ts';
import { backtestsService } from './services/backtests.ts';
import { decisionsService } from './services/decisions.ts';
import { journalService } from './services/journal.ts';
import { labService } from './services/lab.ts';
import { marketDataService } from './services/market-data.ts';
import { optionsService } from './services/options.ts';
import { runsService } from './services/runs.ts';
import { sessionService } from './services/session.ts';
import { settingsService } from './services/settings.ts';
import { strategyRunsService } from './services/strategy-runs.ts';
import { streamsService } from './services/streams.ts';
import { systemService } from './services/system.ts';
import { tradingService } from './services/trading.ts';

/** Everything a client can ask of the engine; the same definition serves MessagePort, WebSocket, memory and HTTP. */
export const contract = {
  system: systemService,
  marketData: marketDataService,
  streams: streamsService,
  session: sessionService,
  trading: tradingService,
  accounts: accountsService,
  options: optionsService,
  decisions: decisionsService,
  alerts: alertsService,
  agents: agentsService,
  strategyRuns: strategyRunsService,
  backtests: backtestsService,
  lab: labService,
  runs: runsService,
  settings: settingsService,
  journal: journalService,
};
export type Contract = typeof contract;
