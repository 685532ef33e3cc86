import type { ZodType } from 'zod';
import type { AgentSlug } from '#contract/agents';

/** What a running task may use. */
export interface TaskContext {
  readonly taskId: string;
  /** Aborted on cancel, time-out or shutdown; long work looks at it. */
  readonly signal: AbortSignal;
  /** 0 to 1. */
  reportProgress(fraction: number): void;
}

/**
 * One kind of work an agent takes. `engine` tasks are short and run beside the store; `worker` tasks are heavy
 * and pure: `prepare` gathers their whole input in the engine, then a worker process runs the function that
 * `workerTasks` registers under `agent.type`.
 */
export interface AgentTask {
  readonly type: string;
  /** Other names the same work is known by: `risk.calculate_var`. */
  readonly aliases?: readonly string[];
  readonly input: ZodType;
  readonly runsOn: 'engine' | 'worker';
  /** Engine tasks: does the work. Worker tasks: gathers the input that is sent to the worker. */
  run(input: unknown, context: TaskContext): unknown;
  /** Worker tasks: takes what the worker gave, with what was sent to it, and gives the task's result. */
  complete?(prepared: unknown, told: unknown): unknown;
  /** One line about a finished task's result, for lists. */
  summarize?(result: unknown): string;
}

export interface AgentReport {
  readonly state: 'healthy' | 'busy' | 'degraded';
  /** What it is doing or last did, in a few words. */
  readonly activity: string;
  /** Its headline figure, ready to show. */
  readonly headline: string;
}

/** An agent: a life, a report, and the tasks it takes. It never knows another agent. */
export interface Agent {
  readonly slug: AgentSlug;
  readonly tasks: readonly AgentTask[];
  start?(): void | Promise<void>;
  stop?(): void | Promise<void>;
  report(): AgentReport;
}

/** Given by `run` of a worker task whose result is known already: no worker is asked. */
export class KnownResult {
  readonly result: unknown;

  constructor(result: unknown) {
    this.result = result;
  }
}

/** The pure function behind a worker task. Input and output survive a structured clone. */
export type WorkerTask<Input = never> = (input: Input, context: TaskContext) => unknown;
