import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { stage } from './decisions.ts';
import { collectionEvent, epochMs, procedure, symbolText } from './shared.ts';

export const agentStatus = z.object({
  slug: z.string(),
  label: z.string(),
  name: z.string(),
  aliases: z.array(z.string()),
  skills: z.array(z.string()),
  /** Task types it takes today. */
  taskTypes: z.array(z.string()),
  state: z.enum(['starting', 'healthy', 'busy', 'degraded', 'down']),
  /** What it is doing or last did, in a few words. */
  activity: z.string(),
  /** Its own headline figure, ready to show (`12.5k/s`, `18 µs`). */
  headline: z.string(),
  tasksDone: z.number().int(),
  tasksFailed: z.number().int(),
  queued: z.number().int(),
  lastDurationMs: z.number().nullable(),
  lastError: z.string().nullable(),
});
export type AgentStatusView = z.infer<typeof agentStatus>;

/** Lane 1 critical, 2 important, 3 standard, 4 low. */
export const lane = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

export const taskState = z.enum([
  'queued',
  'running',
  'retrying',
  'done',
  'failed',
  'cancelled',
  'dead-lettered',
]);

export const task = z.object({
  id: z.string(),
  agent: z.string(),
  type: z.string(),
  lane,
  state: taskState,
  attempts: z.number().int(),
  /** 0 to 1, or null when it cannot be told. */
  progress: z.number().nullable(),
  worker: z.string().nullable(),
  submittedTime: epochMs,
  startedTime: epochMs.nullable(),
  finishedTime: epochMs.nullable(),
  error: z.string().nullable(),
  summary: z.string(),
});
export type TaskView = z.infer<typeof task>;

export const pipelineResult = z.object({
  id: z.string(),
  symbol: symbolText,
  analysisType: z.enum(['full', 'quick']),
  eventTime: epochMs,
  durationMs: z.number(),
  isDegraded: z.boolean(),
  stages: z.array(stage),
  action: z.enum(['buy', 'sell', 'hold']),
  fusedScore: z.number(),
  summary: z.string(),
  decisionId: z.string(),
});
export type PipelineResult = z.infer<typeof pipelineResult>;

export const agentsService = {
  /** All eleven, in order. */
  list: procedure.route({ method: 'GET', path: '/agents', tags: ['Agents'] }).output(z.array(agentStatus)),
  /** getAgentStatus: by slug or alias. */
  status: procedure
    .route({ method: 'GET', path: '/agents/{agent}', tags: ['Agents'] })
    .input(z.object({ agent: z.string() }))
    .output(agentStatus),
  watch: procedure
    .route({ method: 'GET', path: '/agents/watch', tags: ['Agents'] })
    .output(eventIterator(collectionEvent(agentStatus))),
  /** submitTask: the result is fetched by id. */
  submitTask: procedure
    .route({ method: 'POST', path: '/agents/tasks', tags: ['Agents'] })
    .input(
      z.object({
        agent: z.string(),
        type: z.string(),
        data: z.record(z.string(), z.unknown()).default({}),
        lane: lane.default(3),
      }),
    )
    .output(task),
  /** getTaskResult: waits up to `waitMs` for the end. */
  taskResult: procedure
    .route({ method: 'GET', path: '/agents/tasks/{id}', tags: ['Agents'] })
    .input(z.object({ id: z.string(), waitMs: z.coerce.number().int().min(0).max(60_000).default(0) }))
    .output(z.object({ task, result: z.unknown() })),
  cancelTask: procedure
    .route({ method: 'POST', path: '/agents/tasks/cancel', tags: ['Agents'] })
    .input(z.object({ id: z.string() }))
    .output(task),
  tasks: procedure
    .route({ method: 'GET', path: '/agents/tasks', tags: ['Agents'] })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }))
    .output(z.array(task)),
  watchTasks: procedure
    .route({ method: 'GET', path: '/agents/tasks/watch', tags: ['Agents'] })
    .output(eventIterator(collectionEvent(task))),
  /** coordinatePipeline: the five stages for one symbol. */
  pipeline: procedure
    .route({ method: 'POST', path: '/agents/pipeline', tags: ['Agents'] })
    .input(z.object({ symbol: symbolText, analysisType: z.enum(['full', 'quick']).default('full') }))
    .output(pipelineResult),
};
