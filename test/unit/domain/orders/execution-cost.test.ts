import { describe, expect, test } from 'vitest';
import { arrivalPrice, quotedSpread } from '#domain/orders/arrival';
import { chooseRoute } from '#domain/orders/choose-route';
import {
  effectiveSpreadBps,
  implementationShortfall,
  makerShare,
  slippageBps,
  weightedPrice,
} from '#domain/orders/execution-cost';
import { bestFit, confidenceOf, fitSlippage, slippageOfFit } from '#domain/orders/fit-slippage';

describe('implementation shortfall', () => {
  /*
   * By hand. Decided to buy 1,000 at 50.00 (paper: 50,000). 600 went out at 50.10 and filled at 50.20, 200 at 50.30 and
   * 50.25; 200 were never bought and the price ended at 51.00. Fees 8.
   *   delay        600 × 0.10 + 200 × 0.30 =  60 + 60 = 120
   *   trading      600 × 0.10 − 200 × 0.05 =  60 − 10 =  50
   *   opportunity  200 × 1.00                         = 200
   *   fees                                             =   8
   *   total                                            = 378 = 75.6 bps of 50,000
   */
  const bought = {
    side: 'buy',
    quantity: 1_000,
    decisionPrice: 50,
    endPrice: 51,
    fills: [
      { price: 50.2, quantity: 600, fee: 6, sentPrice: 50.1, mid: 50.15, liquidity: 'taker' },
      { price: 50.25, quantity: 200, fee: 2, sentPrice: 50.3, mid: 50.3, liquidity: 'maker' },
    ],
  } as const;

  test('equals the one worked out by hand, and its parts add up to the paper trade', () => {
    const shortfall = implementationShortfall(bought);
    expect(shortfall.delay).toBeCloseTo(120, 9);
    expect(shortfall.trading).toBeCloseTo(50, 9);
    expect(shortfall.opportunity).toBeCloseTo(200, 9);
    expect(shortfall.fees).toBe(8);
    expect(shortfall.total).toBeCloseTo(378, 9);
    expect(shortfall.totalBps).toBeCloseTo(75.6, 9);
    const paper = 1_000 * (51 - 50);
    const real = 600 * (51 - 50.2) + 200 * (51 - 50.25) - 8;
    expect(shortfall.total).toBeCloseTo(paper - real, 9);
  });

  // Would catch: a sale measured with the sign of a purchase.
  test('of a sale has the other sign', () => {
    const sold = implementationShortfall({ ...bought, side: 'sell' });
    expect(sold).toMatchObject({ fees: 8 });
    expect(sold.total).toBeCloseTo(-370 + 8, 9);
  });

  test('leaves out what is not known, and counts nothing where nothing is left', () => {
    expect(implementationShortfall({ ...bought, endPrice: null })).toMatchObject({ opportunity: null });
    expect(implementationShortfall({ ...bought, endPrice: null }).total).toBeCloseTo(178, 9);
    expect(implementationShortfall({ ...bought, quantity: 800, endPrice: null }).opportunity).toBe(0);
  });

  test('the spread paid is twice the distance from the middle, the maker share by quantity', () => {
    // 2 × 0.05 / 50.15 on 600, 2 × −0.05 / 50.30 on 200: (0.00199402 × 600 − 0.00198807 × 200) / 800.
    expect(effectiveSpreadBps('buy', bought.fills)).toBeCloseTo(9.985, 3);
    expect(makerShare(bought.fills)).toBe(0.25);
    expect(effectiveSpreadBps('buy', [{ ...bought.fills[0], mid: null }])).toBeNull();
    expect(makerShare([{ quantity: 1 }])).toBeNull();
    expect(effectiveSpreadBps('buy', [])).toBeNull();
  });
});

test('slippage is positive where it is worse', () => {
  expect(slippageBps('buy', 100.1, 100)).toBeCloseTo(10, 9);
  expect(slippageBps('sell', 100.1, 100)).toBeCloseTo(-10, 9);
});

test('a price weighted by volume leaves out what has no size', () => {
  expect(weightedPrice([10, 20, 99], [300, 100, Number.NaN])).toEqual({ price: 12.5, volume: 400 });
  expect(weightedPrice([], [])).toBeNull();
});

