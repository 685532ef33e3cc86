import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIndicator, INDICATORS, resolveParameters } from '#domain/indicators/catalog';
import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '#domain/indicators/indicator';
import { ownParameterNames } from '#domain/indicators/parameter-names';
import { restoreStream, saveStream } from '#domain/indicators/stream-state';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { barsOfCloses } from '#test/support/golden-csv';

/** Ready after their warm-up, and still without a value until the price has turned once. */
const WAITING_FOR_A_TURN = new Set(['fractal-chaos-bands', 'volatility-stop']);

/** Bars of any finite prices, so that arithmetic, not plausibility, is tried. */
const anyBars = fc
  .array(
    fc.tuple(
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(1e9),
      fc.nat(1e8),
    ),
    { maxLength: 160 },
  )
  .map((rows) => {
    const bars = allocateBars(rows.length);
    let time = 0;
    rows.forEach(([low, range, place, volume, gap], i) => {
      time += 60_000 + gap;
      bars.time[i] = time;
      bars.low[i] = low;
      bars.high[i] = low + range;
      bars.open[i] = low;
      bars.close[i] = low + place * range;
      bars.volume[i] = volume;
    });
    return bars;
  });

function anyParameters(definition: IndicatorDefinition): fc.Arbitrary<ParameterValues> {
  const arbitraries = definition.parameters.map(({ name, isInteger, minimum, maximum }) => [
    name,
    isInteger
      ? fc.integer({ min: minimum, max: Math.min(maximum, Math.max(minimum, 40)) })
      : fc.double({ min: minimum, max: maximum, noNaN: true }),
  ]);
  return fc.record(Object.fromEntries(arbitraries));
}

function push(stream: IndicatorStream, bars: BarColumns, i: number): void {
  const { open, high, low, close, volume, time } = bars;
  stream.next(open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!, time[i]!);
}

function streamed(
  definition: IndicatorDefinition,
  bars: BarColumns,
  parameters: ParameterValues,
): Float64Array[] {
  const stream = definition.stream(parameters);
  const columns = definition.outputs.map(() => new Float64Array(bars.length));
  for (let i = 0; i < bars.length; i++) {
    push(stream, bars, i);
    columns.forEach((column, output) => {
      column[i] = stream.values[output]!;
    });
    expect(stream.isReady).toBe(i + 1 >= definition.warmUpBars(parameters));
  }
  return columns;
}

/** Index of the first value of the column that is there last. */
function firstReady(columns: readonly Float64Array[]): number {
  return Math.max(...columns.map((column) => column.findIndex((value) => !Number.isNaN(value))));
}

describe.each(INDICATORS.map((definition) => [definition.slug, definition] as const))(
  '%s',
  (_slug, definition) => {
    it('gives the same bits streamed as over columns', () => {
      fc.assert(
        fc.property(anyBars, anyParameters(definition), (bars, parameters) => {
          const columns = definition.batch(bars, parameters);
          expect(columns).toHaveLength(definition.outputs.length);
          streamed(definition, bars, parameters).forEach((column, output) => {
            for (let i = 0; i < bars.length; i++) {
              if (!Object.is(column[i], columns[output]![i]))
                expect.fail(
                  `${definition.outputs[output]} at ${i}: ${column[i]} streamed, ${columns[output]![i]} in columns`,
                );
            }
          });
        }),
        { numRuns: 60 },
      );
    });

    it('fills columns it is given with the same bits, whatever was in them, and refuses others', () => {
      fc.assert(
        fc.property(anyBars, anyParameters(definition), (bars, parameters) => {
          const used = definition.outputs.map(() => new Float64Array(bars.length).fill(7));
          definition.batch(bars, parameters, used).forEach((column, output) => {
            expect(column).toBe(used[output]);
          });
          expect(used).toEqual(definition.batch(bars, parameters));
        }),
        { numRuns: 15 },
      );
      const short = definition.outputs.map(() => new Float64Array(3));
      expect(() => definition.batch(allocateBars(4), resolveParameters(definition, {}), short)).toThrow(
        RangeError,
      );
    });

    it('has its first full row exactly after its warm-up', () => {
      const isScaled =
        definition.group === 'maths' && definition.parameters.some(({ name }) => name === 'scale');
      const near = definition.slug === 'volatility-stop' ? { multiplier: 0.5 } : {};
      const parameters = resolveParameters(definition, isScaled ? { scale: 0.001 } : near);
      const bars = barsOfCloses(Array.from({ length: 500 }, (_, i) => 100 + ((i * 7919) % 31)));
      bars.high.forEach((_, i) => {
        bars.high[i]! += 1;
        bars.low[i]! -= 1;
        bars.time[i] = i * 86_400_000;
      });
      const first = firstReady(definition.batch(bars, parameters)) + 1;
      if (WAITING_FOR_A_TURN.has(definition.slug))
        expect(first).toBeGreaterThanOrEqual(definition.warmUpBars(parameters));
      else expect(first).toBe(definition.warmUpBars(parameters));
    });

    it('goes on with the same bits from a saved state', () => {
      fc.assert(
        fc.property(anyBars, anyParameters(definition), fc.nat(), (bars, parameters, cut) => {
          const pause = bars.length === 0 ? 0 : cut % bars.length;
          const whole = definition.stream(parameters);
          for (let i = 0; i < pause; i++) push(whole, bars, i);
          const resumed = definition.stream(parameters);
          restoreStream(resumed, saveStream(whole));
          expect(resumed.isReady).toBe(whole.isReady);
          expect(resumed.values).toEqual(whole.values);
          for (let i = pause; i < bars.length; i++) {
            push(whole, bars, i);
            push(resumed, bars, i);
            expect(resumed.values).toEqual(whole.values);
          }
          expect(saveStream(resumed)).toEqual(saveStream(whole));
        }),
        { numRuns: 25 },
      );
    });

    it('sees nothing after a bar: more bars change no earlier value', () => {
      fc.assert(
        fc.property(anyBars, anyParameters(definition), fc.nat(), (bars, parameters, cut) => {
          const length = bars.length === 0 ? 0 : cut % bars.length;
          const view = Object.fromEntries(
            Object.entries(bars).map(([name, column]) => [
              name,
              column instanceof Float64Array ? column.subarray(0, length) : length,
            ]),
          );
          const shorter = definition.batch(view as unknown as BarColumns, parameters);
          definition.batch(bars, parameters).forEach((column, output) => {
            expect(column.subarray(0, length)).toEqual(shorter[output]);
          });
        }),
        { numRuns: 25 },
      );
    });
  },
);

