import type { ParameterRange } from '#domain/strategies/parameter-range';
import { createSeededRandom } from '#domain/values/seeded-random';
import { soundness } from './combinations.ts';
import { readConstraint, readObjective } from './objective.ts';
import type { TrialCompany } from './trial-crew.ts';
import { TrialEvaluator } from './trial-evaluator.ts';
import { ROW_WIDTH } from './trial-statistics.ts';
import type { TrialWork } from './trial-work.ts';

/** What of a sweep its time depends on. */
export interface EstimatedSweep extends Omit<TrialWork, 'objective' | 'form'> {
  readonly ranges: readonly ParameterRange[];
  readonly constraint?: string | undefined;
  readonly objective: string;
}

/** Time the measurement takes; its first quarter is for the compiler and does not count. */
const MEASURED_MS = 240;
const WARM_UP_MS = 60;
/** Combinations drawn between two looks at the clock, and in all. */
const DRAWN_AT_ONCE = 32;
const DRAWN_MAX = 64_000;
/** What a further thread adds: they share memory, caches and often a core (`npm run bench -- sweep`). */
const THREAD_GAIN = 0.7;

/**
 * Seconds that so many combinations of the ranges would take, those the constraint refuses counted. Measured now, on
 * combinations drawn at random and run once each: run again they would find their columns in the cache and their
 * branches foretold, and look three times as fast as a sweep is.
 */
export function estimateSweepSeconds(
  request: EstimatedSweep,
  company: Pick<TrialCompany, 'monotonic' | 'threads' | 'workers'>,
  combinations: number,
): number {
  const { strategy, ranges } = request;
  const { monotonic } = company;
  const random = createSeededRandom(1);
  const isSound = soundness({ strategy, constraint: readConstraint(request.constraint, strategy) });
  const { evaluate: objective, form } = readObjective(request.objective, strategy);
  const evaluator = new TrialEvaluator({ ...request, objective, form });
  const width = ranges.length;
  const row = new Float64Array(width);
  const scratch = new Float64Array(ROW_WIDTH);
  const drawn = new Float64Array(DRAWN_AT_ONCE * width);
  const started = monotonic();
  let chosenMs = 0;
  let ranMs = 0;
  let chosen = 0;
  for (let total = 0; total < DRAWN_MAX; total += DRAWN_AT_ONCE) {
    const choiceTime = monotonic();
    if (choiceTime - started > MEASURED_MS && chosen > 0) break;
    let sound = 0;
    for (let i = 0; i < DRAWN_AT_ONCE; i++) {
      for (let at = 0; at < width; at++) {
        const { values } = ranges[at]!;
        row[at] = values[random.nextInteger(0, values.length - 1)]!;
      }
      if (isSound(row)) drawn.set(row, width * sound++);
    }
    const soundOnes = drawn.subarray(0, sound * width);
    const columnsTime = monotonic();
    evaluator.shelf?.provide(soundOnes, width);
    const runTime = monotonic();
    for (let i = 0; i < sound; i++) evaluator.evaluate(soundOnes, i, scratch, 0);
    const endTime = monotonic();
    if (choiceTime - started < WARM_UP_MS) continue;
    chosen += DRAWN_AT_ONCE;
    chosenMs += columnsTime - choiceTime;
    ranMs += endTime - runTime;
  }
  const threads = company.workers ?? 1 + (company.threads?.spare ?? 0);
  const each = (chosenMs + ranMs / (1 + THREAD_GAIN * (threads - 1))) / Math.max(1, chosen);
  return (each * combinations) / 1_000;
}