test.each([
  [{ bid: 99, ask: 101, last: 90, time: 0 }, { price: 100, kind: 'mid' }, 2],
  [{ bid: 101, ask: 99, last: 90, time: 0 }, { price: 90, kind: 'last' }, null],
  [{ bid: null, ask: 101, last: 90, time: 0 }, { price: 90, kind: 'last' }, null],
  [{ bid: null, ask: null, last: null, time: 0 }, null, null],
])('the price at a decision of %o', (arrival, price, spread) => {
  expect(arrivalPrice(arrival)).toEqual(price);
  expect(quotedSpread(arrival)).toBe(spread);
});

describe('a fill model', () => {
  const seen = (slips: readonly number[], price = 100, halfSpread: number | null = null) =>
    slips.map((slip) => ({ slip, price, halfSpread }));

  // Would catch: the wrong model winning, and a spread fitted to fills that had none.
  test('finds the model that the fills were made by', () => {
    const prices = [50, 100, 200, 400];
    const byFraction = prices.map((price) => ({ slip: price * 0.0005, price, halfSpread: null }));
    expect(bestFit(fitSlippage(byFraction))).toMatchObject({ kind: 'fraction', fills: 4 });
    expect(bestFit(fitSlippage(byFraction))?.value).toBeCloseTo(0.0005, 12);
    const byAmount = prices.map((price) => ({ slip: 0.02, price, halfSpread: null }));
    expect(bestFit(fitSlippage(byAmount))).toMatchObject({ kind: 'fixed' });
    expect(bestFit(fitSlippage(byAmount))?.value).toBeCloseTo(0.02, 12);
    const bySpread = prices.map((price, i) => ({ slip: 0.8 * (i + 1), price, halfSpread: i + 1 }));
    expect(bestFit(fitSlippage(bySpread))).toMatchObject({ kind: 'spread' });
    expect(bestFit(fitSlippage(bySpread))?.value).toBeCloseTo(0.8, 12);
    expect(fitSlippage(byFraction).map(({ kind }) => kind)).toEqual(['fraction', 'fixed']);
  });

  test('has its standard error by hand: slips of 1 and 3 bps have a mean of 2 and an error of 1', () => {
    const fraction = fitSlippage(seen([0.01, 0.03])).find(({ kind }) => kind === 'fraction');
    expect(fraction?.value).toBeCloseTo(0.0002, 12);
    expect(fraction?.standardError).toBeCloseTo(0.0001, 12);
    expect(fraction?.errorBps).toBeCloseTo(1, 9);
  });

  // Would catch: three lucky fills called a model.
  test('is trusted by its fills and its error', () => {
    const even = (count: number) => bestFit(fitSlippage(seen(Array.from({ length: count }, () => 0.02))));
    expect(confidenceOf(undefined)).toBe('none');
    expect(confidenceOf(even(3))).toBe('low');
    expect(confidenceOf(even(20))).toBe('fair');
    expect(confidenceOf(even(50))).toBe('good');
    const wild = bestFit(
      fitSlippage(seen(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.49)))),
    );
    expect(confidenceOf(wild)).toBe('low');
  });

  test('never promises fills better than the price', () => {
    expect(slippageOfFit(bestFit(fitSlippage(seen([-0.02, -0.02]))), 0)).toBeNull();
    expect(slippageOfFit(bestFit(fitSlippage(seen([0.02], 100))), 0)).toEqual({
      kind: 'fraction',
      fraction: 0.0002,
    });
    expect(fitSlippage([])).toEqual([]);
  });
});

describe('a route', () => {
  const quote = (account: string, fee: number | null, refusals: string[] = []) => ({
    account,
    refusals,
    spreadCost: 5,
    slippage: null,
    fee,
  });

  // Would catch: an account whose fees nobody knows taken for the cheapest.
  test('goes where it costs least, and where nothing is known only when nothing else is left', () => {
    const choice = chooseRoute([quote('a', null), quote('b', 3), quote('c', 1), quote('d', 0, ['closed'])]);
    expect(choice.account).toBe('c');
    expect(choice.reason).toBe('c costs 6.00, which is 2.00 less than b');
    expect(choice.ranked.map(({ account, cost }) => [account, cost])).toEqual([
      ['c', 6],
      ['b', 8],
      ['a', null],
      ['d', 5],
    ]);
    expect(chooseRoute([quote('a', null), quote('d', 0, ['closed'])])).toMatchObject({
      account: 'a',
      reason: 'a is the only one that can take it',
    });
    expect(chooseRoute([quote('d', 0, ['closed'])]).account).toBeNull();
    expect(chooseRoute([quote('a', 1), quote('b', 1)]).reason).toBe('it costs the same at b; a comes first');
  });
});
