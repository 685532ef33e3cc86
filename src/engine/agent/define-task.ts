import type { ZodType, z } from 'zod';
import type { AgentTask, TaskContext } from './agent.ts';

/** Ties a task's input schema to its function, so that the two cannot disagree. */
export function defineTask<Input extends ZodType, Output, Result = Awaited<Output>>(task: {
  type: string;
  aliases?: readonly string[];
  input: Input;
  runsOn: 'engine' | 'worker';
  run(input: z.output<Input>, context: TaskContext): Output | Promise<Output>;
  summarize?(result: Result): string;
}): AgentTask {
  return task as unknown as AgentTask;
}
