import { describe, expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { bar, order, venueWithLog } from './venue-with-log.ts';

const d = parseDecimal;

describe('kinds of orders at the simulated venue', () => {
  it('tries stops before limits on a bar that touches both: the worse for the account', () => {
    const { venue, said, submit } = venueWithLog();
    submit(order('target', { side: 'sell', type: 'limit', limitPrice: d('105') }), 1);
    submit(order('stop', { side: 'sell', type: 'stop', stopPrice: d('95') }), 1);
    venue.onBar('A', 2, bar(100, 106, 94));
    expect(said().slice(2)).toEqual(['stop filled 10@95', 'target filled 10@105']);
  });

  it('slips market and stop orders but never a limit', () => {
    const { said, submit, trade } = venueWithLog({ slippage: { kind: 'fraction', fraction: 0.01 } });
    submit(order('market'), 1);
    submit(order('stop', { type: 'stop', stopPrice: d('90') }), 1);
    submit(order('limit', { type: 'limit', limitPrice: d('100') }), 1);
    trade(2, 100);
    expect(said().slice(3)).toEqual(['market filled 10@101', 'stop filled 10@101', 'limit filled 10@100']);
  });

  it('makes a market-to-limit order that fills in part a limit order at that price', () => {
    const { said, submit, trade } = venueWithLog({ volumeShareMax: 0.5 });
    submit(order('x', { type: 'market-to-limit', timeInForce: 'gtc' }), 1);
    trade(2, 100, 12);
    trade(3, 101, 100);
    trade(4, 99.5, 100);
    expect(said().slice(1)).toEqual(['x filled 6@100', 'x filled 4@99.5']);
  });

  it('rejects a post-only order that would take, and lets one rest that would not', () => {
    const { venue, events, said, submit } = venueWithLog({
      commission: { tiers: [{ from: 0, maker: 0.001, taker: 0.002 }] },
    });
    const postOnly = { type: 'limit', isPostOnly: true, timeInForce: 'gtc' } as const;
    venue.onTick('A', 1, Number.NaN, 99, 101, 1);
    submit(order('takes', { ...postOnly, limitPrice: d('101') }), 2);
    submit(order('rests', { ...postOnly, limitPrice: d('100') }), 2);
    submit(order('taker', { type: 'limit', limitPrice: d('105') }), 2);
    venue.onTick('A', 3, Number.NaN, 100, 102, 1);
    venue.onTick('A', 4, Number.NaN, 99, 100, 1);
    expect(said()).toEqual([
      'takes rejected',
      'rests acknowledged',
      'taker acknowledged',
      'taker filled 10@102',
      'rests filled 10@100',
    ]);
    expect(
      events.flatMap((event) => (event.kind === 'filled' ? [[event.fill.liquidity, event.fill.fee]] : [])),
    ).toEqual([
      ['taker', d('2.04')],
      ['maker', d('1')],
    ]);
  });

  it('cancels a post-only order that the first price it meets would fill', () => {
    const { said, submit, trade } = venueWithLog();
    submit(order('x', { type: 'limit', isPostOnly: true, limitPrice: d('100'), timeInForce: 'gtc' }), 1);
    trade(2, 99);
    expect(said()).toEqual(['x acknowledged', 'x cancelled']);
  });

  it('fills no more of an order that may only reduce than is held', () => {
    const { said, submit, trade } = venueWithLog({}, { held: '4' });
    submit(order('sell', { side: 'sell', isReduceOnly: true, timeInForce: 'gtc' }), 1);
    submit(order('buy', { isReduceOnly: true }), 1);
    trade(2, 100);
    expect(said().slice(2)).toEqual(['sell filled 4@100', 'buy cancelled']);
  });

  it('shows an iceberg part by part, one a tick, behind those that came later', () => {
    const { said, submit, trade } = venueWithLog();
    const limit = { type: 'limit', limitPrice: d('100'), timeInForce: 'gtc' } as const;
    submit(order('ice', { ...limit, displayQuantity: d('4') }), 1);
    submit(order('plain', { ...limit, limitPrice: d('99') }), 1);
    trade(2, 100);
    trade(3, 98);
    expect(said().slice(2)).toEqual(['ice filled 4@100', 'plain filled 10@98', 'ice filled 4@98']);
  });

  it('tells where a trailing stop stands when it has moved, and goes on there after a start', () => {
    const { events, said, submit, trade } = venueWithLog();
    submit(order('x', { side: 'sell', type: 'trailing-stop', trailAmount: d('10'), timeInForce: 'gtc' }), 1);
    for (const [time, price] of [100, 100.5, 102, 101].entries()) trade(2 + time, price);
    expect(events.flatMap((event) => (event.kind === 'replaced' ? [event.change.stopPrice] : []))).toEqual([
      d('90'),
      d('92'),
    ]);
    trade(9, 92);
    expect(said().at(-1)).toBe('x filled 10@92');
  });
});
