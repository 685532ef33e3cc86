import type { Engine } from '#runtime/engine/create-engine';
import type { Terminal } from './terminal.ts';

export interface RunnableTask {
  readonly type: string;
  readonly data: Record<string, unknown>;
  /** Said while it runs. */
  readonly doing: string;
  /** Said when it was cancelled. */
  readonly ifCancelled: string;
}

/** Runs a task of the collector, so that it counts as one, and gives its result; Ctrl-C cancels it. */
export async function runCollectorTask(
  terminal: Terminal,
  { orchestrator }: Engine,
  { type, data, doing, ifCancelled }: RunnableTask,
): Promise<unknown> {
  const task = orchestrator.submit({ agent: 'data_collector', type, data, lane: 2 });
  const cancel = (): void => void orchestrator.cancel(task.id);
  const stopWatching = orchestrator.tasks.onChange(() =>
    terminal.progress(doing, orchestrator.tasks.get(task.id)?.progress ?? 0),
  );
  process.once('SIGINT', cancel);
  try {
    const ended = await orchestrator.settled(task.id);
    if (ended.task.state === 'cancelled') throw new Error(ifCancelled);
    if (ended.task.state !== 'done') throw new Error(ended.task.error ?? `it ended as ${ended.task.state}`);
    return ended.result;
  } finally {
    process.removeListener('SIGINT', cancel);
    stopWatching();
    terminal.progressDone();
  }
}
