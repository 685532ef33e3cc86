import { defineIndicator } from './define-indicator.ts';
import type { IndicatorDefinition, Parameter } from './indicator.ts';
import { Candles } from './kernels/candles.ts';

interface Pattern {
  readonly slug: string;
  readonly name: string;
  /** TA-Lib's name first, in lower case. */
  readonly aliases: readonly string[];
  /** Candles before the newest that TA-Lib waits for: those of the pattern and of the averages it asks for. */
  readonly candlesBefore: number;
  /** How far the last candle must reach into an earlier body, as a share of it, where the pattern has such a rule. */
  readonly penetration?: number;
  /** 100 for a bullish find, −100 for a bearish one, 0 for none. Ages count back from the newest candle. */
  find(candles: Candles, penetration: number): number;
}

/** A candle pattern: a rule over the newest candles, by TA-Lib's candle settings and TA-Lib's values. */
export function definePattern(pattern: Pattern): IndicatorDefinition {
  const { slug, name, aliases, candlesBefore, penetration, find } = pattern;
  return defineIndicator({
    slug,
    name,
    aliases,
    group: 'patterns',
    parameters: penetration === undefined ? [] : [penetrationParameter(penetration)],
    pane: 'separate',
    warmUpBars: () => candlesBefore + 1,
    begin: (read) => ({
      candles: new Candles(),
      penetration: penetration === undefined ? 0 : read('penetration'),
    }),
    step: (state, bar) => {
      state.candles.push(bar);
      return find(state.candles, state.penetration);
    },
  });
}

/** How far a candle must reach into an earlier body: a share of it, 0 or more. */
export function penetrationParameter(usual: number): Parameter {
  return {
    name: 'penetration',
    label: 'Penetration (share of the body)',
    default: usual,
    minimum: 0,
    maximum: 10,
    isInteger: false,
  };
}
