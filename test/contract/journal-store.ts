import { describe, expect, it } from 'vitest';
import type { Fill, Order } from '#domain/orders/order';
import { parseDecimal } from '#domain/values/decimal';
import {
  type AccountRow,
  type DecisionRow,
  GENESIS_HASH,
  type JournalRecord,
  type JournalStore,
  type SessionRow,
} from '#engine/ports/journal-store';

/** A record whose hashes are only names; the store keeps the chain, it does not compute it. */
export function journalRecord(sequence: number, overrides: Partial<JournalRecord> = {}): JournalRecord {
  return {
    sequence,
    eventTime: 1_000 + sequence,
    receivedTime: 2_000 + sequence,
    kind: 'order-intended',
    source: 'test',
    causationId: null,
    correlationId: null,
    payload: `{"number":${sequence}}`,
    previousHash: sequence === 1 ? GENESIS_HASH : `hash-${sequence - 1}`,
    hash: `hash-${sequence}`,
    ...overrides,
  };
}

export function order(clientOrderId: string, overrides: Partial<Order> = {}): Order {
  return {
    clientOrderId,
    origin: 'person',
    account: 'main',
    symbol: 'AAPL',
    side: 'buy',
    type: 'limit',
    quantity: parseDecimal('100'),
    limitPrice: parseDecimal('123.45678901'),
    timeInForce: 'day',
    reason: 'test',
    nonce: clientOrderId,
    status: 'working',
    filledQuantity: parseDecimal('0'),
    averagePrice: parseDecimal('0'),
    createdTime: 10,
    updatedTime: 11,
    ...overrides,
  };
}

export function fill(fillId: string, clientOrderId: string, overrides: Partial<Fill> = {}): Fill {
  return {
    fillId,
    clientOrderId,
    symbol: 'AAPL',
    side: 'buy',
    quantity: parseDecimal('100'),
    price: parseDecimal('99.99'),
    fee: parseDecimal('0.00000001'),
    eventTime: 20,
    ...overrides,
  };
}

const session = (id: string, startedTime: number): SessionRow => ({
  id,
  account: 'main',
  configuration: '{"speed":60}',
  state: 'running',
  cursor: 3_000_000_000,
  eventTime: 1_362_096_000_000,
  decisionHash: 'abc',
  decisionCount: 7,
  startedTime,
});

const decision = (id: string, number: number, symbol = 'AAPL'): DecisionRow => ({
  id,
  sessionId: 's1',
  number,
  symbol,
  eventTime: number,
  body: `{"n":${number}}`,
});

