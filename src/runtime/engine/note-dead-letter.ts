import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { Journal } from '#engine/journal/journal';
import type { OrchestratorOptions } from '#engine/orchestrator/orchestrator';
import type { Clock } from '#engine/ports/clock';
import type { LiveViews } from '../market-data/live-views.ts';

/** Keeps a task that was given up, with its input, and says so in the journal and on screens. */
export function noteDeadLetter(ports: {
  readonly stores: SqliteStores;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly views: LiveViews;
}): OrchestratorOptions['onDeadLetter'] {
  const { stores, journal, clock, views } = ports;
  return (task, input) => {
    if (!stores.isReadOnly) stores.documents.put('dead-letters', task.id, { task, input });
    journal.record({
      kind: 'TaskDeadLettered',
      payload: {
        taskId: task.id,
        agent: task.agent,
        type: task.type,
        attempts: task.attempts,
        error: task.error ?? '',
      },
      eventTime: clock.now(),
      source: 'orchestrator',
      correlationId: task.id,
    });
    views.notify({
      eventTime: clock.now(),
      severity: 'error',
      source: task.agent,
      title: `Task ${task.agent}.${task.type} was given up`,
      text: task.error ?? '',
    });
  };
}
