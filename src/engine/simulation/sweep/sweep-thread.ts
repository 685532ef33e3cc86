import type { BacktestOptions } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { findStrategy } from '#domain/strategies/catalog';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { StructuredChannel } from '../../ports/process-host.ts';
import type { ColumnChange } from './column-shelf.ts';
import { readObjective } from './objective.ts';
import { type TrialBatch, workOnBatch } from './trial-batch.ts';
import { TrialEvaluator } from './trial-evaluator.ts';
import type { TrialForm } from './trial-work.ts';

/** What a thread is told of the work before its first batch. */
export interface SharedWork {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
  readonly strategy: string;
  readonly options: BacktestOptions;
  readonly objective: string;
  readonly form: TrialForm;
}

export type SweepThreadRequest =
  | { readonly kind: 'work'; readonly work: SharedWork; readonly worker: number }
  | {
      readonly kind: 'batch';
      readonly number: number;
      readonly batch: TrialBatch;
      readonly change: ColumnChange;
    };

/** `number` is that of the batch. */
export type SweepThreadReply =
  | { readonly kind: 'finished'; readonly number: number }
  | { readonly kind: 'failed'; readonly number: number; readonly message: string };

/** What a thread knows of strategies; the built-in ones, and errors as they are, unless told. */
export interface SweepThreadKnowledge {
  readonly find: (slug: string) => StrategyDefinition | undefined;
  /** What went wrong, for a person. */
  readonly faultOf: (error: unknown) => string;
}

const BUILT_IN: SweepThreadKnowledge = {
  find: findStrategy,
  faultOf: (error) => (error instanceof Error ? error.message : String(error)),
};

/** The life of a thread that works on trials: takes chunks of each batch until none is left, then says so. */
export function runSweepThread(
  line: StructuredChannel,
  { find, faultOf }: SweepThreadKnowledge = BUILT_IN,
): void {
  let evaluator: TrialEvaluator | undefined;
  let worker = 0;
  line.onMessage((message) => {
    const request = message as SweepThreadRequest;
    try {
      if (request.kind === 'work') {
        worker = request.worker;
        evaluator = evaluatorOf(request.work, find);
        return;
      }
      if (!evaluator) throw new Error('a batch came before the work it belongs to');
      evaluator.shelf?.follow(request.change);
      while (workOnBatch(evaluator, request.batch, worker));
      line.post({ kind: 'finished', number: request.number } satisfies SweepThreadReply);
    } catch (error) {
      const number = request.kind === 'batch' ? request.number : 0;
      line.post({ kind: 'failed', number, message: faultOf(error) } satisfies SweepThreadReply);
    }
  });
}

function evaluatorOf(
  { strategy: slug, objective, ...work }: SharedWork,
  find: (slug: string) => StrategyDefinition | undefined,
): TrialEvaluator {
  const strategy = find(slug);
  if (!strategy) throw new Error(`this thread does not know the strategy ${slug}`);
  return new TrialEvaluator({
    ...work,
    strategy,
    objective: readObjective(objective, strategy).evaluate,
  });
}
