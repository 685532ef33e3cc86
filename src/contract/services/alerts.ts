import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { collectionEvent, epochMs, procedure, symbolText } from './shared.ts';

export const alertCondition = z.object({
  symbol: symbolText,
  /** `price`: last price; `change-pct`: change from the previous close in percent; `rsi`: RSI 14 of daily closes. */
  measure: z.enum(['price', 'change-pct', 'rsi']),
  operator: z.enum(['crosses-above', 'crosses-below']),
  threshold: z.number(),
});

export const alert = z.object({
  id: z.string(),
  condition: alertCondition,
  state: z.enum(['active', 'triggered', 'disabled']),
  createdTime: epochMs,
  triggeredTime: epochMs.nullable(),
  /** The tick or bar that fired it. */
  triggeredBy: z.object({ eventTime: epochMs, value: z.number() }).nullable(),
  /** The measure's newest value, null before the first. */
  currentValue: z.number().nullable(),
});
export type AlertView = z.infer<typeof alert>;

/** Something a person should notice: an alert that fired, a fill, a breach, an agent lost. */
export const notification = z.object({
  id: z.string(),
  eventTime: epochMs,
  severity: z.enum(['info', 'success', 'warning', 'error']),
  source: z.string(),
  title: z.string(),
  text: z.string(),
  symbol: symbolText.optional(),
});
export type NotificationView = z.infer<typeof notification>;

export const alertsService = {
  list: procedure.route({ method: 'GET', path: '/alerts', tags: ['Alerts'] }).output(z.array(alert)),
  watch: procedure
    .route({ method: 'GET', path: '/alerts/watch', tags: ['Alerts'] })
    .output(eventIterator(collectionEvent(alert))),
  create: procedure
    .route({ method: 'POST', path: '/alerts', tags: ['Alerts'] })
    .input(alertCondition)
    .output(alert),
  remove: procedure
    .route({ method: 'POST', path: '/alerts/remove', tags: ['Alerts'] })
    .input(z.object({ id: z.string() }))
    .output(z.object({ removed: z.boolean() })),
  rearm: procedure
    .route({ method: 'POST', path: '/alerts/rearm', tags: ['Alerts'] })
    .input(z.object({ id: z.string() }))
    .output(alert),
  watchNotifications: procedure
    .route({ method: 'GET', path: '/notifications/watch', tags: ['Alerts'] })
    .output(eventIterator(collectionEvent(notification))),
};
