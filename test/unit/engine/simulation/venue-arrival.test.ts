import { describe, expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { bar, idOf, order, refOf, venueWithLog } from './venue-with-log.ts';

const d = parseDecimal;

describe('when an order at the simulated venue meets the market', () => {
  it('acknowledges, then fills a market order at the ask of the next tick, never of the one before', () => {
    const { venue, events, said, submit } = venueWithLog({ commission: { ofValue: 0.001 } });
    venue.onTick('A', 1, 90, 89, 91, 5);
    submit(order('x'), 2);
    expect(said()).toEqual(['x acknowledged']);
    venue.onTick('B', 3, 50, 49, 51, 5);
    venue.onTick('A', 3, 100, 99.5, 100.5, 5);
    expect(said()).toEqual(['x acknowledged', 'x filled 10@100.5']);
    expect(events[1]).toMatchObject({
      fill: { fillId: 'x-10', fee: d('1.005'), eventTime: 3, side: 'buy', symbol: 'A', liquidity: 'taker' },
    });
    venue.onTick('A', 4, 100, 99.5, 100.5, 5);
    expect(events).toHaveLength(2);
  });

  it('never matches an order against data older than its arrival', () => {
    const { venue, said, submit, trade } = venueWithLog();
    submit(order('x'), 10);
    trade(9, 100);
    venue.onBar('A', 9, bar(100, 101, 99));
    expect(said()).toEqual(['x acknowledged']);
    venue.onBar('A', 10, bar(100, 101, 99));
    expect(said()).toEqual(['x acknowledged', 'x filled 10@100']);
  });

  it('takes as long as it is told to: orders, cancels and changes under way meet nothing before they arrive', () => {
    const { said, submit, cancel, trade } = venueWithLog({}, { profile: { latencyMs: 50 } });
    submit(order('x', { type: 'limit', limitPrice: d('100') }), 0);
    trade(49, 99);
    expect(said()).toEqual([]);
    trade(50, 101);
    expect(said()).toEqual(['x acknowledged']);
    cancel('x', 60);
    trade(109, 100);
    expect(said()).toEqual(['x acknowledged', 'x filled 10@100']);
    trade(110, 90);
    expect(said().at(-1)).toBe('x cancel-rejected');
  });

  it('does not match an order against the very tick whose fill brought it about', () => {
    const { venue, said, submit, trade, listen } = venueWithLog();
    listen((event) => {
      if (event.kind === 'filled' && idOf(event) === 'a') venue.submit(order('b', { side: 'sell' }));
    });
    submit(order('a'), 1);
    trade(2, 100);
    expect(said()).toEqual(['a acknowledged', 'a filled 10@100', 'b acknowledged']);
    trade(2, 101);
    expect(said().at(-1)).toBe('b filled 10@101');
  });

  it('lets a listener cancel an order that the same tick would have filled', () => {
    const { venue, said, submit, trade, listen } = venueWithLog();
    listen((event) => {
      if (event.kind === 'filled') venue.cancel(refOf('b'));
    });
    submit(order('a'), 1);
    submit(order('b'), 1);
    trade(2, 100);
    expect(said()).toEqual(['a acknowledged', 'b acknowledged', 'a filled 10@100', 'b cancelled']);
  });

  it('uses the quote that stands there for a trade without one, and the middle of quotes as the last price of a market without trades', () => {
    const { venue, said, submit } = venueWithLog();
    venue.onTick('A', 1, Number.NaN, 99, 101, 1);
    submit(order('x'), 2);
    submit(order('stop', { type: 'stop', stopPrice: d('100.5'), timeInForce: 'gtc' }), 2);
    venue.onTick('A', 3, Number.NaN, 100, 102, 1);
    expect(said().slice(2)).toEqual(['x filled 10@102', 'stop filled 10@102']);
    submit(order('y'), 4);
    venue.onTick('A', 5, 101, Number.NaN, Number.NaN, 1);
    expect(said().at(-1)).toBe('y filled 10@102');
  });
});
