import type { TradeOutbox } from '#engine/trading/trade-outbox';
import { openSession } from '../sessions/open-session.ts';
import type { Engine } from './engine.ts';
import type { EngineHealth } from './engine-health.ts';
import { addEngineJobs } from './engine-jobs.ts';

/** In which order an engine takes up what it was doing, and in which it lets go. */
export class EngineLife {
  readonly #parts: { readonly outbox: TradeOutbox; readonly health: EngineHealth };
  #stopLog: () => Promise<void> = async () => undefined;

  constructor(parts: { readonly outbox: TradeOutbox; readonly health: EngineHealth }) {
    this.#parts = parts;
  }

  /** Opens the session and, where the store can be written, all that was open when the engine stopped. */
  async begin(engine: Engine): Promise<void> {
    const { stores, live, watchdog, accounts, strategyRuns, algorithms, marketDataLog } = engine;
    addEngineJobs(engine);
    await openSession(engine);
    if (stores.isReadOnly) return;
    live.restore();
    await watchdog.begin();
    accounts.restore();
    watchdog.watch();
    strategyRuns.restore();
    algorithms.restore((consumer) => live.addConsumer(consumer));
    this.#stopLog = marketDataLog.follow();
  }

  /** The store is closed whatever else could not be. */
  async end(engine: Omit<Engine, 'stop'>): Promise<void> {
    const { stores, keeper, scheduler, watchdog, algorithms, strategyRuns, accounts, live } = engine;
    watchdog.stop();
    scheduler.stop();
    try {
      if (!stores.isReadOnly) keeper.checkpoint();
      algorithms.close();
      strategyRuns.close();
      accounts.close();
      keeper.close();
      this.#parts.outbox.stop();
      this.#parts.health.stop();
      await this.#stopLog();
      await live.close();
      await engine.orchestrator.stop();
    } catch (error) {
      engine.log.error('the engine did not stop cleanly', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    } finally {
      stores.close();
    }
  }
}
