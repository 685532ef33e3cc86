import { expect, it } from 'vitest';
import { VenueNews } from '#agents/execution-manager/venue-news';
import { ORDER_STATUSES } from '#domain/orders/order';
import { createSeededRandom } from '#domain/values/seeded-random';
import { intentPayload } from '#engine/journal/intent-payload';
import { verifyJournal } from '#engine/journal/verify-journal';
import type { BrokerEvent } from '#engine/ports/broker';
import { D } from '#test/support/brokers/quiet-account';
import { openJournalAt } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

const EVENTS = 100_000;

// Would catch: an order and an event that make the journal throw, an illegal transition, or a ledger that does not follow.
it(`takes ${EVENTS} random events of random orders without a wrong step`, () => {
  const { journal, store, database } = openJournalAt(temporaryFolder());
  database.pragma('synchronous = OFF');
  journal.record({
    kind: 'AccountOpened',
    payload: { account: 'A', broker: 'x', environment: 'paper', currency: 'USD', startingCash: '1000000' },
    eventTime: 0,
    source: 'test',
  });
  const random = createSeededRandom(68);
  const news = new VenueNews({
    journal,
    place: { account: 'A' },
    postTrade: () => ({ id: 'P', findings: [] }),
    changed: () => undefined,
    replaceRefused: () => undefined,
    onFill: () => undefined,
    onQuarantined: () => undefined,
  });
  const pick = <Item>(items: readonly Item[]): Item => items[random.nextInteger(0, items.length - 1)]!;
  const ids: string[] = [];
  const statuses = new Set<string>();
  const source = 'test';
  for (let i = 0; i < EVENTS; i++) {
    if (i % 25 === 0) {
      const id = `O${i}`;
      const intent = {
        origin: 'person',
        account: 'A',
        symbol: pick(['AAA', 'BBB']),
        side: pick(['buy', 'sell'] as const),
        type: 'limit',
        quantity: D('10'),
        limitPrice: D('5'),
        timeInForce: 'gtc',
        reason: '',
        nonce: id,
      } as const;
      const common = { eventTime: i, source, correlationId: id };
      journal.add({
        kind: 'OrderIntended',
        payload: { clientOrderId: id, intent: intentPayload(intent) },
        ...common,
      });
      journal.add({ kind: 'OrderSent', payload: { clientOrderId: id, venue: 'x' }, ...common });
      ids.push(id);
    }
    const clientOrderId =
      random.next() < 0.01 ? 'nobody' : ids[Math.max(0, ids.length - random.nextInteger(1, 9))]!;
    const common = { clientOrderId, eventTime: i, reason: '' };
    const order = journal.projection.order(clientOrderId);
    if (order?.status === 'working' && random.next() < 0.2)
      journal.add({
        kind: 'CancelRequested',
        payload: common,
        eventTime: i,
        source,
        correlationId: clientOrderId,
      });
    else if (order?.status === 'partially-filled' && random.next() < 0.2)
      journal.add({
        kind: 'ReplaceRequested',
        payload: { clientOrderId, change: { quantity: '20' } },
        eventTime: i,
        source,
        correlationId: clientOrderId,
      });
    const command = pick(['submit', 'cancel', 'replace'] as const);
    const events: BrokerEvent[] = [
      { kind: 'acknowledged', venueOrderId: `V${clientOrderId}`, ...common },
      { kind: 'cancelled', ...common },
      { kind: 'rejected', ...common },
      { kind: 'expired', ...common },
      { kind: 'replaced', venueOrderId: `V${clientOrderId}`, change: { quantity: D('20') }, ...common },
      { kind: 'cancel-rejected', ...common },
      { kind: 'replace-rejected', ...common },
      { kind: 'unsent', command, ...common },
      { kind: 'outcome-unknown', command, ...common },
      {
        kind: 'filled',
        fill: {
          fillId: `F${random.nextInteger(0, i)}`,
          clientOrderId,
          venueOrderId: `V${clientOrderId}`,
          symbol: order?.symbol ?? 'AAA',
          side: order?.side ?? 'buy',
          quantity: D(pick(['1', '2', '5', '11', '0'])),
          price: D('5'),
          fee: pick([null, D('0.1')]),
          eventTime: i,
        },
      },
    ];
    news.take(random.next() < 0.4 ? events.at(-1)! : pick(events));
    if (order) statuses.add(journal.projection.order(clientOrderId)!.status);
    if (i % 1_000 === 0) journal.commit();
  }
  journal.commit();
  expect([...statuses].sort()).toEqual(
    ORDER_STATUSES.filter((status) => !['pending', 'held', 'refused'].includes(status)).sort(),
  );
  expect(store.fills('A', 1_000_000).length).toBeGreaterThan(1_000);
  expect(verifyJournal(store, () => 0)).toMatchObject({ isValid: true, isLedgerEqual: true });
}, 120_000);
