import { useCallback, useEffect, useState } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { useAnswer } from '../../../client/use-answer.ts';
import type { BacktestRequest, StrategyInfo } from '../backtest-form.ts';
import { draftRanges, draftWindows, type RangeDraft, rangesOf } from './lab-draft.ts';
import { type LabViewName, noteLibraryChange, openRun, useLab } from './lab-store.ts';
import {
  BACKTEST_TASK,
  MONTE_CARLO_TASK,
  OVERFITTING_TASK,
  SEARCH_TASK,
  VERDICT_TASK,
  WALK_FORWARD_TASK,
} from './lab-tasks.ts';
import { SEARCH_DRAFT, type SearchDraft, type SearchMethod, searchRequestOf } from './search-draft.ts';
import { keepSearchRate } from './search-rates.ts';
import { useTaskRun } from './use-task-run.ts';

/** How a walk is to be made, as typed. */
export interface WalkDraft {
  readonly mode: 'anchored' | 'rolling';
  readonly trainBars: string;
  readonly testBars: string;
  /** Left out between both. */
  readonly gapBars: string;
}

export interface ResampleDraft {
  readonly method: 'shuffle' | 'bootstrap' | 'blocks';
  readonly of: 'trades' | 'days';
  readonly resamples: '1000' | '10000' | '100000';
  readonly hasNoise: boolean;
  readonly seed: string;
}

const RESAMPLE: ResampleDraft = {
  method: 'bootstrap',
  of: 'trades',
  resamples: '10000',
  hasNoise: false,
  seed: '1',
};
const NOISE_RUNS = 100;

/** The pieces of work of the lab, which go on while another of its views is in front. */
export function useLabWork() {
  const verdict = useTaskRun(VERDICT_TASK, noteLibraryChange);
  const overfitting = useTaskRun(OVERFITTING_TASK, noteLibraryChange);
  const search = useTaskRun(SEARCH_TASK, (found) => {
    const isSearch = 'method' in found;
    keepSearchRate(found.strategy, isSearch ? (found.method as SearchMethod) : 'every', {
      trials: isSearch ? found.trials - found.resumed : found.combinations,
      bars: found.bars,
      elapsedMs: found.elapsedMs,
    });
    noteLibraryChange();
  });
  const walk = useTaskRun(WALK_FORWARD_TASK, noteLibraryChange);
  const monteCarlo = useTaskRun(MONTE_CARLO_TASK, noteLibraryChange);
  const [request, setRequest] = useState<BacktestRequest | null>(null);
  const backtest = useTaskRun(BACKTEST_TASK, () => {
    noteLibraryChange();
    if (request !== null && isExaminable(request)) verdict.start(request);
  });

  const { start: startVerdict, clear: clearVerdict } = verdict;
  const { clear: clearOverfitting } = overfitting;
  /** Examines a result that is there already; what was found of another is forgotten. */
  const examine = useCallback(
    (of: BacktestRequest) => {
      clearOverfitting();
      if (isExaminable(of)) startVerdict(of);
      else clearVerdict();
    },
    [clearOverfitting, startVerdict, clearVerdict],
  );

  /** Runs a backtest, and examines it as soon as it is done. */
  function start(next: BacktestRequest): void {
    openRun(null);
    setRequest(next);
    verdict.clear();
    overfitting.clear();
    backtest.start(next);
  }
  return { backtest, verdict, overfitting, search, walk, monteCarlo, start, examine };
}

export type LabWork = ReturnType<typeof useLabWork>;

/** The checks of the lab go over one symbol: they would say nothing of an account of several. */
function isExaminable({ others }: BacktestRequest): boolean {
  return others === undefined || others.length === 0;
}

/** The work that Esc ends: that of the view in front, else the backtest; null when none runs. */
export function runningWork(work: LabWork, view: LabViewName): { readonly cancel: () => void } | null {
  const inFront = {
    search: [work.search],
    'walk-forward': [work.walk],
    'monte-carlo': [work.monteCarlo],
    verdict: [work.overfitting, work.verdict],
    overview: [],
    trades: [],
    'tear-sheet': [],
  }[view];
  return [...inFront, work.backtest, work.verdict].find(({ run }) => run.kind === 'running') ?? null;
}

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
  const [search, setSearch] = useState<SearchDraft>(SEARCH_DRAFT);
  const slug = strategy?.slug;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another strategy has other parameters
  useEffect(() => {
    setRanges(draftRanges(strategy));
    setSearch((before) => ({ ...before, x: '', y: '' }));
  }, [slug]);
  useEffect(() => setWalk(walkDraft(bars)), [bars]);
  return {
    ranges,
    walk,
    resample,
    search,
    changeSearch: (change: Partial<SearchDraft>) => setSearch((before) => ({ ...before, ...change })),
    changeRanges: (change: Partial<RangeDraft>) => setRanges((before) => ({ ...before, ...change })),
    changeWalk: (change: Partial<WalkDraft>) => setWalk((before) => ({ ...before, ...change })),
    changeResample: (change: Partial<ResampleDraft>) => setResample((before) => ({ ...before, ...change })),
    searchOf: (request: BacktestRequest) => searchRequestOf(request, ranges, search),
    overfittingOf: (request: BacktestRequest) => ({ ...request, ...rangesOf(ranges, request.parameters) }),
    walkOf: (request: BacktestRequest) => ({
      ...request,
      ...rangesOf(ranges, request.parameters),
      mode: walk.mode,
      trainBars: Number(walk.trainBars),
      testBars: Number(walk.testBars),
      gapBars: Number(walk.gapBars),
    }),
    monteCarloOf: (request: BacktestRequest) => ({
      ...request,
      method: resample.method,
      of: resample.of,
      resamples: Number(resample.resamples),
      seed: Number(resample.seed),
      noiseRuns: resample.hasNoise ? NOISE_RUNS : 0,
    }),
  };
}

export type LabDrafts = ReturnType<typeof useLabDrafts>;

function walkDraft(bars: number): WalkDraft {
  const { trainBars, testBars } = draftWindows(bars);
  return { mode: 'rolling', trainBars: String(trainBars), testBars: String(testBars), gapBars: '0' };
}
