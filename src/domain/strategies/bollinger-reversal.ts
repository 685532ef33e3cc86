import type { IndicatorStream, ParameterValues } from '../indicators/indicator.ts';
import { bollingerBands } from '../indicators/overlap/bollinger-bands.ts';
import { parameterValue, periodParameter, resolveParameters } from '../indicators/parameters.ts';
import type { BarColumns } from '../market/bar.ts';
import type { Signal, StrategyDefinition, StrategyRun } from './strategy.ts';

/**
 * Long when a close is below the lower band, short (or flat) when one is above the upper. Asks again on every such bar.
 * Bands lie `deviations` population standard deviations around the mean of the newest `period` closes (Bollinger).
 */
export const bollingerReversal: StrategyDefinition = {
  slug: 'bollinger-reversal',
  version: 1,
  name: 'Bollinger reversal',
  summary: 'Fades extremes: long on a close below the lower band, out on a close above the upper.',
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    { name: 'deviations', label: 'Deviations', default: 2, minimum: 0.1, maximum: 10, isInteger: false },
  ],
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  start: (parameters) => new BollingerReversalRun(parameters),
};

class BollingerReversalRun implements StrategyRun {
  private readonly bands: IndicatorStream;
  private readonly period: number;
  private close = Number.NaN;

  constructor(parameters: ParameterValues) {
    this.period = parameterValue(parameters, 'period');
    this.bands = bollingerBands.stream(resolveParameters(bollingerBands, parameters));
  }

  /** Place of the close between the bands, 1 at the lower and below, −1 at the upper and above. */
  get score(): number {
    const [upper, middle] = this.bands.values;
    const half = upper! - middle!;
    return half > 0 ? Math.max(-1, Math.min(1, (middle! - this.close) / half)) : 0;
  }

  onBar(bars: BarColumns, index: number): Signal {
    const close = bars.close[index]!;
    this.close = close;
    this.bands.next(close, close, close, close, 0);
    if (!this.bands.isReady) return 0;
    if (close < this.bands.values[2]!) return 1;
    return close > this.bands.values[0]! ? -1 : 0;
  }

  explain(): string {
    if (!this.bands.isReady) return `waiting for ${this.period} closes`;
    const [upper, , lower] = this.bands.values;
    const place = this.close < lower! ? 'below' : this.close > upper! ? 'above' : 'between';
    return `the close ${this.close.toFixed(2)} is ${place} the bands ${lower!.toFixed(2)} and ${upper!.toFixed(2)}`;
  }
}
