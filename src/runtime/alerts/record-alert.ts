import type { FiredAlert } from '#agents/realtime-processor/alert-book';
import type { Journal } from '#engine/journal/journal';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import { alertRecord } from './alert-record.ts';

export interface AlertRecordPorts {
  readonly journal: Journal;
  readonly keeper: Pick<SessionKeeper, 'current'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly isReadOnly: boolean;
  /** An alert of a live tick could not be kept: arms those that were kept again. */
  readonly restore: () => void;
}

const RESTORE_AFTER_MS = 1_000;

/** Journals an alert that fired: with the replay's transaction, or by itself when a live tick raised it. */
export function recordAlert(fired: FiredAlert, ports: AlertRecordPorts): void {
  const { journal, keeper, clock, log, isReadOnly, restore } = ports;
  const session = fired.isReplayed ? keeper.current : undefined;
  const record = {
    kind: 'AlertTriggered' as const,
    payload: alertRecord(fired, session?.id ?? null),
    eventTime: fired.cause.eventTime,
    source: 'realtime_processor',
    correlationId: fired.id,
  };
  if (session) {
    // With the number of events handled, a restart goes on behind the tick that raised it.
    journal.add({ ...record, session: { id: session.id, cursor: session.cursor } });
    return;
  }
  if (isReadOnly) return;
  try {
    journal.record(record);
  } catch (error) {
    // A live tick must not fail because the journal does.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error('an alert fired and could not be recorded; it is armed again', { error: text });
    clock.after(RESTORE_AFTER_MS, restore);
  }
}
