import { describe, expect, it } from 'vitest';
import { WorkingOrder } from '#engine/simulation/backtest/working-order';

/** An order of which nothing is as it began. */
function spentOrder(): WorkingOrder {
  const order = new WorkingOrder(1, 0, true, { type: 'trailing-stop', trailAmount: 1 }, 10, 2);
  order.settle(500);
  order.moveStop(99);
  order.becomeLimit(98);
  return Object.assign(order, {
    isOpen: false,
    left: 200,
    day: 3,
    isMet: true,
    bornWithin: 4,
    percent: 5,
    closesAll: true,
    listed: 6,
    isJudged: true,
    bracketOf: 7,
    sharesWithStop: true,
    averagePrice: 8n,
  });
}

describe('an order of a backtest', () => {
  it('whose object served for another keeps nothing of it', () => {
    const terms = { type: 'stop', stop: 5 } as const;
    const fresh = new WorkingOrder(9, 1, false, terms, 20, 3);
    const renewed = spentOrder();
    const changed = Object.keys(fresh).filter(
      (name) => Reflect.get(renewed, name) === Reflect.get(fresh, name),
    );
    expect(changed, 'every field was changed before').toEqual([]);
    renewed.renew(9, 1, false, terms, 20, 3);
    expect(renewed).toStrictEqual(fresh);
  });
});
