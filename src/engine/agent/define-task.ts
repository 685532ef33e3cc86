import type { ZodType, z } from 'zod';
import type { AgentTask, KnownResult, TaskContext } from './agent.ts';

/** Ties a task's input schema to its function, so that the two cannot disagree. */
export function defineTask<Input extends ZodType, Output, Result = Awaited<Output>>(task: {
  type: string;
  aliases?: readonly string[];
  input: Input;
  runsOn: 'engine' | 'worker';
  run(input: z.output<Input>, context: TaskContext): Output | Promise<Output>;
  complete?(prepared: Exclude<Awaited<Output>, KnownResult>, result: never): unknown;
  summarize?(result: Result): string;
}): AgentTask {
  return task as unknown as AgentTask;
}
