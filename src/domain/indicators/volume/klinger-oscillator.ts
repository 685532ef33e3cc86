import { defineMultipleIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Fast less slow exponential average of the volume force, which counts volume with the trend of high + low + close, and its average (Klinger 1997; Stock.Indicators' KVO). */
export const klingerOscillator = defineMultipleIndicator({
  slug: 'klinger-oscillator',
  name: 'Klinger oscillator',
  aliases: ['klinger', 'kvo', 'klinger-volume-oscillator'],
  group: 'volume',
  parameters: [
    periodParameter({ default: 34, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 55, name: 'slow', label: 'Slow period' }),
    periodParameter({ default: 13, name: 'signal', label: 'Signal period' }),
  ],
  outputs: ['value', 'signal'],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('fast'), read('slow')) + read('signal') + 1,
  begin: (read) => ({
    fast: customaryAverage(read('fast')),
    slow: customaryAverage(read('slow')),
    signal: customaryAverage(read('signal')),
    price: Number.NaN,
    trend: 0,
    range: Number.NaN,
    cumulative: 0,
  }),
  step: (state, { high, low, close, volume }, values) => {
    const force = volumeForce(state, high, low, close, volume);
    const value = feed(state.fast, force) - feed(state.slow, force);
    values[0] = value;
    values[1] = feed(state.signal, value);
  },
});

/** NaN for the first two bars, which have no trend or no range before. */
function volumeForce(
  state: { price: number; trend: number; range: number; cumulative: number },
  high: number,
  low: number,
  close: number,
  volume: number,
): number {
  const price = high + low + close;
  const { price: priceBefore, trend: trendBefore, range: rangeBefore } = state;
  const range = high - low;
  state.price = price;
  state.range = range;
  if (Number.isNaN(priceBefore)) return Number.NaN;
  state.trend = price > priceBefore ? 1 : -1;
  if (trendBefore === 0) {
    state.cumulative = 0;
    return Number.NaN;
  }
  state.cumulative = range + (state.trend === trendBefore ? state.cumulative : rangeBefore);
  const { cumulative } = state;
  if (range === cumulative || volume === 0) return 0;
  if (range === 0) return volume * 2 * state.trend * 100;
  if (cumulative === 0) return volume * state.trend * 100;
  return volume * Math.abs(2 * (range / cumulative - 1)) * state.trend * 100;
}
