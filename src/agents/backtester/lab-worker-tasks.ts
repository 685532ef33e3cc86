import type { BacktestResult } from '#contract/services/backtests';
import type { HeatMap } from '#contract/services/lab';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { TaskContext, WorkerTask } from '#engine/agent/agent';
import type { ThreadHost } from '#engine/ports/thread-host';
import type { OpenTrialLog } from '#engine/ports/trial-log';
import { gatedStrategy } from '#engine/simulation/honesty/gated-strategy';
import {
  type HonestVerdict,
  honestVerdict,
  type VerdictOptions,
} from '#engine/simulation/honesty/honest-verdict';
import {
  type MonteCarloOutcome,
  type MonteCarloRequest,
  runMonteCarlo,
} from '#engine/simulation/honesty/monte-carlo-run';
import {
  type OverfittingOutcome,
  type OverfittingRequest,
  runOverfitting,
} from '#engine/simulation/honesty/overfitting-run';
import {
  runWalkForward,
  type WalkForwardOutcome,
  type WalkForwardRequest,
} from '#engine/simulation/honesty/walk-forward';
import { runBacktestInPortions } from '#engine/simulation/run-backtest';
import { chosenHeatMap } from '#engine/simulation/search/heat-map';
import { runSearch, type SearchOutcome, type SearchRequest } from '#engine/simulation/search/run-search';
import { type TrialEvidence, trialEvidence } from '#engine/simulation/search/trial-evidence';
import { runSweep, type SweepOutcome } from '#engine/simulation/sweep/run-sweep';
import type { LabWork, RangedWork } from './lab-work.ts';
import { strategyOf } from './strategy-of.ts';

type Axes = { readonly axes?: { readonly x: string; readonly y: string } };
/** Numbers of all trials stay where they were computed: only what they are evidence of and a picture of them travel. */
type Told<Outcome> = Omit<Outcome, 'parameters' | 'rows'> & {
  readonly heatMap: HeatMap | null;
  readonly evidence: TrialEvidence;
};

export type SweepWork = RangedWork & Axes & { readonly top: number };
export type ToldSweep = Told<SweepOutcome>;
export type SearchWork = SweepWork &
  Pick<SearchRequest, 'method' | 'trials' | 'seed' | 'isPruning'> & {
    readonly searchId: string;
    /** Where its log is kept; without it there is none. */
    readonly dataFolder?: string;
  };
export type ToldSearch = Told<SearchOutcome>;
export type WalkWork = RangedWork & Pick<WalkForwardRequest, 'mode' | 'trainBars' | 'testBars' | 'gapBars'>;
export type OverfittingWork = RangedWork &
  Pick<OverfittingRequest, 'blocks' | 'trialsMax' | 'groups' | 'testGroups' | 'embargo' | 'seed'>;
export type ToldOverfitting = Omit<OverfittingOutcome, 'sweep'> & {
  readonly best: SweepOutcome['best'];
  readonly evidence: TrialEvidence;
};
export type MonteCarloWork = LabWork & Omit<MonteCarloRequest, 'strategy'>;
export type VerdictWork = LabWork & VerdictOptions & { readonly parameters: ParameterValues };
export type RevealWork = LabWork & {
  readonly parameters: ParameterValues;
  /** Bars before the locked ones, on which the strategy only watches. */
  readonly quietBars: number;
};
/** With the milliseconds it took. */
export type Timed<Outcome> = { readonly outcome: Outcome; readonly elapsedMs: number };

/** What the lab needs of the process it runs in. */
export interface LabMachine {
  readonly threads: ThreadHost;
  readonly openTrialLog: (dataFolder: string) => OpenTrialLog;
  /** The strategy of a name; the built-in ones unless told. */
  readonly find?: (name: string) => StrategyDefinition;
}

/** What worker processes run for the lab, by `agent.type`. */
export function labWorkerTasks({ threads, openTrialLog, find = strategyOf }: LabMachine) {
  const companyOf = (context: TaskContext, workers?: number) => ({
    monotonic: () => performance.now(),
    signal: context.signal,
    onProgress: (fraction: number) => context.reportProgress(fraction),
    pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
    threads,
    ...(workers === undefined ? {} : { workers }),
  });
  const named = <Work extends { readonly strategy: string }>(work: Work) => ({
    ...work,
    strategy: find(work.strategy),
  });

  return {
    'backtester.sweep': async (work: SweepWork, context: TaskContext): Promise<ToldSweep> => {
      const { parameters, rows, ...outcome } = await runSweep(named(work), companyOf(context, work.workers));
      return { ...outcome, ...picture(named(work), parameters, rows) };
    },
    'backtester.search': async (work: SearchWork, context: TaskContext): Promise<ToldSearch> => {
      const { dataFolder } = work;
      const log = dataFolder === undefined ? undefined : openTrialLog(dataFolder)(work.searchId);
      try {
        const company = { ...companyOf(context, work.workers), ...(log ? { log } : {}) };
        const { parameters, rows, ...outcome } = await runSearch(named(work), company);
        return { ...outcome, ...picture(named(work), parameters, rows) };
      } finally {
        log?.close();
      }
    },
    'backtester.walk-forward': (work: WalkWork, context: TaskContext): Promise<WalkForwardOutcome> =>
      runWalkForward(named(work), companyOf(context, work.workers)),
    'backtester.overfitting': async (
      work: OverfittingWork,
      context: TaskContext,
    ): Promise<ToldOverfitting> => {
      const { sweep, ...outcome } = await runOverfitting(named(work), companyOf(context, work.workers));
      return { ...outcome, best: sweep.best, evidence: trialEvidence(named(work), sweep) };
    },
    'backtester.monte-carlo': async (
      work: MonteCarloWork,
      context: TaskContext,
    ): Promise<Timed<MonteCarloOutcome>> => {
      const startTime = performance.now();
      const outcome = await runMonteCarlo(named(work), companyOf(context));
      return { outcome, elapsedMs: performance.now() - startTime };
    },
    'backtester.verdict': (work: VerdictWork): Timed<HonestVerdict> => {
      const startTime = performance.now();
      const outcome = honestVerdict(named(work), work.parameters, work);
      return { outcome, elapsedMs: performance.now() - startTime };
    },
    'backtester.reveal': (work: RevealWork, context: TaskContext): Promise<BacktestResult> => {
      const strategy = gatedStrategy(find(work.strategy), { quietBars: work.quietBars });
      return runBacktestInPortions({ ...work, strategy }, companyOf(context));
    },
  } satisfies Record<string, WorkerTask>;
}

function picture(
  work: Omit<SweepWork, 'strategy'> & { readonly strategy: StrategyDefinition },
  parameters: Float64Array,
  rows: Float64Array,
): { heatMap: HeatMap | null; evidence: TrialEvidence } {
  const { ranges, axes } = work;
  return {
    heatMap: chosenHeatMap({ ranges, parameters, rows }, axes),
    evidence: trialEvidence(work, { parameters, rows }),
  };
}
