import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { outputColumn } from '../output-columns.ts';
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
  aliases: ['rsi', 'wilders-rsi'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: (parameters) => parameterValue(parameters, 'period') + 1,
  batch(bars, parameters, into) {
    const output = outputColumn(bars.length, into);
    relativeStrength(bars.close, parameterValue(parameters, 'period'), output);
    return [output];
  },
  stream: (parameters) => new RelativeStrengthIndexStream(parameterValue(parameters, 'period')),
};

function index(net: number, gross: number): number {
  return gross === 0 ? 100 : 50 + 50 * (net / gross);
}

function relativeStrength(close: Float64Array, period: number, output: Float64Array): void {
  const length = close.length;
  output.fill(Number.NaN, 0, Math.min(length, period));
  if (length <= period) return;
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
}

class RelativeStrengthIndexStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  isReady = false;
  /** Average change and absolute change (sums until ready), previous close, and the weights of the new and of the old. */
  declare private readonly running: Float64Array;
  declare private readonly period: number;
  private changes = -1;

  constructor(period: number) {
    this.period = period;
    this.running = Float64Array.of(0, 0, 0, 1 / period, 1 - 1 / period);
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const { running } = this;
    const change = close - running[2]!;
    running[2] = close;
    if (!this.isReady) {
      this.seed(change);
      return;
    }
    const smoothing = running[3]!;
    const persistence = running[4]!;
    const net = smoothing * change + persistence * running[0]!;
    const gross = smoothing * Math.abs(change) + persistence * running[1]!;
    running[0] = net;
    running[1] = gross;
    this.values[0] = index(net, gross);
  }

  private seed(change: number): void {
    const { running } = this;
    this.changes++;
    if (this.changes === 0) return;
    running[0]! += change;
    running[1]! += Math.abs(change);
    if (this.changes < this.period) return;
    running[0]! /= this.period;
    running[1]! /= this.period;
    this.values[0] = index(running[0]!, running[1]!);
    this.isReady = true;
  }
}
