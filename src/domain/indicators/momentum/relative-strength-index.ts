import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/**
 * Wilder's relative strength index of closes, 0 to 100, seeded with plain averages of the first `period` changes
 * (Wilder 1978; TA-Lib RSI). 100 where the averages hold no loss, a series that never moved included.
 *
 * Computed as 50 + 50 · (average change / average absolute change), which equals 100 − 100 / (1 + gain / loss)
 * and needs no branch on the sign of a change.
 */
export const relativeStrengthIndex: IndicatorDefinition = {
  slug: 'relative-strength-index',
  name: 'Relative strength index',
  aliases: ['rsi'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: (parameters) => parameterValue(parameters, 'period') + 1,
  batch(bars, parameters) {
    return [relativeStrength(bars.close, parameterValue(parameters, 'period'))];
  },
  stream: (parameters) => new RelativeStrengthIndexStream(parameterValue(parameters, 'period')),
};

function index(net: number, gross: number): number {
  return gross === 0 ? 100 : 50 + 50 * (net / gross);
}

function relativeStrength(close: Float64Array, period: number): Float64Array {
  const length = close.length;
  const output = new Float64Array(length).fill(Number.NaN, 0, Math.min(length, period));
  if (length <= period) return output;
  const smoothing = 1 / period;
  const persistence = 1 - smoothing;
  let net = 0;
  let gross = 0;
  for (let i = 1; i <= period; i++) {
    const change = close[i]! - close[i - 1]!;
    net += change;
    gross += Math.abs(change);
  }
  net /= period;
  gross /= period;
  output[period] = index(net, gross);
  for (let i = period + 1; i < length; i++) {
    const change = close[i]! - close[i - 1]!;
    net = smoothing * change + persistence * net;
    gross = smoothing * Math.abs(change) + persistence * gross;
    output[i] = index(net, gross);
  }
  return output;
}

class RelativeStrengthIndexStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  private readonly period: number;
  private readonly smoothing: number;
  private readonly persistence: number;
  private changes = -1;
  private previous = 0;
  private net = 0;
  private gross = 0;

  constructor(period: number) {
    this.period = period;
    this.smoothing = 1 / period;
    this.persistence = 1 - this.smoothing;
  }

  get isReady(): boolean {
    return this.changes === this.period;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const change = close - this.previous;
    this.previous = close;
    if (this.changes === this.period) {
      this.net = this.smoothing * change + this.persistence * this.net;
      this.gross = this.smoothing * Math.abs(change) + this.persistence * this.gross;
      this.values[0] = index(this.net, this.gross);
    } else {
      this.seed(change);
    }
  }

  private seed(change: number): void {
    this.changes++;
    if (this.changes === 0) return;
    this.net += change;
    this.gross += Math.abs(change);
    if (this.changes < this.period) return;
    this.net /= this.period;
    this.gross /= this.period;
    this.values[0] = index(this.net, this.gross);
  }
}
