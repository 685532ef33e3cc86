import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ALERT_SEVERITIES } from '#domain/alerts/alert-definition';
import { collectionEvent, epochMs, procedure, symbolText } from './shared.ts';

export const alertDefinition = z.object({
  /** Empty: the rule itself is the name. */
  name: z.string().trim().max(80).default(''),
  /** Symbol that conditions mean when they name none. */
  symbol: symbolText,
  /** Such as `price crosses-above 200 and rsi(14,1d) is-above 70`; an error names the column. */
  rule: z.string().min(1).max(1_000),
  /** `once`, `once-per-bar(5m)`, `once-per-minute`, `once-per-day`, `every-time` or `every-time(30s)`. */
  frequency: z.string().max(40).default('once'),
  /** Instant from which it no longer fires; null for never. Compared with the time of the prices it watches. */
  expiresTime: epochMs.nullable().default(null),
  /** Text of its notification with {name} {symbol} {rule} {price} {value} {threshold} {time}; empty for the usual one. */
  message: z.string().trim().max(500).default(''),
  severity: z.enum(ALERT_SEVERITIES).default('info'),
  isSoundOn: z.boolean().default(false),
});
export type AlertInput = z.input<typeof alertDefinition>;

/** One condition as it stood: its value and what that is compared with; of a time condition both are instants. */
export const conditionReading = z.object({
  text: z.string(),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
});

/** One firing of one alert. */
export const alertTrigger = z.object({
  /** Sequence of its journal record. */
  id: z.number(),
  alertId: z.string(),
  name: z.string(),
  symbol: symbolText,
  rule: z.string(),
  eventTime: epochMs,
  /** The tick, closed bar or moment that made it fire; null for those recorded before causes were. */
  cause: z
    .object({
      kind: z.enum(['tick', 'bar', 'time']),
      symbol: symbolText,
      eventTime: epochMs,
      price: z.number().nullable(),
      sequence: z.number().nullable(),
    })
    .nullable(),
  conditions: z.array(conditionReading),
  message: z.string(),
  severity: z.enum(ALERT_SEVERITIES),
  /** The replay session whose prices fired it; null for the live market. */
  sessionId: z.string().nullable(),
});
export type AlertTriggerView = z.infer<typeof alertTrigger>;

export const alert = alertDefinition.extend({
  id: z.string(),
  /** `triggered`: fired once and rests until re-armed. */
  state: z.enum(['active', 'triggered', 'expired', 'disabled']),
  createdTime: epochMs,
  triggerCount: z.number(),
  lastTrigger: alertTrigger.nullable(),
  conditions: z.array(conditionReading),
});
export type AlertView = z.infer<typeof alert>;

/** Something a person should notice: an alert that fired, a fill, a breach, an agent lost. */
export const notification = z.object({
  id: z.string(),
  eventTime: epochMs,
  severity: z.enum(ALERT_SEVERITIES),
  source: z.string(),
  title: z.string(),
  text: z.string(),
  symbol: symbolText.optional(),
  /** The fill that it confirms; each is confirmed once, also over restarts, so its id is that of the fill. */
  fillId: z.string().optional(),
  /** Whether it asks to be heard. */
  isSoundOn: z.boolean().optional(),
});
export type NotificationView = z.infer<typeof notification>;

const byId = z.object({ id: z.string() });

export const alertsService = {
  list: procedure.route({ method: 'GET', path: '/alerts', tags: ['Alerts'] }).output(z.array(alert)),
  watch: procedure
    .route({ method: 'GET', path: '/alerts/watch', tags: ['Alerts'] })
    .output(eventIterator(collectionEvent(alert))),
  create: procedure
    .route({ method: 'POST', path: '/alerts', tags: ['Alerts'] })
    .input(alertDefinition)
    .output(alert),
  /** Replaces the definition and arms it anew; one that is disabled stays so. */
  update: procedure
    .route({ method: 'POST', path: '/alerts/update', tags: ['Alerts'] })
    .input(alertDefinition.extend({ id: z.string() }))
    .output(alert),
  remove: procedure
    .route({ method: 'POST', path: '/alerts/remove', tags: ['Alerts'] })
    .input(byId)
    .output(z.object({ removed: z.boolean() })),
  rearm: procedure
    .route({ method: 'POST', path: '/alerts/rearm', tags: ['Alerts'] })
    .input(byId)
    .output(alert),
  enable: procedure
    .route({ method: 'POST', path: '/alerts/enable', tags: ['Alerts'] })
    .input(byId)
    .output(alert),
  disable: procedure
    .route({ method: 'POST', path: '/alerts/disable', tags: ['Alerts'] })
    .input(byId)
    .output(alert),
  /** Triggers, newest first: of one alert or of all, those removed included. */
  history: procedure
    .route({ method: 'POST', path: '/alerts/history', tags: ['Alerts'] })
    .input(
      z.object({
        id: z.string().optional(),
        /** Only those with a smaller id. */
        before: z.number().int().positive().optional(),
        limit: z.number().int().min(1).max(500).default(50),
      }),
    )
    .output(z.object({ rows: z.array(alertTrigger), nextBefore: z.number().nullable() })),
  watchNotifications: procedure
    .route({ method: 'GET', path: '/notifications/watch', tags: ['Alerts'] })
    .output(eventIterator(collectionEvent(notification))),
};
