import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';

export function journalHandlers(on: Implementer, engine: Engine) {
  return {
    records: on.journal.records.handler(({ input }) => {
      const { before, kind, limit } = input;
      const found = engine.journal.store.readNewest({
        limit,
        ...(before === undefined ? {} : { before }),
        ...(kind === undefined ? {} : { kind }),
      });
      return found.map((record) => ({ ...record, payload: JSON.parse(record.payload) as unknown }));
    }),
    verify: on.journal.verify.handler(() => engine.verifyJournal()),
  };
}
