import { trialLogFiles } from '#adapters/stores/trial-log/trial-log-file';
import { labWorkerTasks } from '#agents/backtester/lab-worker-tasks';
import { backtesterWorkerTasks } from '#agents/backtester/worker-tasks';
import type { TaskContext, WorkerTask } from '#engine/agent/agent';
import { doNamedWork } from '#engine/agent/named-work';
import type { StrategySource } from '#engine/simulation/strategy-source';
import { createNodeThreadHost } from '../processes/node-thread-host.ts';
import { type LabWorkOfFile, runStrategyLab } from '../strategies/strategy-sandbox.ts';

/** What each kind of work takes and gives, as its task in a worker has it. */
type LabTasks = ReturnType<typeof backtesterWorkerTasks> & ReturnType<typeof labWorkerTasks>;
type Kind<Name = keyof LabTasks> = Name extends `backtester.${infer Short}` ? Short : never;
type TaskOf<Short extends Kind> = LabTasks[`backtester.${Short}`];
type Given<Short extends Kind> = Awaited<ReturnType<TaskOf<Short>>>;

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
    Object.keys(tasks).map((task): [string, WorkerTask] => [
      task,
      (work: Work, context: TaskContext) =>
        work.file ? runOfFile(work.file, task, work, context) : doNamedWork(tasks, task, work, context),
    ]),
  );
}

/** Does work of the lab in this process, as a worker would. */
export async function runLabTask<Short extends Kind>(
  kind: Short,
  work: Parameters<TaskOf<Short>>[0],
  onProgress: (fraction: number) => void,
): Promise<Given<Short>> {
  const context = { taskId: '', signal: new AbortController().signal, reportProgress: onProgress };
  return (await doNamedWork(labMachine(), `backtester.${kind}`, work, context)) as Given<Short>;
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