/** What every journal store promises. `create` gives a fresh, empty one. */
export function journalStoreContract(name: string, create: () => JournalStore): void {
  describe(`journal store: ${name}`, () => {
    it('gives records back exactly as committed', () => {
      const store = create();
      const records = [
        journalRecord(1, { payload: '{"text":"naïve 😀 \\u0000"}', causationId: 'a', correlationId: 'c' }),
        journalRecord(2, { eventTime: 1.5, receivedTime: 0 }),
      ];
      store.commit(records, {});
      expect(store.read(0, 10)).toEqual(records);
      expect(store.last()).toEqual({ sequence: 2, hash: 'hash-2' });
      expect(store.count()).toBe(2);
    });

    it('is empty when new', () => {
      const store = create();
      expect(store.last()).toBeUndefined();
      expect(store.read(0, 10)).toEqual([]);
      expect(store.latestSession()).toBeUndefined();
      expect(store.count()).toBe(0);
    });

    it.each([
      ['a gap', [journalRecord(4)], /record 4 .* expects 3/],
      ['a repeat', [journalRecord(2)], /record 2 .* expects 3/],
      ['a gap within the commit', [journalRecord(3), journalRecord(5)], /record 5 .* expects 4/],
      ['another chain', [journalRecord(3, { previousHash: 'elsewhere' })], /hash of record 2/],
    ])('refuses %s and keeps nothing of that commit', (_, records, message) => {
      const store = create();
      store.commit([journalRecord(1), journalRecord(2)], {});
      expect(() => store.commit(records, { orders: [order('x')] })).toThrow(message);
      expect(store.count()).toBe(2);
      expect(store.order('x')).toBeUndefined();
    });

    it('keeps no record when a projection row cannot be kept', () => {
      const store = create();
      expect(() => store.commit([journalRecord(1)], { fills: [fill('f1', 'nowhere')] })).toThrow(
        /fill f1 names order nowhere/,
      );
      expect(store.count()).toBe(0);
    });

    it('reads forward, newest first, by kind and by correlation', () => {
      const store = create();
      const kinds = ['a', 'b', 'a', 'a', 'b'];
      store.commit(
        kinds.map((kind, i) => journalRecord(i + 1, { kind, correlationId: i % 2 ? 'odd' : null })),
        {},
      );
      const sequences = (records: JournalRecord[]) => records.map((record) => record.sequence);
      expect(sequences(store.read(2, 2))).toEqual([3, 4]);
      expect(sequences(store.readNewest({ limit: 2 }))).toEqual([5, 4]);
      expect(sequences(store.readNewest({ before: 4, limit: 9 }))).toEqual([3, 2, 1]);
      expect(sequences(store.readNewest({ before: 4, kind: 'a', limit: 9 }))).toEqual([3, 1]);
      expect(sequences(store.correlated('odd'))).toEqual([2, 4]);
    });

    // What finds records may leave some out where a commit, or a stretch of them, ends.
    it('finds every record of a kind and of what belongs together, however they lie', () => {
      const store = create();
      const records = Array.from({ length: 1_500 }, (_, i) =>
        journalRecord(i + 1, {
          kind: i % 400 === 7 ? 'rare' : i % 3 === 0 ? 'third' : 'other',
          correlationId: i % 11 < 4 ? `c${Math.floor(i / 200)}` : i % 11 < 6 ? null : 'always',
        }),
      );
      for (let i = 0; i < records.length; i += 7) store.commit(records.slice(i, i + 7), {});
      const newest = (kind: string, before: number, limit: number) =>
        records
          .filter((record) => record.kind === kind && record.sequence < before)
          .toReversed()
          .slice(0, limit);
      for (const kind of ['rare', 'third', 'other', 'none'])
        for (const [before, limit] of [
          [9_999, 9_999],
          [1_024, 3],
          [1_025, 2],
          [256, 99],
          [513, 1],
          [1, 5],
        ] as const)
          expect(store.readNewest({ kind, before, limit })).toEqual(newest(kind, before, limit));
      for (const id of ['c0', 'c3', 'c7', 'always', 'never'])
        expect(store.correlated(id)).toEqual(records.filter(({ correlationId }) => correlationId === id));
    });

    it('replaces rows by key and keeps exact amounts and absent fields', () => {
      const store = create();
      const bare = order('o1', { limitPrice: parseDecimal('0.00000001') });
      const full = order('o2', {
        type: 'stop',
        stopPrice: parseDecimal('-1'),
        decisionId: 'd',
        statusReason: 'why',
        createdTime: 12,
        timeInForce: 'gtd',
        expireTime: 99,
        trailAmount: parseDecimal('0.00000001'),
        trailPercent: parseDecimal('1.5'),
        limitOffset: parseDecimal('2'),
        isPostOnly: true,
        isReduceOnly: true,
        displayQuantity: parseDecimal('10'),
        parentOrderId: 'o1',
        listId: 'list',
        contingency: 'oco',
        algorithmId: 'twap-1',
        venueOrderId: 'v-2',
        isEmulated: true,
        revision: 3,
        pendingChange: { quantity: parseDecimal('7'), limitPrice: parseDecimal('0.1') },
      });
      store.commit([], { orders: [bare, full] });
      store.commit([], { orders: [{ ...bare, status: 'filled', filledQuantity: parseDecimal('100') }] });
      expect(store.order('o1')).toStrictEqual({
        ...bare,
        status: 'filled',
        filledQuantity: parseDecimal('100'),
      });
      expect(store.order('o2')).toStrictEqual(full);
      expect(store.orderOfVenue('main', 'v-2')).toStrictEqual(full);
      expect(store.ordersOfList('main', 'list')).toStrictEqual([full]);
      expect(store.orderOfVenue('other', 'v-2')).toBeUndefined();
      expect(store.orders('main', 10).map((o) => o.clientOrderId)).toEqual(['o2', 'o1']);
      expect(store.orders('other', 10)).toEqual([]);
    });

    it('lists open orders oldest first and no closed one', () => {
      const store = create();
      const statuses = [
        'pending',
        'refused',
        'sent',
        'working',
        'partially-filled',
        'filled',
        'cancelled',
        'rejected',
        'expired',
      ] as const;
      store.commit([], { orders: statuses.map((status, i) => order(status, { status, createdTime: i })) });
      expect(store.openOrders('main').map((o) => o.clientOrderId)).toEqual([
        'pending',
        'sent',
        'working',
        'partially-filled',
      ]);
    });

    it('files fills under the account of their order', () => {
      const store = create();
      store.commit([], {
        orders: [order('o1'), order('o2', { account: 'other' })],
        fills: [fill('f1', 'o1', { eventTime: 1 }), fill('f2', 'o2'), fill('f3', 'o1', { eventTime: 2 })],
      });
      expect(store.fills('main', 10).map((f) => f.fillId)).toEqual(['f3', 'f1']);
      expect(store.fills('main', 1)).toStrictEqual([fill('f3', 'o1', { eventTime: 2 })]);
      expect(store.fills('other', 10).map((f) => f.fillId)).toEqual(['f2']);
    });

    it('keeps positions of zero, accounts, sessions, decisions and equity', () => {
      const store = create();
      const position = {
        account: 'main',
        symbol: 'AAPL',
        quantity: parseDecimal('0'),
        averagePrice: parseDecimal('0'),
        realizedPnl: parseDecimal('-12.5'),
        origin: 'person',
        decisionId: null,
      };
      const account: AccountRow = {
        account: 'main',
        broker: 'alpaca',
        environment: 'live',
        tradingState: 'reducing',
        isLiveAllowed: true,
        currency: 'USD',
        startingCash: parseDecimal('90071992547409.93'),
        cash: parseDecimal('-0.01'),
        feesPaid: parseDecimal('1'),
        realizedPnl: parseDecimal('2'),
      };
      store.commit([], {
        positions: [position],
        accounts: [account],
        sessions: [session('s2', 50), session('s1', 40), { ...session('s2', 50), cursor: 9 }],
        decisions: [decision('d1', 1), decision('d2', 2, 'MSFT'), decision('d3', 3)],
        equity: [
          { sessionId: 's1', time: 2, equity: 0.1 + 0.2, cash: parseDecimal('5') },
          { sessionId: 's1', time: 1, equity: 1e300, cash: parseDecimal('5') },
        ],
      });
      expect(store.positions('main')).toStrictEqual([position]);
      expect(store.account('main')).toStrictEqual(account);
      expect(store.accounts()).toStrictEqual([account]);
      expect(store.account('nobody')).toBeUndefined();
      // Begun last, although its clock had been set back.
      expect(store.latestSession()?.id).toBe('s1');
      expect(store.session('s2')).toStrictEqual({ ...session('s2', 50), cursor: 9 });
      expect(store.decision('d2')).toStrictEqual(decision('d2', 2, 'MSFT'));
      expect(store.decisions('s1', { limit: 2 }).map((d) => d.number)).toEqual([3, 2]);
      expect(store.decisions('s1', { symbol: 'AAPL', limit: 9 }).map((d) => d.number)).toEqual([3, 1]);
      expect(store.equity('s1').map((e) => e.equity)).toEqual([1e300, 0.1 + 0.2]);
    });

    it('rebuilds projections to the same content in the same order', () => {
      const store = create();
      store.commit([], {
        orders: [order('b'), order('a')],
        fills: [fill('f', 'a')],
        decisions: [decision('d', 1)],
      });
      const before = store.readProjections();
      expect(before.orders.map((o) => o.clientOrderId)).toEqual(['b', 'a']);
      store.replaceProjections(before);
      expect(store.readProjections()).toStrictEqual(before);
      store.replaceProjections({});
      expect(store.readProjections()).toEqual({
        orders: [],
        fills: [],
        positions: [],
        accounts: [],
        sessions: [],
        decisions: [],
        equity: [],
      });
    });
  });
}