describe('values known by reason alone', () => {
  const valuesOf = (name: string, close: number[], parameters: ParameterValues = {}) => {
    const definition = findIndicator(name)!;
    return definition
      .batch(barsOfCloses(close), resolveParameters(definition, parameters))
      .map((column) => [...column]);
  };
  const flat = Array.from({ length: 100 }, () => 220.1);

  it('a flat series has no deviation, no channel index, and an average that is itself', () => {
    expect(valuesOf('stdev', flat)[0]!.slice(19)).toEqual(flat.slice(19).map(() => 0));
    expect(valuesOf('cci', flat)[0]!.slice(19)).toEqual(flat.slice(19).map(() => 0));
    expect(valuesOf('wma', flat)[0]!.at(-1)).toBeCloseTo(220.1, 10);
    expect(valuesOf('stoch', flat)[0]!.at(-1)).toBe(0);
    expect(valuesOf('willr', flat)[0]!.at(-1)).toBe(0);
    expect(valuesOf('rsi', flat)[0]!.at(-1)).toBe(100);
    expect(valuesOf('er', flat)[0]!.at(-1)).toBe(1);
    expect(valuesOf('imi', flat)[0]!.at(-1)).toBe(50);
  });

  it('of equal closes the one that TA-Lib names is the highest, and the lowest', () => {
    const close = [1, 3, 3, 2, 2, 2, 1, 1, 2, 2];
    expect(valuesOf('maxindex', close, { period: 3 })[0]!.slice(2)).toEqual([1, 1, 2, 3, 4, 5, 8, 9]);
    expect(valuesOf('minindex', close, { period: 3 })[0]!.slice(2)).toEqual([0, 3, 4, 5, 6, 7, 7, 7]);
  });

  it('an absurd value is forgotten by the rolling sums within two periods', () => {
    const spiked = [...flat];
    spiked[30] = 1e15;
    for (const name of ['sma', 'wma', 'stdev']) {
      expect(valuesOf(name, spiked)[0]!.slice(-20)).toEqual(valuesOf(name, flat)[0]!.slice(-20));
    }
  });

  it('rolling sums keep their precision over a million bars', () => {
    const close = Float64Array.from({ length: 1_000_000 }, (_, i) => 1000 + ((i * 7919) % 10_007) / 13);
    const last = close.subarray(-20);
    const mean = last.reduce((sum, value) => sum + value, 0) / 20;
    const deviation = Math.sqrt(last.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 20);
    const ending = (name: string) =>
      findIndicator(name)!
        .batch(barsOfCloses(close), resolveParameters(findIndicator(name)!, { period: 20 }))[0]!
        .at(-1)!;
    expect(Math.abs(ending('sma') / mean - 1)).toBeLessThan(1e-14);
    expect(Math.abs(ending('stdev') / deviation - 1)).toBeLessThan(1e-12);
  });

  it.each([1e6, 1, 1e-6])('bands keep nine digits of the deviation at prices about %d', (scale) => {
    const close = Array.from(
      { length: 3000 },
      (_, i) => scale * (1 + 0.001 * Math.sin(i * i) + (i > 1500 ? 1 : 0)),
    );
    const [upper, middle, lower] = valuesOf('bbands', close, { deviations: 2, lowerDeviations: 3 });
    for (let i = 19; i < close.length; i++) {
      const window = close.slice(i - 19, i + 1);
      const mean = window.reduce((sum, value) => sum + value, 0) / 20;
      const deviation = Math.sqrt(window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 20);
      expect(Math.abs(middle![i]! / mean - 1)).toBeLessThan(1e-14);
      expect(Math.abs((upper![i]! - mean) / (2 * deviation) - 1)).toBeLessThan(1e-9);
      expect(Math.abs((mean - lower![i]!) / (3 * deviation) - 1)).toBeLessThan(1e-9);
    }
  });

  it('only rises give a relative strength of 100, only falls of 0', () => {
    const rising = Array.from({ length: 40 }, (_, i) => 100 + i ** 1.5);
    expect(valuesOf('rsi', rising)[0]!.at(-1)).toBe(100);
    expect(valuesOf('rsi', [...rising].reverse())[0]!.at(-1)).toBe(0);
  });

  it('a rate of change after a close of zero is not a number', () => {
    expect(valuesOf('roc', [0, 5, 10], { period: 1 })[0]).toEqual([Number.NaN, Number.NaN, 100]);
  });
});

