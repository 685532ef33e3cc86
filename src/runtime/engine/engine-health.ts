import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { JournalVerification } from '#contract/services/journal';
import type { SystemHealth } from '#contract/services/system';
import type { Journal } from '#engine/journal/journal';
import type { Orchestrator } from '#engine/orchestrator/orchestrator';
import type { WorkerPool } from '#engine/orchestrator/worker-pool';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';

export interface EngineHealthPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly stores: SqliteStores;
  readonly journal: Journal;
  readonly pool: WorkerPool;
  readonly orchestrator: Orchestrator;
  readonly ticksPerSecond: () => number;
}

const DELAY_WINDOW_MS = 10_000;
/** The first verification waits until the screen has had its turn. */
const FIRST_VERIFICATION_MS = 3_000;

/** Measures the engine while it runs: event-loop delay, sizes, workers, and whether the journal still verifies. */
export class EngineHealth {
  readonly #ports: EngineHealthPorts;
  readonly #delay: IntervalHistogram;
  readonly #stopWindow: () => void;
  readonly #stopFirst: () => void;
  #delayMsP99 = 0;
  #isJournalVerified: boolean | null = null;
  #isStopped = false;

  constructor(ports: EngineHealthPorts) {
    this.#ports = ports;
    this.#delay = monitorEventLoopDelay({ resolution: 10 });
    this.#delay.enable();
    this.#stopWindow = ports.clock.every(DELAY_WINDOW_MS, () => {
      this.#delayMsP99 = Math.max(0, this.#delay.percentile(99) / 1e6 - 10);
      this.#delay.reset();
    });
    this.#stopFirst = ports.clock.after(FIRST_VERIFICATION_MS, () => {
      this.verify().catch((error: unknown) => {
        if (!this.#isStopped) ports.log.warn('the journal could not be verified', { error: String(error) });
      });
    });
  }

  /** Walks the chain and compares the ledger, in a worker on a snapshot of the store; the answer stands until asked again. */
  async verify(): Promise<JournalVerification> {
    const found = (await this.#ports.orchestrator.run({
      agent: 'compliance_engine',
      type: 'audit',
      data: {},
      lane: 4,
    })) as JournalVerification;
    this.#isJournalVerified = found.isValid && found.isLedgerEqual;
    return found;
  }

  report(): SystemHealth {
    const { clock, stores, journal, pool, orchestrator, ticksPerSecond } = this.#ports;
    return {
      time: clock.now(),
      journalRecords: journal.length,
      isJournalVerified: this.#isJournalVerified,
      storeBytes: stores.bytes(),
      ticksPerSecond: ticksPerSecond(),
      engineDelayMsP99: this.#delayMsP99,
      memoryBytes: process.memoryUsage.rss(),
      workers: pool.report(),
      queuedTasks: orchestrator.queuedTasks,
    };
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopWindow();
    this.#stopFirst();
    this.#delay.disable();
  }
}
