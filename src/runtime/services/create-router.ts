import type { Engine } from '../engine/create-engine.ts';
import { accountHandlers } from './accounts.ts';
import { agentHandlers } from './agents.ts';
import { alertHandlers } from './alerts.ts';
import { backtestHandlers } from './backtests.ts';
import { decisionHandlers } from './decisions.ts';
import { implementer } from './implementer.ts';
import { journalHandlers } from './journal.ts';
import { labHandlers } from './lab.ts';
import { marketDataHandlers } from './market-data.ts';
import { optionHandlers } from './options.ts';
import { runHandlers } from './runs.ts';
import { sessionHandlers } from './session.ts';
import { settingsHandlers } from './settings.ts';
import { strategyRunHandlers } from './strategy-runs.ts';
import { streamHandlers } from './streams.ts';
import { systemHandlers } from './system.ts';
import { tradingHandlers } from './trading.ts';

/** Every method of the contract, answered by one engine; leaving one out does not compile. */
export function createRouter(engine: Engine) {
  return implementer.router({
    system: systemHandlers(implementer, engine),
    marketData: marketDataHandlers(implementer, engine),
    streams: streamHandlers(implementer, engine),
    session: sessionHandlers(implementer, engine),
    trading: tradingHandlers(implementer, engine),
    accounts: accountHandlers(implementer, engine),
    options: optionHandlers(implementer, engine),
    decisions: decisionHandlers(implementer, engine),
    alerts: alertHandlers(implementer, engine),
    agents: agentHandlers(implementer, engine),
    strategyRuns: strategyRunHandlers(implementer, engine),
    backtests: backtestHandlers(implementer, engine),
    lab: labHandlers(implementer, engine),
    runs: runHandlers(implementer, engine),
    settings: settingsHandlers(implementer, engine),
    journal: journalHandlers(implementer, engine),
  });
}

export type EngineRouter = ReturnType<typeof createRouter>;