describe('the catalog', () => {
  it('finds by slug and alias in any case, and nothing else', () => {
    expect(findIndicator('relative-strength-index')).toBe(findIndicator('RSI'));
    expect(findIndicator('Bollinger-Bands')).toBe(findIndicator('bb'));
    expect(findIndicator('smaa')).toBeUndefined();
    expect(findIndicator('')).toBeUndefined();
    expect(findIndicator('%')).toBeUndefined();
  });

  it.each([
    ['Bollinger Bands', 'bollinger-bands'],
    ['bollinger', 'bollinger-bands'],
    ['BollingerBand', 'bollinger-bands'],
    ['stochRsi', 'stochastic-relative-strength-index'],
    ['Stochastic RSI', 'stochastic-relative-strength-index'],
    ['williams %r', 'williams-percent-range'],
    ['%R', 'williams-percent-range'],
    ['%B', 'percent-b'],
    ['+DI', 'plus-directional-indicator'],
    ['-DI', 'minus-directional-indicator'],
    ['Heikin-Ashi', 'heikin-ashi'],
    ['Ichimoku Kinko Hyo', 'ichimoku'],
    ['HT_TRENDLINE', 'hilbert-trendline'],
    ['Accumulation/Distribution', 'accumulation-distribution'],
    ['CDL3BLACKCROWS', 'three-black-crows'],
  ])('knows %s', (name, slug) => {
    expect(findIndicator(name)?.slug).toBe(slug);
  });

  it('has no name of two indicators, whatever its case and punctuation', () => {
    for (const definition of INDICATORS)
      for (const name of [definition.slug, definition.name, ...definition.aliases])
        expect(findIndicator(name), name).toBe(definition);
  });

  it.each([
    [
      'bbands',
      { timeperiod: 10, nbdevup: 2, nbdevdn: 1, matype: 1 },
      { period: 10, deviations: 2, lowerDeviations: 1, average: 1 },
    ],
    [
      'stoch',
      { fastk_period: 14, slowk_period: 3, slowd_matype: 1 },
      { period: 14, smooth: 3, signalAverage: 1 },
    ],
    ['stochrsi', { timeperiod: 14, fastk_period: 5 }, { period: 14, stochastic: 5 }],
    ['tsi', { lookbackPeriods: 25, smoothPeriods: 13, signalPeriods: 7 }, { slow: 25, fast: 13, signal: 7 }],
    ['fractal', { windowSpan: 3 }, { left: 3, right: 3 }],
    ['macd', { fastlen: 3, Slow: 10 }, { fast: 3, slow: 10 }],
    ['rsi', { perod: 3 }, { perod: 3 }],
  ])('reads the parameters of %s in %j', (name, given, own) => {
    expect(ownParameterNames(findIndicator(name)!, given as ParameterValues)).toEqual(own);
  });

  it('refuses two names of one parameter that differ', () => {
    expect(() => ownParameterNames(findIndicator('rsi')!, { length: 9, timeperiod: 14 })).toThrow(
      new RangeError('relative-strength-index: "timeperiod" is its period, which was given as 9 too'),
    );
  });

  it.each([
    [
      'macd',
      { fst: 3 },
      'moving-average-convergence-divergence: unknown parameter "fst"; did you mean fast?',
    ],
    [
      'rsi',
      { period: 1.5 },
      'relative-strength-index: parameter "period" must be a whole number from 1 to 10000, not 1.5',
    ],
    [
      'rsi',
      { period: 0 },
      'relative-strength-index: parameter "period" must be a whole number from 1 to 10000, not 0',
    ],
    [
      'bb',
      { deviations: Number.NaN },
      'bollinger-bands: parameter "deviations" must be a number from 0.1 to 10, not NaN',
    ],
    ['typprice', { period: 3 }, 'typical-price takes no parameters, so not "period"'],
  ])('refuses %s %j in a sentence', (name, given, sentence) => {
    expect(() => resolveParameters(findIndicator(name)!, given as ParameterValues)).toThrow(
      new RangeError(sentence),
    );
  });

  it('fills what was not given with defaults', () => {
    expect(resolveParameters(findIndicator('macd')!, { fast: 5 })).toEqual({
      fast: 5,
      slow: 26,
      signal: 9,
      seeding: 1,
    });
  });
});
