import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { cachesState } from './caches.ts';
import { job } from './jobs.ts';
import { epochMs, procedure } from './shared.ts';

export const systemInfo = z.object({
  version: z.string(),
  profile: z.enum(['solo', 'team']),
  host: z.enum(['electron', 'server', 'command-line']),
  dataFolder: z.string(),
  startedTime: epochMs,
  runtime: z.string(),
  isReadOnly: z.boolean(),
  /** Sentences a person should read: store moved aside, opened read-only, and the like. */
  notices: z.array(z.object({ severity: z.enum(['info', 'warning', 'error']), text: z.string() })),
});
export type SystemInfo = z.infer<typeof systemInfo>;

export const systemHealth = z.object({
  time: epochMs,
  journalRecords: z.number(),
  /** Whether chain and ledger held when last looked at; null before the first look. */
  isJournalVerified: z.boolean().nullable(),
  storeBytes: z.number(),
  ticksPerSecond: z.number(),
  engineDelayMsP99: z.number(),
  memoryBytes: z.number(),
  workers: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['starting', 'idle', 'busy', 'restarting', 'stopped']),
      restarts: z.number(),
      pid: z.number().nullable(),
    }),
  ),
  queuedTasks: z.number(),
});
export type SystemHealth = z.infer<typeof systemHealth>;

export const systemService = {
  info: procedure
    .route({ method: 'GET', path: '/system/info', tags: ['System'], summary: 'What is running' })
    .output(systemInfo),
  /** Echoes its input; the round trip a person's click takes. */
  ping: procedure
    .route({ method: 'POST', path: '/system/ping', tags: ['System'], summary: 'Echo' })
    .input(z.object({ value: z.number() }))
    .output(z.object({ value: z.number() })),
  health: procedure
    .route({ method: 'GET', path: '/health', tags: ['System'], summary: 'Health figures now' })
    .output(systemHealth),
  watchHealth: procedure
    .route({ method: 'GET', path: '/health/watch', tags: ['System'] })
    .output(eventIterator(systemHealth)),
  /** What runs by the clock: when it ran, how that went, when it runs next. */
  jobs: procedure.route({ method: 'GET', path: '/system/jobs', tags: ['System'] }).output(z.array(job)),
  watchJobs: procedure
    .route({ method: 'GET', path: '/system/jobs/watch', tags: ['System'] })
    .output(eventIterator(z.array(job))),
  /** Runs a job now and answers when it ended. */
  runJob: procedure
    .route({ method: 'POST', path: '/system/jobs/run', tags: ['System'] })
    .input(z.object({ name: z.string() }))
    .output(job),
  /** How full the caches are and which level answered how often. */
  caches: procedure.route({ method: 'GET', path: '/system/caches', tags: ['System'] }).output(cachesState),
  watchCaches: procedure
    .route({ method: 'GET', path: '/system/caches/watch', tags: ['System'] })
    .output(eventIterator(cachesState)),
};
