import type { StrategyRunPayloads } from '#engine/journal/strategy-run-records';
import type { JournalStore } from '#engine/ports/journal-store';
import { DecisionTape } from '#engine/simulation/decision-tape';

/** Runs that are remembered. */
const RUNS_MAX = 2_000;

/** A run as the journal tells it. */
export interface RecordedRun {
  readonly started: StrategyRunPayloads['StrategyRunStarted'];
  readonly startedTime: number;
  /** When and why it ended; absent while it goes on. */
  readonly stopped?: { readonly time: number; readonly reason: string; readonly isFailure: boolean };
  /** When the engine was started again meanwhile. */
  readonly resumedTimes: readonly number[];
}

/** Where a run stood at its newest decision. */
export interface RunPlace {
  readonly firstOrder: number;
  readonly decidedUntil: number;
  readonly tape: DecisionTape;
}

/** Every run of the journal, oldest first. */
export function recordedRuns(store: JournalStore): RecordedRun[] {
  const kinds = ['StrategyRunStarted', 'StrategyRunResumed', 'StrategyRunStopped'];
  const records = kinds
    .flatMap((kind) => store.readNewest({ kind, limit: RUNS_MAX }))
    .sort((a, b) => a.sequence - b.sequence);
  const runs = new Map<string, RecordedRun>();
  for (const { kind, payload, eventTime } of records) {
    if (kind === 'StrategyRunStarted') {
      const started = JSON.parse(payload) as StrategyRunPayloads['StrategyRunStarted'];
      runs.set(started.runId, { started, startedTime: eventTime, resumedTimes: [] });
      continue;
    }
    const told = JSON.parse(payload) as StrategyRunPayloads['StrategyRunStopped'];
    const run = runs.get(told.runId);
    if (!run) continue;
    const { reason, isFailure } = told;
    if (kind === 'StrategyRunStopped')
      runs.set(told.runId, { ...run, stopped: { time: eventTime, reason, isFailure } });
    else runs.set(told.runId, { ...run, resumedTimes: [...run.resumedTimes, eventTime] });
  }
  return [...runs.values()];
}

/** Where a run goes on: behind its newest decision, or at its beginning. */
export function placeOf(store: JournalStore, runId: string): RunPlace {
  let before: number | undefined;
  for (;;) {
    const records = store.readNewest({
      kind: 'StrategyDecided',
      limit: 500,
      ...(before === undefined ? {} : { before }),
    });
    for (const { payload, eventTime, sequence } of records) {
      before = sequence;
      const decided = JSON.parse(payload) as StrategyRunPayloads['StrategyDecided'];
      if (decided.runId !== runId) continue;
      const tape = new DecisionTape(decided.decisionHash, decided.asks);
      return { firstOrder: decided.nextOrder, decidedUntil: eventTime, tape };
    }
    if (records.length === 0)
      return { firstOrder: 1, decidedUntil: Number.NEGATIVE_INFINITY, tape: new DecisionTape() };
  }
}
