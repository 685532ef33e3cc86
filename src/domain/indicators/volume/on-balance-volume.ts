import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { outputColumn } from '../output-columns.ts';
import { parameterValue, schoolParameter } from '../parameters.ts';

/**
 * Running total of volume, added when the close rose and taken off when it fell (Granville 1963). It starts at 0, as in
 * Stock.Indicators; `seeding` 0 starts it at the first bar's volume, as TA-Lib OBV does.
 */
export const onBalanceVolume: IndicatorDefinition = {
  slug: 'on-balance-volume',
  name: 'On-balance volume',
  aliases: ['obv'],
  group: 'volume',
  parameters: [
    schoolParameter({
      name: 'seeding',
      label: 'Start',
      taLib: 'at the first volume',
      stockIndicators: 'at zero',
      default: 1,
    }),
  ],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: () => 1,
  batch({ close, volume, length }, parameters, into) {
    const output = outputColumn(length, into);
    if (length === 0) return [output];
    let total = parameterValue(parameters, 'seeding') === 1 ? 0 : volume[0]!;
    output[0] = total;
    for (let i = 1; i < length; i++) {
      total += signedVolume(close[i - 1]!, close[i]!, volume[i]!);
      output[i] = total;
    }
    return [output];
  },
  stream: (parameters) => new OnBalanceVolumeStream(parameterValue(parameters, 'seeding') === 1),
};

function signedVolume(previousClose: number, close: number, volume: number): number {
  if (close > previousClose) return volume;
  return close < previousClose ? -volume : 0;
}

class OnBalanceVolumeStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  isReady = false;
  private previousClose = 0;
  private total = 0;
  declare private readonly startsAtZero: boolean;

  constructor(startsAtZero: boolean) {
    this.startsAtZero = startsAtZero;
  }

  next(_open: number, _high: number, _low: number, close: number, volume: number): void {
    if (this.isReady) this.total += signedVolume(this.previousClose, close, volume);
    else if (!this.startsAtZero) this.total = volume;
    this.isReady = true;
    this.previousClose = close;
    this.values[0] = this.total;
  }
}
