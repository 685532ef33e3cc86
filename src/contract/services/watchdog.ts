import { z } from 'zod';
import { accountId, epochMs } from './shared.ts';

/** What the watchdog does once the engine has been silent for too long. */
export const watchdogAction = z.enum(['cancel', 'flatten']);

/** How the watchdog is set; part of the settings. */
export const watchdogSettings = z.strictObject({
  isOn: z.boolean().default(true),
  /** Seconds of silence after which it acts. */
  limitSeconds: z.number().min(2).max(300).default(5),
  action: watchdogAction.default('cancel'),
});
export type WatchdogSettings = z.infer<typeof watchdogSettings>;

/** The process that acts when the engine no longer answers. */
export const watchdogState = z.object({
  /** `watching`: orders rest at a broker. `idle`: nothing rests, so it is not needed. `off`: switched off. */
  phase: z.enum(['off', 'idle', 'starting', 'watching', 'failed']),
  /** What is wrong, in a sentence; null when nothing is. */
  problem: z.string().nullable(),
  processId: z.number().int().nullable(),
  limitSeconds: z.number(),
  action: watchdogAction,
  /** Accounts whose orders it would act for. */
  accounts: z.array(accountId),
});
export type WatchdogState = z.infer<typeof watchdogState>;

/** One thing the watchdog did, or could not do, with the time since the engine was last heard of. */
export const watchdogStep = z.object({
  what: z.string(),
  isDone: z.boolean(),
  /** Milliseconds after the last sign of life of the engine. */
  afterMs: z.number(),
  /** How long the step itself took, ms. */
  durationMs: z.number(),
});
export type WatchdogStep = z.infer<typeof watchdogStep>;

/** What the watchdog did for one account. */
export const watchdogAct = z.object({
  actId: z.string(),
  account: accountId,
  action: watchdogAction,
  /** When the engine was last heard of, and when it was given up. */
  silentSince: epochMs,
  actedTime: epochMs,
  cancelled: z.number().int(),
  flattened: z.array(z.string()),
  /** What it could not do, a sentence each. */
  notDone: z.array(z.string()),
  steps: z.array(watchdogStep),
});
export type WatchdogAct = z.infer<typeof watchdogAct>;

/** A rehearsal: an engine made for it freezes, and the real watchdog acts on a test account. */
export const drillReport = z.object({
  drillId: z.string(),
  /** The account it ran on; `stand-in` for the venue that a drill brings along. */
  account: z.string(),
  time: epochMs,
  action: watchdogAction,
  limitMs: z.number(),
  /** Whether every order was gone, and how long after the limit. */
  isPassed: z.boolean(),
  actedAfterLimitMs: z.number().nullable(),
  cancelled: z.number().int(),
  notDone: z.array(z.string()),
  steps: z.array(watchdogStep),
});
export type DrillReport = z.infer<typeof drillReport>;
