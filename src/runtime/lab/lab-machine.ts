import { trialLogFiles } from '#adapters/stores/trial-log/trial-log-file';
import type {
  MonteCarloWork,
  OverfittingWork,
  RevealWork,
  SearchWork,
  SweepWork,
  Timed,
  ToldOverfitting,
  ToldSearch,
  ToldSweep,
  VerdictWork,
  WalkWork,
} from '#agents/backtester/lab-worker-tasks';
import { labWorkerTasks } from '#agents/backtester/lab-worker-tasks';
import type { BacktestInput } from '#agents/backtester/worker-tasks';
import { backtesterWorkerTasks } from '#agents/backtester/worker-tasks';
import type { BacktestResult } from '#contract/services/backtests';
import type { TaskContext, WorkerTask } from '#engine/agent/agent';
import type { HonestVerdict } from '#engine/simulation/honesty/honest-verdict';
import type { MonteCarloOutcome } from '#engine/simulation/honesty/monte-carlo-run';
import type { WalkForwardOutcome } from '#engine/simulation/honesty/walk-forward';
import type { StrategySource } from '#engine/simulation/strategy-source';
import { createNodeThreadHost } from '../processes/node-thread-host.ts';
import { type LabWorkOfFile, runStrategyLab } from '../strategies/strategy-sandbox.ts';

/** What each kind of work takes and gives. */
interface LabKinds {
  readonly backtest: readonly [BacktestInput, BacktestResult];
  readonly sweep: readonly [SweepWork, ToldSweep];
  readonly search: readonly [SearchWork, ToldSearch];
  readonly 'walk-forward': readonly [WalkWork, WalkForwardOutcome];
  readonly overfitting: readonly [OverfittingWork, ToldOverfitting];
  readonly 'monte-carlo': readonly [MonteCarloWork, Timed<MonteCarloOutcome>];
  readonly reveal: readonly [RevealWork, BacktestResult];
  readonly verdict: readonly [VerdictWork, Timed<HonestVerdict>];
}

/** Work that may be about a strategy file, and may keep a log. */
interface Work extends LabWorkOfFile {
  readonly file?: StrategySource;
  readonly searchId?: string;
  readonly dataFolder?: string;
}

/** Backtests and work of the lab, by `agent.type`: that of a strategy file is done in the file's own thread. */
export function labMachine(): Record<string, WorkerTask> {
  const tasks = {
    ...backtesterWorkerTasks(),
    ...labWorkerTasks({ threads: createNodeThreadHost(), openTrialLog: trialLogFiles }),
  };
  return Object.fromEntries(
    Object.entries(tasks).map(([task, run]): [string, WorkerTask] => [
      task,
      (work: Work, context: TaskContext) =>
        work.file ? runOfFile(work.file, task, work, context) : run(work as never, context),
    ]),
  );
}

/** Does work of the lab in this process, as a worker would. */
export async function runLabTask<Kind extends keyof LabKinds>(
  kind: Kind,
  work: LabKinds[Kind][0],
  onProgress: (fraction: number) => void,
): Promise<LabKinds[Kind][1]> {
  const context = { taskId: '', signal: new AbortController().signal, reportProgress: onProgress };
  return (await labMachine()[`backtester.${kind}`]!(work as never, context)) as LabKinds[Kind][1];
}

async function runOfFile(
  file: StrategySource,
  task: string,
  { file: _, ...work }: Work,
  context: TaskContext,
): Promise<unknown> {
  const { searchId, dataFolder } = work;
  const isLogged = searchId !== undefined && dataFolder !== undefined;
  const log = isLogged ? trialLogFiles(dataFolder)(searchId) : undefined;
  try {
    return await runStrategyLab(
      file,
      { task, work, ...(log ? { log } : {}) },
      { signal: context.signal, onProgress: (fraction) => context.reportProgress(fraction) },
    );
  } finally {
    log?.close();
  }
}
