import { describe, expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { order, side, venueWithLog } from './venue-with-log.ts';

const d = parseDecimal;

describe('how much the simulated venue has for an order', () => {
  it('fills in parts when a share of the volume is the limit', () => {
    const { events, said, submit, trade } = venueWithLog({ volumeShareMax: 0.5 });
    submit(order('x'), 1);
    trade(2, 100, 0);
    trade(3, 100, 12);
    trade(4, 101, 50);
    expect(said()).toEqual(['x acknowledged', 'x filled 6@100', 'x filled 4@101']);
    expect(events.slice(1).map((event) => event.kind === 'filled' && event.fill.fillId)).toEqual([
      'x-6',
      'x-10',
    ]);
  });

  it('walks a book level by level, and leaves to nobody what was taken before', () => {
    const { venue, said, submit } = venueWithLog();
    submit(order('x'), 1);
    submit(order('y', { type: 'limit', limitPrice: d('102'), quantity: d('20'), timeInForce: 'gtc' }), 1);
    submit(order('z', { type: 'limit', limitPrice: d('103'), timeInForce: 'fok', quantity: d('30') }), 1);
    venue.onBook('A', 2, { bids: side([99, 10]), asks: side([100, 4], [101, 8], [102, 5], [103, 100]) });
    expect(said().slice(3)).toEqual([
      'x filled 4@100',
      'x filled 6@101',
      'y filled 2@101',
      'y filled 5@102',
      'z filled 30@103',
    ]);
  });

  // Would catch: an order that takes the whole of a tick's price while the book beside it shows little at that price.
  it('meets the book while one is told, at its prices without slippage; ticks only trigger', () => {
    const { venue, said, submit, trade } = venueWithLog({ slippage: { kind: 'fixed', amount: 0.5 } });
    const book = { bids: side([99, 100]), asks: side([100, 4], [101, 100]) };
    venue.onBook('A', 1, book);
    submit(order('x'), 2);
    submit(order('stop', { type: 'stop', stopPrice: d('103'), timeInForce: 'gtc' }), 2);
    trade(3, 103);
    expect(said().slice(2)).toEqual([]);
    venue.onBook('A', 4, book);
    expect(said().slice(2)).toEqual(['x filled 4@100', 'x filled 6@101', 'stop filled 10@101']);
  });

  it('does not use a book that nothing was heard of for five seconds, nor one that came so late', () => {
    const { venue, said, submit, trade } = venueWithLog();
    const book = { bids: side([99, 100]), asks: side([100, 100]) };
    venue.onBook('A', 1_000, book);
    submit(order('x'), 1_001);
    trade(6_000, 103);
    expect(said().slice(1)).toEqual([]);
    trade(6_001, 104);
    expect(said().slice(1)).toEqual(['x filled 10@104']);
    submit(order('y'), 6_002);
    trade(12_000, 105);
    submit(order('z', { type: 'limit', limitPrice: d('100'), timeInForce: 'gtc' }), 12_001);
    venue.onBook('A', 6_900, book);
    expect(said().slice(2)).toEqual(['y acknowledged', 'y filled 10@105', 'z acknowledged']);
  });
});
