import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import type { AgentTask, TaskContext } from '#engine/agent/agent';
import type { MarketStore } from '#engine/ports/market-store';
import { temporaryFolder } from './temporary-folder.ts';

/** A real, empty SQLite market store that goes away with the test. */
export function openMarketStore(): MarketStore {
  return createMarketStore(openDatabase(marketDatabase, temporaryFolder(), 0));
}

export const taskContext: TaskContext = {
  taskId: 'test',
  signal: new AbortController().signal,
  reportProgress: () => {},
};

/** Runs a task as the orchestrator does: input through its schema, then the task, then its one-line summary. */
export async function runTask(
  tasks: readonly AgentTask[],
  type: string,
  input: unknown,
): Promise<{ result: unknown; summary: string }> {
  const task = tasks.find((candidate) => candidate.type === type || candidate.aliases?.includes(type));
  if (!task)
    throw new Error(`no task ${type}; there are ${tasks.map((candidate) => candidate.type).join(', ')}`);
  const result = await task.run(task.input.parse(input), taskContext);
  return { result, summary: task.summarize?.(result) ?? '' };
}
