import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { SettingsBook } from '../engine/settings-book.ts';
import { RunMatches } from './run-matches.ts';
import { StrategyRunKeeper, type StrategyRunPorts } from './strategy-run-keeper.ts';

/** What an engine's strategy runs need, its stores and settings among it. */
export interface StrategyRunsOptions extends Omit<StrategyRunPorts, 'market' | 'tell'> {
  readonly stores: Pick<SqliteStores, 'market' | 'documents' | 'isReadOnly'>;
  readonly settings: SettingsBook;
  readonly notify: (notification: {
    readonly eventTime: number;
    readonly severity: 'info' | 'warning' | 'error';
    readonly source: string;
    readonly title: string;
    readonly text: string;
  }) => void;
}

/** The strategies that trade accounts, and the days that were held against backtests. */
export function openStrategyRuns(options: StrategyRunsOptions): {
  readonly strategyRuns: StrategyRunKeeper;
  readonly runMatches: RunMatches;
} {
  const { stores, settings, notify, ...ports } = options;
  const { journal, instruments, accounts, clock } = ports;
  const strategyRuns = new StrategyRunKeeper({
    ...ports,
    market: stores.market,
    tell: (severity, title, text) =>
      notify({ eventTime: clock.now(), severity, source: 'strategy', title, text }),
  });
  const runMatches = new RunMatches({
    store: journal.store,
    market: stores.market,
    documents: stores.documents,
    isReadOnly: stores.isReadOnly,
    instruments,
    limits: () => settings.current.get().riskLimits,
    costsOf: (account) => accounts.costsOf(account),
    now: () => clock.now(),
  });
  return { strategyRuns, runMatches };
}
