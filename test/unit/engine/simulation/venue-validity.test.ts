import { describe, expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { order, venueWithLog } from './venue-with-log.ts';

const d = parseDecimal;
const DAY = 86_400_000;

describe('how long an order stands at the simulated venue', () => {
  it('expires day orders at the end of the day and keeps the others', () => {
    const { venue, said, submit, cancel } = venueWithLog();
    submit(order('day', { type: 'limit', limitPrice: d('1') }), 1);
    submit(order('gtc', { type: 'limit', limitPrice: d('1'), timeInForce: 'gtc' }), 1);
    venue.endDay(2);
    expect(said().slice(2)).toEqual(['day expired']);
    expect(venue.openOrders().map(({ order: { clientOrderId } }) => clientOrderId)).toEqual(['gtc']);
    cancel('gtc', 3);
    cancel('gtc', 3);
    expect(said().slice(3)).toEqual(['gtc cancelled', 'gtc cancel-rejected']);
  });

  it('ends a gtd order at its date, and trades it before', () => {
    const { said, submit, trade } = venueWithLog();
    const gtd = { type: 'limit', limitPrice: d('100'), timeInForce: 'gtd', expireTime: 10 } as const;
    submit(order('early', gtd), 1);
    trade(9, 100);
    submit(order('late', { ...gtd, limitPrice: d('99') }), 9);
    trade(10, 98);
    expect(said()).toEqual([
      'early acknowledged',
      'early filled 10@100',
      'late acknowledged',
      'late expired',
    ]);
  });

  it('fills what it can of an ioc order at once and nothing of a fok order that does not fit', () => {
    const { said, submit, trade } = venueWithLog({ volumeShareMax: 0.5 });
    submit(order('ioc', { timeInForce: 'ioc' }), 1);
    submit(order('fok', { timeInForce: 'fok' }), 1);
    submit(order('far', { type: 'limit', limitPrice: d('90'), timeInForce: 'ioc' }), 1);
    trade(2, 100, 12);
    expect(said().slice(3)).toEqual(['ioc filled 6@100', 'ioc cancelled', 'fok cancelled', 'far cancelled']);
  });

  it('trades at the opening and at the close of a day alone what is for them', () => {
    const { venue, said, submit, trade } = venueWithLog();
    trade(1, 100);
    submit(order('open', { timeInForce: 'at-open' }), 2);
    submit(order('close', { timeInForce: 'at-close' }), 2);
    submit(order('far', { timeInForce: 'at-close', type: 'limit', limitPrice: d('90') }), 2);
    trade(3, 101);
    trade(4, 102);
    venue.endDay(5);
    trade(DAY + 1, 110);
    trade(DAY + 2, 111);
    expect(said().slice(3)).toEqual(['close filled 10@102', 'far expired', 'open filled 10@110']);
  });
});
