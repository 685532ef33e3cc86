import type { ZodType, z } from 'zod';
import type { AgentTask, KnownResult, TaskContext } from './agent.ts';

interface TaskKind<Input extends ZodType, Result> {
  readonly type: string;
  readonly aliases?: readonly string[];
  readonly input: Input;
  summarize?(result: Result): string;
}

interface EngineTask<Input extends ZodType, Result> extends TaskKind<Input, Result> {
  readonly runsOn: 'engine';
  run(input: z.output<Input>, context: TaskContext): Result | Promise<Result>;
}

interface WorkerTaskKind<Input extends ZodType, Prepared, Told, Result> extends TaskKind<Input, Result> {
  readonly runsOn: 'worker';
  run(input: z.output<Input>, context: TaskContext): Prepared | Promise<Prepared>;
  complete?(prepared: Exclude<Prepared, KnownResult>, told: Told): Result;
}

/**
 * Ties what a task takes, gathers, is told and gives together, so that its parts cannot disagree. Who runs the task sees
 * none of these types: it hands each part what the part before gave, which is why each part may believe its input.
 */
export function defineTask<Input extends ZodType, Result>(task: EngineTask<Input, Result>): AgentTask;
export function defineTask<Input extends ZodType, Prepared, Told, Result>(
  task: WorkerTaskKind<Input, Prepared, Told, Result>,
): AgentTask;
export function defineTask<Input extends ZodType, Prepared, Told, Result>(
  task: EngineTask<Input, Result> | WorkerTaskKind<Input, Prepared, Told, Result>,
): AgentTask {
  const { type, aliases, input, runsOn, summarize } = task;
  const complete = task.runsOn === 'worker' ? task.complete : undefined;
  type Sent = Exclude<Prepared, KnownResult>;
  return {
    type,
    ...(aliases ? { aliases } : {}),
    input,
    runsOn,
    run: (given, context) => task.run(given as z.output<Input>, context),
    ...(complete
      ? { complete: (prepared: unknown, told: unknown) => complete(prepared as Sent, told as Told) }
      : {}),
    ...(summarize ? { summarize: (result: unknown) => summarize(result as Result) } : {}),
  };
}
