import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIndicator } from '#domain/indicators/catalog';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import { findStrategy, resolveParameters, STRATEGIES } from '#domain/strategies/catalog';
import type { Signal } from '#domain/strategies/strategy';
import { barsOfCloses } from '#test/support/golden-csv';

function run(slug: string, bars: BarColumns, parameters: ParameterValues = {}) {
  const definition = findStrategy(slug)!;
  const strategy = definition.start(resolveParameters(definition, parameters));
  const signals: Signal[] = [];
  const scores: number[] = [];
  for (let i = 0; i < bars.length; i++) {
    signals.push(strategy.onBar(bars, i));
    scores.push(strategy.score);
  }
  return { signals, scores, explanation: strategy.explain() };
}

const closes = fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 1, maxLength: 120 });

describe.each(STRATEGIES.map((definition) => [definition.slug, definition] as const))(
  '%s',
  (slug, definition) => {
    it('keeps its score within −1 and 1, and says nothing before its warm-up', () => {
      fc.assert(
        fc.property(closes, (prices) => {
          const { signals, scores, explanation } = run(slug, barsOfCloses(prices));
          expect(scores.every((score) => score >= -1 && score <= 1)).toBe(true);
          const warmUp = definition.warmUpBars(resolveParameters(definition, {}));
          expect(signals.slice(0, warmUp - 1).every((signal) => signal === 0)).toBe(true);
          expect(explanation).not.toMatch(/NaN|undefined|Infinity/);
        }),
      );
    });

    it('two runs over the same bars say the same', () => {
      fc.assert(
        fc.property(closes, (prices) => {
          expect(run(slug, barsOfCloses(prices))).toEqual(run(slug, barsOfCloses(prices)));
        }),
        { numRuns: 20 },
      );
    });
  },
);

describe('sma-crossover', () => {
  const parameters = { fast: 2, slow: 3 };

  it('speaks exactly where the averages cross, ties being no crossing', () => {
    fc.assert(
      fc.property(
        closes,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 6, max: 12 }),
        (prices, fast, slow) => {
          const bars = barsOfCloses(prices);
          const [a] = findIndicator('sma')!.batch(bars, { period: fast });
          const [b] = findIndicator('sma')!.batch(bars, { period: slow });
          const expected = prices.map((_, i) => {
            if (a![i - 1]! < b![i - 1]! && a![i]! > b![i]!) return 1;
            return a![i - 1]! > b![i - 1]! && a![i]! < b![i]! ? -1 : 0;
          });
          expect(run('sma-crossover', bars, { fast, slow }).signals).toEqual(expected);
        },
      ),
    );
  });

  it('a tie between below and above swallows the signal', () => {
    // Averages of 2 and 3 bars: below, then equal, then above.
    const { signals } = run('sma-crossover', barsOfCloses([12, 9, 9, 9, 12]), parameters);
    expect(signals).toEqual([0, 0, 0, 0, 0]);
  });

  it('a flat price is a tie, whatever its binary fraction', () => {
    const flat = run('sma-crossover', barsOfCloses(Array.from({ length: 40 }, () => 0.1)), {
      fast: 3,
      slow: 7,
    });
    expect(flat.signals.every((signal) => signal === 0)).toBe(true);
    expect(flat.scores.every((score) => score === 0)).toBe(true);
  });

  it('refuses a fast period that is not smaller than the slow one', () => {
    expect(() => run('sma-crossover', barsOfCloses([1]), { fast: 30, slow: 30 })).toThrow(
      'sma-crossover: parameter "fast" (30) must be smaller than "slow" (30)',
    );
  });

  it('explains itself with numbers', () => {
    expect(run('sma-crossover', barsOfCloses([1, 2, 3, 4]), parameters).explanation).toContain(
      'the 2-bar average 3.50 is above the 3-bar average 3.00',
    );
  });
});

describe('rsi-reversal', () => {
  it('buys on the way up through the lower bound and sells on the way down through the upper', () => {
    const prices = [
      ...Array.from({ length: 20 }, (_, i) => 100 - i),
      ...Array.from({ length: 20 }, (_, i) => 82 + 3 * i),
      ...Array.from({ length: 20 }, (_, i) => 138 - 3 * i),
    ];
    const bars = barsOfCloses(prices);
    const [rsi] = findIndicator('rsi')!.batch(bars, { period: 14 });
    const { signals } = run('rsi-reversal', bars);
    const bought = signals.indexOf(1);
    const sold = signals.indexOf(-1);
    expect(rsi![bought - 1]).toBeLessThan(30);
    expect(rsi![bought]).toBeGreaterThanOrEqual(30);
    expect(rsi![sold - 1]).toBeGreaterThan(70);
    expect(rsi![sold]).toBeLessThanOrEqual(70);
    expect(signals.filter((signal) => signal !== 0)).toEqual([1, -1]);
  });
});

describe('breakout', () => {
  it('compares a close with the channel of the bars before it, never with its own bar', () => {
    const prices = [10, 11, 12, 11, 12, 13, 12, 11, 10];
    const { signals } = run('breakout', barsOfCloses(prices), { entry: 3, exit: 2 });
    //               10 11  12  11 12 13 12 11  10: exits look back two bars, entries three.
    expect(signals).toEqual([0, 0, 0, 0, 0, 1, 0, -1, -1]);
  });

  it('has its full score outside the channel', () => {
    const { scores } = run('breakout', barsOfCloses([10, 11, 12, 11, 12, 13]), { entry: 3, exit: 2 });
    expect(scores.at(-1)).toBe(1);
  });
});

it('unknown strategies and parameters are named', () => {
  expect(findStrategy('sma-crosover')).toBeUndefined();
  expect(() => resolveParameters(findStrategy('breakout')!, { entri: 3 })).toThrow(
    'breakout: unknown parameter "entri"; did you mean entry',
  );
});
