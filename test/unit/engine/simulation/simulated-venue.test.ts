import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '#domain/orders/order';
import { DECIMAL_ONE, parseDecimal } from '#domain/values/decimal';
import { INSTRUMENT, idOf, order, refOf, venueWithLog } from './venue-with-log.ts';

const d = parseDecimal;

describe('simulated venue', () => {
  it('rejects a repeated id, even of an order that is closed, and prices that do not suit the type', () => {
    const { venue, events, said, submit, trade } = venueWithLog();
    submit(order('x'), 1);
    submit(order('x'), 1);
    trade(2, 100);
    submit(order('x'), 3);
    submit(order('y', { type: 'limit' }), 3);
    submit(order('z', { type: 'stop', stopPrice: 0n }), 3);
    submit(order('w', { quantity: 0n }), 3);
    expect(said()).toEqual([
      'x acknowledged',
      'x rejected',
      'x filled 10@100',
      'x rejected',
      'y rejected',
      'z rejected',
      'w rejected',
    ]);
    expect(events[4]).toMatchObject({ reason: 'a limit order needs a limit price' });
    expect(venue.ask('x')).toBe('closed');
    expect(venue.ask('y')).toBe('unknown');
  });

  it('changes an order in place, keeps what has filled, and refuses less than that', () => {
    const { venue, events, said, submit, trade } = venueWithLog({ volumeShareMax: 0.5 });
    const limit = order('x', { type: 'limit', limitPrice: d('100'), timeInForce: 'gtc' });
    submit(limit, 1);
    trade(2, 100, 8);
    venue.replace(refOf('x'), { quantity: d('4') }, { ...limit, quantity: d('4') });
    venue.replace(refOf('x'), { limitPrice: d('90') }, { ...limit, limitPrice: d('90') });
    trade(3, 95);
    trade(4, 90);
    expect(said()).toEqual([
      'x acknowledged',
      'x filled 4@100',
      'x replace-rejected',
      'x replaced',
      'x filled 6@90',
    ]);
    expect(events[3]).toMatchObject({ change: { limitPrice: d('90') } });
  });

  it('goes on after a crash exactly where it was', () => {
    const { venue, said, submit, trade } = venueWithLog();
    const row = (clientOrderId: string, status: Order['status'], filled: string): Order => ({
      ...order(clientOrderId),
      origin: 'person',
      account: 'paper',
      reason: '',
      nonce: '',
      status,
      filledQuantity: d(filled),
      averagePrice: 0n,
      createdTime: 5,
      updatedTime: 6,
    });
    venue.restore(
      [
        row('a', 'working', '0'),
        row('b', 'partially-filled', '4'),
        row('c', 'filled', '10'),
        row('d', 'pending', '0'),
        row('e', 'held', '0'),
        row('f', 'pending-cancel', '0'),
      ],
      [],
      () => INSTRUMENT,
    );
    expect(said()).toEqual([]);
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => venue.ask(id))).toEqual([
      'open',
      'open',
      'closed',
      'unknown',
      'unknown',
      'open',
    ]);
    trade(7, 100);
    expect(said()).toEqual(['f cancelled', 'a filled 10@100', 'b filled 6@100']);
    submit(order('c'), 8);
    expect(said().at(-1)).toBe('c rejected');
  });

  it('says the same things for the same calls, fills no more than was ordered and none without an order', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('submit' as const),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const),
        quantity: fc.integer({ min: 1, max: 50 }),
        price: fc.integer({ min: 90, max: 110 }),
      }),
      fc.record({
        kind: fc.constant('tick' as const),
        price: fc.integer({ min: 90, max: 110 }),
        size: fc.integer({ min: 0, max: 40 }),
      }),
      fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }),
      fc.record({ kind: fc.constant('endDay' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, isLimited) => {
        const play = () => {
          const { venue, events, submit, cancel } = venueWithLog(isLimited ? { volumeShareMax: 0.3 } : {});
          const ordered = new Map<string, bigint>();
          steps.forEach((one, time) => {
            if (one.kind === 'tick')
              venue.onTick('A', time, one.price, one.price - 1, one.price + 1, one.size);
            else if (one.kind === 'cancel') cancel(`o${one.which}`, time);
            else if (one.kind === 'endDay') venue.endDay(time);
            else {
              const id = `o${ordered.size}`;
              ordered.set(id, BigInt(one.quantity) * DECIMAL_ONE);
              const price = d(String(one.price));
              submit(
                order(id, {
                  side: one.side,
                  type: one.type,
                  quantity: ordered.get(id)!,
                  ...(one.type === 'limit' ? { limitPrice: price } : {}),
                  ...(one.type === 'stop' ? { stopPrice: price } : {}),
                }),
                time,
              );
            }
          });
          return { events, ordered };
        };
        const { events, ordered } = play();
        expect(play().events).toEqual(events);
        for (const [id, quantity] of ordered) {
          const own = events.filter((event) => idOf(event) === id);
          const filled = own.reduce(
            (sum, event) => (event.kind === 'filled' ? sum + event.fill.quantity : sum),
            0n,
          );
          expect(filled).toBeLessThanOrEqual(quantity);
          expect(
            own.filter(({ kind }) => kind === 'cancelled' || kind === 'expired').length +
              Number(filled === quantity),
          ).toBeLessThanOrEqual(1);
        }
        expect(
          events.every((event) => event.kind === 'cancel-rejected' || ordered.has(idOf(event) ?? '')),
        ).toBe(true);
      }),
    );
  });
});
