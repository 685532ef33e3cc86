import type { Settings } from '#contract/services/settings';
import type { Instrument } from '#domain/instruments/instrument';
import type { BarColumns } from '#domain/market/bar';
import type { Roles } from '../agent/roles.ts';
import type { QuoteBoard } from '../cache/quote-board.ts';
import type { Journal } from '../journal/journal.ts';
import type { AgentLedger } from '../orchestrator/agent-ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionRow } from '../ports/journal-store.ts';
import type { Log } from '../ports/log.ts';
import type { Proposals } from '../trading/proposals.ts';
import type { TradingAccount } from '../trading/trading-account.ts';
import type { SessionCharts } from './session-charts.ts';

/** What a replay is opened with. */
export interface ReplaySessionOptions {
  readonly row: SessionRow;
  /** Symbols of the session with all their stored daily bars. */
  readonly symbols: readonly { readonly instrument: Instrument; readonly daily: BarColumns }[];
  readonly journal: Journal;
  readonly roles: Roles;
  readonly board: QuoteBoard;
  readonly charts: SessionCharts;
  readonly clock: Clock;
  readonly log: Log;
  readonly ledger: AgentLedger;
  readonly settings: () => Settings;
  /** Where orders wait for a person at autonomy `confirm`. */
  readonly proposals: Proposals;
  /** Symbols that stream live; those of this replay show its prices none the less. */
  readonly isStreamed?: (symbol: string) => boolean;
  /** A tick that the venue has seen: what works orders in parts may send more. Nothing of it commits. */
  readonly onTick?: (session: TradingAccount, symbol: string, size: number) => void;
  /** Something a watcher may want to redraw has changed: prices, portfolio, state. */
  readonly onChange: () => void;
  /** The store refused a commit: this object may run ahead of the journal and must be replaced by one opened anew. */
  readonly onBroken: (error: unknown) => void;
}
