import { createDocumentStore } from '#adapters/stores/sqlite/document-store';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { Journal } from '#engine/journal/journal';
import type { JournalEntry, SessionConfiguration } from '#engine/journal/record-kinds';

/** A journal on a real file, with the file's database to tamper with, and what its listeners threw. */
export function openJournalAt(folder: string, startMs = 1_000) {
  const opened = openDatabase(journalDatabase, folder, 0);
  const store = createJournalStore(opened);
  const clock = new SimulatedClock(startMs);
  const listenerErrors: unknown[] = [];
  const journal = new Journal(store, clock, (error) => listenerErrors.push(error));
  return { ...opened, store, clock, journal, listenerErrors, documents: createDocumentStore(opened) };
}

export const CONFIGURATION: SessionConfiguration = {
  mode: 'replay',
  symbols: ['AAPL'],
  startDate: 0,
  endDate: 1,
  seed: 1,
  ticksPerDay: 4,
  cash: '1000',
  currency: 'USD',
  daysPerSecond: 1,
  autonomy: 'auto',
};

const session = (cursor: number) => ({ id: 'replay-1', cursor });

/** A session with one order that was bought and another that still works. */
export function tradedEntries(): JournalEntry[] {
  const at = (eventTime: number, id: string) => ({
    eventTime,
    source: 'test',
    correlationId: id,
    session: session(eventTime),
  });
  const intent = (nonce: string, quantity: string) => ({
    origin: 'person',
    account: 'paper-1',
    symbol: 'AAPL',
    side: 'buy' as const,
    type: 'limit' as const,
    quantity,
    limitPrice: '10.5',
    timeInForce: 'gtc' as const,
    reason: 'test',
    nonce,
  });
  const order = (id: string, from: number): JournalEntry[] => [
    { kind: 'OrderIntended', payload: { clientOrderId: id, intent: intent(id, '10') }, ...at(from, id) },
    { kind: 'OrderSent', payload: { clientOrderId: id, venue: 'paper' }, ...at(from + 1, id) },
    { kind: 'OrderAcknowledged', payload: { clientOrderId: id }, ...at(from + 2, id) },
  ];
  return [
    {
      kind: 'SessionStarted',
      payload: { sessionId: 'replay-1', account: 'paper-1', configuration: CONFIGURATION },
      eventTime: 0,
      source: 'person',
      session: session(0),
    },
    ...order('A', 1),
    ...order('B', 4),
    {
      kind: 'OrderFilled',
      payload: { clientOrderId: 'A', fillId: 'A-4', quantity: '4', price: '10', fee: '1' },
      ...at(7, 'A'),
    },
    {
      kind: 'OrderFilled',
      payload: { clientOrderId: 'A', fillId: 'A-10', quantity: '6', price: '10.5', fee: '1' },
      ...at(8, 'A'),
    },
    { kind: 'DayClosed', payload: { equity: 998, cash: '895' }, ...at(9, 'day') },
  ];
}
