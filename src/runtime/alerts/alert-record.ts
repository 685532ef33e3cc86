import type { FiredAlert } from '#agents/realtime-processor/alert-book';
import type { AlertTriggerView } from '#contract/services/alerts';
import { renderAlertMessage } from '#domain/alerts/alert-message';
import { alertNumber, alertTime } from '#domain/alerts/alert-text';
import { ruleOfLegacyAlert } from '#domain/alerts/legacy-alert';
import type { JournalPayloads } from '#engine/journal/record-kinds';
import type { JournalRecord } from '#engine/ports/journal-store';

/** What the journal keeps of an alert that fired. The first condition stands for the rule where only one has room. */
export function alertRecord(
  { id, definition, cause, conditions }: FiredAlert,
  sessionId: string | null,
): JournalPayloads['AlertTriggered'] {
  const { name, symbol, rule, severity } = definition;
  const first = conditions[0];
  const [measure = '', operator = ''] = first?.text.split(' ') ?? [];
  return {
    alertId: id,
    symbol,
    measure,
    operator,
    threshold: first?.threshold ?? 0,
    value: first?.value ?? 0,
    name,
    rule,
    cause,
    conditions,
    message: messageOf({ definition, cause, conditions }),
    severity,
    sessionId,
  };
}

/** A trigger as people see it, from its journal record; records of before rules were text are understood. */
export function alertTriggerOf(
  record: Pick<JournalRecord, 'sequence' | 'eventTime' | 'payload'>,
): AlertTriggerView {
  const payload = JSON.parse(record.payload) as JournalPayloads['AlertTriggered'];
  const { alertId, symbol, measure, operator, threshold, value } = payload;
  const rule = payload.rule ?? ruleOfLegacyAlert({ measure, operator, threshold });
  return {
    id: record.sequence,
    alertId,
    name: payload.name ?? '',
    symbol,
    rule,
    eventTime: record.eventTime,
    cause: payload.cause ?? null,
    conditions: [...(payload.conditions ?? [{ text: rule, value, threshold }])],
    message: payload.message ?? `${symbol} ${rule}: now ${alertNumber(value)}`,
    severity: payload.severity ?? 'info',
    sessionId: payload.sessionId ?? null,
  };
}

function messageOf({
  definition,
  cause,
  conditions,
}: Pick<FiredAlert, 'definition' | 'cause' | 'conditions'>): string {
  const { name, symbol, rule, message } = definition;
  const value = valueText(conditions[0], conditions[0]?.value ?? null);
  if (message === '') {
    const by = cause.kind === 'tick' ? `tick ${alertNumber(cause.price)}` : cause.kind;
    return `${symbol} ${rule} · ${conditions.map((one) => valueText(one, one.value)).join(', ')} · ${by} at ${alertTime(cause.eventTime)}`;
  }
  return renderAlertMessage(message, {
    name: name || rule,
    symbol,
    rule,
    price: alertNumber(cause.price),
    value,
    threshold: valueText(conditions[0], conditions[0]?.threshold ?? null),
    time: alertTime(cause.eventTime),
  });
}

function valueText(condition: FiredAlert['conditions'][number] | undefined, value: number | null): string {
  return condition?.text.startsWith('time ') && value !== null ? alertTime(value) : alertNumber(value);
}
