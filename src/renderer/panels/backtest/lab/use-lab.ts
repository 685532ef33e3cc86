import { useCallback, useEffect, useState } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { useAnswer } from '../../../client/use-answer.ts';
import type { BacktestRequest, StrategyInfo } from '../backtest-form.ts';
import { draftRanges, draftWindows, type RangeDraft, rangesOf } from './lab-draft.ts';
import { noteLibraryChange, openRun, useLab } from './lab-store.ts';
import {
  BACKTEST_TASK,
  MONTE_CARLO_TASK,
  OVERFITTING_TASK,
  SWEEP_TASK,
  VERDICT_TASK,
  WALK_FORWARD_TASK,
} from './lab-tasks.ts';
import { useTaskRun } from './use-task-run.ts';

/** How a walk is to be made, as typed. */
export interface WalkDraft {
  readonly mode: 'anchored' | 'rolling';
  readonly trainBars: string;
  readonly testBars: string;
}

export interface ResampleDraft {
  readonly method: 'shuffle' | 'bootstrap' | 'blocks';
  readonly of: 'trades' | 'days';
  readonly resamples: '1000' | '10000' | '100000';
  readonly hasNoise: boolean;
}

const RESAMPLE: ResampleDraft = { method: 'bootstrap', of: 'trades', resamples: '10000', hasNoise: false };
const NOISE_RUNS = 100;

/** The pieces of work of the lab, which go on while another of its views is in front. */
export function useLabWork() {
  const verdict = useTaskRun(VERDICT_TASK, noteLibraryChange);
  const overfitting = useTaskRun(OVERFITTING_TASK, noteLibraryChange);
  const sweep = useTaskRun(SWEEP_TASK, noteLibraryChange);
  const walk = useTaskRun(WALK_FORWARD_TASK, noteLibraryChange);
  const monteCarlo = useTaskRun(MONTE_CARLO_TASK, noteLibraryChange);
  const [request, setRequest] = useState<BacktestRequest | null>(null);
  const backtest = useTaskRun(BACKTEST_TASK, () => {
    noteLibraryChange();
    if (request !== null) verdict.start(request);
  });

  const { start: startVerdict } = verdict;
  const { clear: clearOverfitting } = overfitting;
  /** Examines a result that is there already; what was found of another is forgotten. */
  const examine = useCallback(
    (of: BacktestRequest) => {
      clearOverfitting();
      startVerdict(of);
    },
    [clearOverfitting, startVerdict],
  );

  /** Runs a backtest, and examines it as soon as it is done. */
  function start(next: BacktestRequest): void {
    openRun(null);
    setRequest(next);
    verdict.clear();
    overfitting.clear();
    backtest.start(next);
  }
  return { backtest, verdict, overfitting, sweep, walk, monteCarlo, start, examine };
}

export type LabWork = ReturnType<typeof useLabWork>;

/** The saved run that was asked for, with its whole result; null when none was. */
export function useOpenedRun() {
  const id = useLab(({ openedRunId }) => openedRunId);
  const answer = useAnswer<BacktestResult | null>(`run ${id}`, async (engine, options) =>
    id === null ? null : (await engine.runs.get({ run: id }, options)).result,
  );
  return { id, ...answer };
}

/** What to try, how to walk and what to draw: as typed, begun anew for another strategy or length of data. */
export function useLabDrafts(strategy: StrategyInfo | undefined, bars: number) {
  const [ranges, setRanges] = useState<RangeDraft>(() => draftRanges(strategy));
  const [walk, setWalk] = useState<WalkDraft>(() => walkDraft(bars));
  const [resample, setResample] = useState<ResampleDraft>(RESAMPLE);
  const slug = strategy?.slug;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another strategy has other parameters
  useEffect(() => setRanges(draftRanges(strategy)), [slug]);
  useEffect(() => setWalk(walkDraft(bars)), [bars]);
  return {
    ranges,
    walk,
    resample,
    changeRanges: (change: Partial<RangeDraft>) => setRanges((before) => ({ ...before, ...change })),
    changeWalk: (change: Partial<WalkDraft>) => setWalk((before) => ({ ...before, ...change })),
    changeResample: (change: Partial<ResampleDraft>) => setResample((before) => ({ ...before, ...change })),
    sweepOf: (request: BacktestRequest) => ({ ...request, ...rangesOf(ranges), top: 50 }),
    overfittingOf: (request: BacktestRequest) => ({ ...request, ...rangesOf(ranges) }),
    walkOf: (request: BacktestRequest) => ({
      ...request,
      ...rangesOf(ranges),
      mode: walk.mode,
      trainBars: Number(walk.trainBars),
      testBars: Number(walk.testBars),
    }),
    monteCarloOf: (request: BacktestRequest) => ({
      ...request,
      method: resample.method,
      of: resample.of,
      resamples: Number(resample.resamples),
      noiseRuns: resample.hasNoise ? NOISE_RUNS : 0,
    }),
  };
}

export type LabDrafts = ReturnType<typeof useLabDrafts>;

function walkDraft(bars: number): WalkDraft {
  const { trainBars, testBars } = draftWindows(bars);
  return { mode: 'rolling', trainBars: String(trainBars), testBars: String(testBars) };
}
