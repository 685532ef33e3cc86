import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { DataCollector } from '#agents/data-collector/agent';
import { OctopusError } from '#contract/errors';
import type { SystemInfo } from '#contract/services/system';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Journal } from '#engine/journal/journal';
import type { Log } from '#engine/ports/log';
import type { AlertKeeper } from '../alerts/alert-keeper.ts';
import type { SettingsBook } from '../engine/settings-book.ts';
import type { LiveViews } from '../market-data/live-views.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** What is needed of an engine to open its session. */
export interface SessionOpening {
  readonly info: SystemInfo;
  readonly log: Log;
  readonly stores: SqliteStores;
  readonly journal: Journal;
  readonly board: QuoteBoard;
  readonly keeper: SessionKeeper;
  readonly settings: SettingsBook;
  readonly views: LiveViews;
  readonly alerts: AlertKeeper;
  readonly collector: DataCollector;
}

/** The session as it stood; in a fresh store the demo, on the sample data. */
export async function openSession(engine: SessionOpening): Promise<void> {
  const { keeper, views, journal, stores, log } = engine;
  try {
    if (!(await keeper.openLatest()) && !stores.isReadOnly) {
      await engine.collector.importSampleData();
      await keeper.start({});
      await armDemoAlerts(engine);
    }
  } catch (error) {
    const text = error instanceof OctopusError ? error.message : String(error);
    log.error('no session could be opened', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    engine.info.notices.push({ severity: 'error', text: `No session could be opened: ${text}` });
  }
  const session = keeper.current;
  if (session) views.show(journal, session.id, session.account);
}

/** Three alerts near where the demo begins, so that a newcomer sees one arrive. */
async function armDemoAlerts({ alerts, board, keeper, settings }: SessionOpening): Promise<void> {
  const price = (symbol: string): number => board.last[board.slot(symbol)] ?? Number.NaN;
  const known = (symbol: string): boolean => Number.isFinite(price(symbol));
  if (known('AAPL')) {
    const rule = `price crosses-above ${Math.round(price('AAPL') * 1.02)}`;
    await alerts.create({ symbol: 'AAPL', rule });
  }
  if (known('GOOG')) await alerts.create({ symbol: 'GOOG', rule: 'change crosses-below -2' });
  if (known('MSFT')) await alerts.create({ symbol: 'MSFT', rule: 'rsi(14,1d) crosses-above 70' });
  if (settings.current.get().watchlists.length === 0) {
    const rows = keeper
      .require()
      .state()
      .symbols.map((symbol) => ({ symbol }));
    settings.update({ watchlists: [{ id: 'demo', name: 'Demo', rows }] });
  }
}
