import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { breakout } from '#domain/strategies/breakout';
import { strategyFault } from '#domain/strategies/sdk/declared-parameters';
import { defineStrategy } from '#domain/strategies/sdk/define-strategy';
import { definitionOfModule } from '#domain/strategies/sdk/definition-of-module';
import { createSeededRandom } from '#domain/values/seeded-random';
import { strategySdkTypes } from '../../../../scripts/write-strategy-sdk.ts';

const random = createSeededRandom(3);
let price = 100;
const bars = barsFromRows(
  Array.from({ length: 400 }, (_, i) => {
    const close = price * (1 + 0.02 * random.nextNormal());
    const bar = {
      time: i * 86_400_000,
      open: price,
      high: Math.max(price, close),
      low: Math.min(price, close),
      close,
      volume: 1,
    };
    price = close;
    return bar;
  }),
);

/** The channel breakout, as a stranger would write it. */
const channel = defineStrategy({
  name: 'Channel',
  parameters: {
    entry: { default: 20, minimum: 1, maximum: 100 },
    exit: { default: 10, minimum: 1, maximum: 100 },
  },
  onBar(context) {
    const { entry, exit } = context.parameters;
    let top = Number.NEGATIVE_INFINITY;
    let bottom = Number.POSITIVE_INFINITY;
    for (let ago = 1; ago <= entry; ago++) top = Math.max(top, context.high(ago));
    for (let ago = 1; ago <= exit; ago++) bottom = Math.min(bottom, context.low(ago));
    if (context.close() > top && context.position.quantity <= 0) context.buy({ percentOfEquity: 100 });
    else if (context.close() < bottom && context.position.quantity > 0) context.closePosition();
  },
});

describe('a strategy of orders in the loop of signals', () => {
  it('wants what the built-in strategy of the same rule wants', () => {
    const ours = definitionOfModule(channel, 'channel').start({});
    const theirs = breakout.start({ entry: 20, exit: 10 });
    let stance = 0;
    for (let i = 0; i < bars.length; i++) {
      const signal = theirs.onBar(bars, i);
      if (signal === 1) stance = 1;
      else if (signal === -1) stance = 0;
      ours.onBar(bars, i);
      expect(ours.score, `bar ${i}`).toBe(stance);
    }
  });

  it('reads indicators bar by bar, and nothing of the future', () => {
    const values: number[] = [];
    const run = definitionOfModule(
      {
        name: 'I',
        onBar: (context) => {
          if (context.bars > 30) values.push(context.indicator('sma', { period: 3 }).value(1));
          expect(() => context.indicator('sma', { period: 3 }).value(-1)).toThrow('not known yet');
          expect(() => context.close(-1)).toThrow('not known yet');
        },
      },
      'i',
    ).start({});
    for (let i = 0; i < 40; i++) run.onBar(bars, i);
    const [a, b, c] = [29, 28, 27].map((i) => bars.close[i]!);
    expect(values[0]).toBeCloseTo((a! + b! + c!) / 3, 10);
  });

  it('says what keeps a file from being a strategy', () => {
    expect(strategyFault(channel)).toBeUndefined();
    expect(strategyFault({ name: 'x' })).toContain('needs onBar or onTick');
    expect(strategyFault({ name: 'x', onBar: async () => undefined })).toContain('"onBar" is async');
    expect(
      strategyFault({
        name: 'x',
        onBar: () => undefined,
        parameters: { a: { default: 5, minimum: 6, maximum: 7 } },
      }),
    ).toBe('parameter "a": its default 5 is not from 6 to 7');
  });

  it('has the types that strategy files import, as they are', () => {
    const shipped = readFileSync(
      new URL('../../../../resources/strategy-sdk/octopus.d.ts', import.meta.url),
      'utf8',
    );
    expect(shipped).toBe(strategySdkTypes());
  });
});
