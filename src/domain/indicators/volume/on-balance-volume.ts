import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';

/** Running total of volume, added when the close rose and taken off when it fell; 0 at the first bar (Granville 1963). */
export const onBalanceVolume: IndicatorDefinition = {
  slug: 'on-balance-volume',
  name: 'On-balance volume',
  aliases: ['obv'],
  parameters: [],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: () => 1,
  batch({ close, volume, length }) {
    const output = new Float64Array(length);
    let total = 0;
    for (let i = 1; i < length; i++) {
      total += signedVolume(close[i - 1]!, close[i]!, volume[i]!);
      output[i] = total;
    }
    return [output];
  },
  stream: () => new OnBalanceVolumeStream(),
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

  next(_open: number, _high: number, _low: number, close: number, volume: number): void {
    if (this.isReady) this.total += signedVolume(this.previousClose, close, volume);
    this.isReady = true;
    this.previousClose = close;
    this.values[0] = this.total;
  }
}
