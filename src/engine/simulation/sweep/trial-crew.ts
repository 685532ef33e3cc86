import { OctopusError } from '#contract/errors';
import { BAR_FIELDS, type BarColumns } from '#domain/market/bar';
import type { HostedProcess } from '../../ports/process-host.ts';
import type { ThreadHost } from '../../ports/thread-host.ts';
import type { Objective } from './objective.ts';
import type { SweepThreadReply, SweepThreadRequest } from './sweep-thread.ts';
import {
  batchProgress,
  CANCELLED,
  createTrialBatch,
  releaseClaims,
  type TrialBatch,
  workOnBatch,
} from './trial-batch.ts';
import { type PruningRule, TrialEvaluator } from './trial-evaluator.ts';
import type { TrialWork } from './trial-work.ts';

/** What the one who asks for trials gives along. */
export interface TrialCompany {
  /** Milliseconds from an arbitrary origin. */
  readonly monotonic: () => number;
  /** Looked at every few milliseconds; throws its reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
  /** Awaited now and then, so that an abort sent as a message can arrive. */
  readonly pause?: () => Promise<void>;
  readonly threads?: ThreadHost;
  /** Threads at work at once, this one counted; one unless told. */
  readonly workers?: number;
}

const PAUSE_MS = 30;
/** The thread that asks works under this number; others count from here. */
const OWN_NUMBER = 1;

interface Mate {
  readonly number: number;
  readonly process: HostedProcess;
  isLost: boolean;
  onReply: (reply: SweepThreadReply) => void;
}

/** Threads that run trials together over one set of columns; the thread that asks works along. */
export class TrialCrew {
  readonly #work: TrialWork;
  readonly #evaluator: TrialEvaluator;
  readonly #company: TrialCompany;
  readonly #mates: Mate[];
  #batches = 0;

  constructor(
    work: Omit<TrialWork, 'objective'> & { readonly objective: Objective },
    company: TrialCompany,
    columnBytesMax?: number,
  ) {
    const others = Math.max(0, (company.workers ?? 1) - 1);
    const bars = others > 0 && company.threads ? sharedBars(work.bars) : work.bars;
    this.#work = { ...work, bars, objective: work.objective.evaluate };
    this.#evaluator = new TrialEvaluator(this.#work, columnBytesMax);
    this.#company = company;
    const { threads } = company;
    // One that has neither a vector form nor a module is one that only this thread has.
    const isShared = this.#evaluator.shelf !== undefined || work.strategy.module !== undefined;
    const count = isShared && threads ? others : 0;
    this.#mates = Array.from({ length: count }, (_, i) => this.#hire(threads!, i, work.objective.text));
  }

  /** Threads at work, this one counted. */
  get size(): number {
    return 1 + this.#mates.filter(({ isLost }) => !isLost).length;
  }

  /** Bytes of the columns on the shelf. */
  get columnBytes(): number {
    return this.#evaluator.shelf?.bytes ?? 0;
  }

  /**
   * Runs a trial for each row of `parameters` (in shared memory when there are other threads) and gives their rows.
   * What a thread that ends in between had taken is done again by another. Rejects with the signal's reason.
   */
  async evaluate(parameters: Float64Array, rule?: PruningRule): Promise<Float64Array> {
    const width = this.#work.strategy.parameters.length;
    const change = this.#evaluator.shelf?.provide(parameters, width) ?? { added: [], removed: [] };
    const batch = createTrialBatch(parameters, { width, bars: this.#work.bars.length, rule });
    this.#batches += 1;
    const others = Promise.all(
      this.#mates.filter(({ isLost }) => !isLost).map((mate) => this.#askFor(mate, batch, change)),
    );
    // Nobody waits for them when the work is done before they have begun.
    others.catch(() => undefined);
    try {
      await this.#workAlong(batch);
    } finally {
      // Others look at this between two chunks, and stop.
      if (batchProgress(batch) < 1 && this.#company.signal?.aborted)
        Atomics.store(batch.claims, CANCELLED, 1);
    }
    if (batchProgress(batch) < 1) {
      await others;
      // What lost threads left is free again by now.
      await this.#workAlong(batch);
    }
    this.#company.onProgress?.(1);
    return batch.rows;
  }

  close(): void {
    for (const { process } of this.#mates) process.kill();
  }

  #hire(threads: ThreadHost, index: number, objective: string): Mate {
    const process = threads.spawn();
    const mate: Mate = { number: OWN_NUMBER + 1 + index, process, isLost: false, onReply: () => undefined };
    process.channel.onMessage((reply) => mate.onReply(reply as SweepThreadReply));
    process.onExit(() => {
      mate.isLost = true;
      mate.onReply({ kind: 'finished', number: this.#batches });
    });
    const { symbol, timeframe, bars, strategy, options, form } = this.#work;
    const work = { symbol, timeframe, bars, strategy: strategy.slug, options, objective, form };
    process.channel.post({ kind: 'work', work, worker: mate.number } satisfies SweepThreadRequest);
    return mate;
  }

  #askFor(
    mate: Mate,
    batch: TrialBatch,
    change: Extract<SweepThreadRequest, { kind: 'batch' }>['change'],
  ): Promise<void> {
    const number = this.#batches;
    return new Promise((resolve, reject) => {
      mate.onReply = (reply) => {
        // One that was late for a batch may still speak of it.
        if (reply.number !== number) return;
        if (mate.isLost) releaseClaims(batch, mate.number);
        if (reply.kind === 'failed') reject(new OctopusError('TASK_FAILED', reply.message));
        else resolve();
      };
      if (mate.isLost) mate.onReply({ kind: 'finished', number });
      else mate.process.channel.post({ kind: 'batch', number, batch, change } satisfies SweepThreadRequest);
    });
  }

  async #workAlong(batch: TrialBatch): Promise<void> {
    const { monotonic, pause, signal, onProgress } = this.#company;
    let paused = monotonic();
    while (workOnBatch(this.#evaluator, batch, OWN_NUMBER)) {
      const now = monotonic();
      if (now - paused < PAUSE_MS) continue;
      await pause?.();
      signal?.throwIfAborted();
      onProgress?.(batchProgress(batch));
      paused = monotonic();
    }
  }
}

/** The bars themselves when they are in shared memory, else a copy that is. */
function sharedBars(bars: BarColumns): BarColumns {
  const columns = BAR_FIELDS.map((field): [string, Float64Array] => {
    const column = bars[field];
    if (column.buffer instanceof SharedArrayBuffer) return [field, column];
    const shared = new Float64Array(new SharedArrayBuffer(bars.length * Float64Array.BYTES_PER_ELEMENT));
    shared.set(column.subarray(0, bars.length));
    return [field, shared];
  });
  return { ...bars, ...Object.fromEntries(columns) };
}
