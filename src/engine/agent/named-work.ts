import { OctopusError, unknownName } from '#contract/errors';
import type { TaskContext, WorkerTask } from './agent.ts';

/**
 * Does a piece of work that came over a line with the name of its task. What the line brings is believed to be what
 * that task takes: the task's own agent gathered it. Throws UNKNOWN_TASK_TYPE.
 */
export async function doNamedWork(
  tasks: Readonly<Record<string, WorkerTask>>,
  name: string,
  input: unknown,
  context: TaskContext,
): Promise<unknown> {
  const work = tasks[name] as WorkerTask<unknown> | undefined;
  if (work) return await work(input, context);
  throw new OctopusError('UNKNOWN_TASK_TYPE', unknownName('task of a worker', name, Object.keys(tasks)));
}
