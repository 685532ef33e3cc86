import { OctopusError } from '#contract/errors';
import type { Trail } from '#contract/services/decisions';
import type { JournalRecord } from '#engine/ports/journal-store';
import type { Engine } from '../engine/create-engine.ts';
import { decisionView } from '../engine/views.ts';
import type { Implementer } from './implementer.ts';
import { summarizeRecord } from './record-summary.ts';
import { watchCollection } from './watch.ts';

export function decisionHandlers(on: Implementer, engine: Engine) {
  const { keeper, journal, views, clock } = engine;
  return {
    list: on.decisions.list.handler(({ input }) =>
      journal.store
        .decisions(keeper.require().id, {
          limit: input.limit,
          ...(input.symbol === undefined ? {} : { symbol: input.symbol }),
        })
        .map(decisionView),
    ),
    get: on.decisions.get.handler(({ input }) => {
      const row = journal.store.decision(input.id);
      if (!row) throw new OctopusError('NOT_FOUND', `no decision ${input.id}`);
      return decisionView(row);
    }),
    watch: on.decisions.watch.handler(({ signal }) => watchCollection(views.decisions, { clock, signal })),
    trail: on.decisions.trail.handler(({ input }): Trail => {
      const order = journal.projection.order(input.clientOrderId);
      if (!order) throw new OctopusError('NOT_FOUND', `no order ${input.clientOrderId}`);
      const row = order.decisionId === undefined ? undefined : journal.store.decision(order.decisionId);
      return {
        decision: row ? decisionView(row) : null,
        records: journal.store.correlated(input.clientOrderId).map(recordView),
      };
    }),
  };
}

function recordView(record: JournalRecord): Trail['records'][number] {
  const { sequence, kind, eventTime, hash } = record;
  return { sequence, kind, eventTime, hash, summary: summarizeRecord(record) };
}
