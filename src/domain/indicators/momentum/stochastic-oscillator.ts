import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '../indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { RollingMean, rollingMean } from '../kernels/rolling-mean.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/**
 * Where the close stands between the lowest low and highest high of the newest `period` bars, 0 to 100: `k` is its
 * mean over `smooth` bars, `d` the mean of `k` over `signal` bars (TA-Lib STOCH with simple averages; `smooth` 1
 * gives the fast oscillator). A range of zero counts as 0, as in TA-Lib.
 */
export const stochasticOscillator: IndicatorDefinition = {
  slug: 'stochastic-oscillator',
  name: 'Stochastic oscillator',
  aliases: ['stoch'],
  parameters: [
    periodParameter({ default: 14 }),
    periodParameter({ name: 'smooth', label: 'Smoothing of %K', default: 3 }),
    periodParameter({ name: 'signal', label: 'Period of %D', default: 3 }),
  ],
  outputs: ['k', 'd'],
  pane: 'separate',
  warmUpBars: (parameters) =>
    parameterValue(parameters, 'period') +
    parameterValue(parameters, 'smooth') +
    parameterValue(parameters, 'signal') -
    2,
  batch({ high, low, close, length }, parameters) {
    const period = parameterValue(parameters, 'period');
    const smooth = parameterValue(parameters, 'smooth');
    const raw = new Float64Array(length);
    const k = new Float64Array(length);
    const d = new Float64Array(length);
    const highest = new RollingMaximum(period);
    const lowest = new RollingMaximum(period);
    for (let i = 0; i < length; i++)
      raw[i] = standing(highest.push(high[i]!), -lowest.push(-low[i]!), close[i]!);
    rollingMean(raw, period - 1, smooth, k);
    rollingMean(k, period + smooth - 2, parameterValue(parameters, 'signal'), d);
    return [k, d];
  },
  stream: (parameters) => new StochasticOscillatorStream(parameters),
};

function standing(highest: number, lowest: number, close: number): number {
  const range = highest - lowest;
  return range === 0 ? 0 : (100 * (close - lowest)) / range;
}

class StochasticOscillatorStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN, Number.NaN]);
  private readonly highest: RollingMaximum;
  private readonly lowest: RollingMaximum;
  private readonly k: RollingMean;
  private readonly d: RollingMean;

  constructor(parameters: ParameterValues) {
    this.highest = new RollingMaximum(parameterValue(parameters, 'period'));
    this.lowest = new RollingMaximum(parameterValue(parameters, 'period'));
    this.k = new RollingMean(parameterValue(parameters, 'smooth'));
    this.d = new RollingMean(parameterValue(parameters, 'signal'));
  }

  get isReady(): boolean {
    return this.d.isReady;
  }

  next(_open: number, high: number, low: number, close: number): void {
    const { values } = this;
    const raw = standing(this.highest.push(high), -this.lowest.push(-low), close);
    if (!this.highest.isReady) return;
    values[0] = this.k.push(raw);
    if (this.k.isReady) values[1] = this.d.push(values[0]!);
  }
}
