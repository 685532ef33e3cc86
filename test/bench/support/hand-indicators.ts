import type { BarColumns } from '#domain/market/bar';

/** The loops one would write by hand for one indicator and nothing else: typed arrays, fresh outputs, no checks. */
export const HAND_LOOPS: Readonly<Record<string, (bars: BarColumns) => Float64Array[]>> = {
  sma({ close, length }) {
    const output = new Float64Array(length);
    let sum = 0;
    for (let i = 0; i < 20; i++) sum += close[i]!;
    output[19] = sum / 20;
    for (let i = 20; i < length; i++) {
      sum += close[i]! - close[i - 20]!;
      output[i] = sum / 20;
    }
    return [output];
  },
  ema({ close, length }) {
    const output = new Float64Array(length);
    let sum = 0;
    for (let i = 0; i < 20; i++) sum += close[i]!;
    let average = sum / 20;
    output[19] = average;
    const weight = 2 / 21;
    const rest = 1 - weight;
    for (let i = 20; i < length; i++) {
      average = weight * close[i]! + rest * average;
      output[i] = average;
    }
    return [output];
  },
  rsi({ close, length }) {
    const output = new Float64Array(length);
    let net = 0;
    let gross = 0;
    for (let i = 1; i <= 14; i++) {
      const change = close[i]! - close[i - 1]!;
      net += change / 14;
      gross += Math.abs(change) / 14;
    }
    output[14] = 50 + (50 * net) / gross;
    const weight = 1 / 14;
    const rest = 1 - weight;
    for (let i = 15; i < length; i++) {
      const change = close[i]! - close[i - 1]!;
      net = weight * change + rest * net;
      gross = weight * Math.abs(change) + rest * gross;
      output[i] = 50 + (50 * net) / gross;
    }
    return [output];
  },
  macd({ close, length }) {
    const macds = new Float64Array(length);
    const signals = new Float64Array(length);
    const histograms = new Float64Array(length);
    let fast = 0;
    let slow = 0;
    let signal = 0;
    for (let i = 0; i < 34; i++) {
      const fastWeight = i < 12 ? 1 / (i + 1) : 2 / 13;
      const slowWeight = i < 26 ? 1 / (i + 1) : 2 / 27;
      fast += fastWeight * (close[i]! - fast);
      slow += slowWeight * (close[i]! - slow);
      if (i >= 25) signal += (fast - slow - signal) / (i - 24);
    }
    for (let i = 34; i < length; i++) {
      fast = (2 / 13) * close[i]! + (11 / 13) * fast;
      slow = (2 / 27) * close[i]! + (25 / 27) * slow;
      const macd = fast - slow;
      signal = 0.2 * macd + 0.8 * signal;
      macds[i] = macd;
      signals[i] = signal;
      histograms[i] = macd - signal;
    }
    return [macds, signals, histograms];
  },
  bbands({ close, length }) {
    const upper = new Float64Array(length);
    const middle = new Float64Array(length);
    const lower = new Float64Array(length);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < length; i++) {
      const entering = close[i]!;
      sum += entering;
      squares += entering * entering;
      if (i < 19) continue;
      const mean = sum * 0.05;
      const distance = 2 * Math.sqrt(Math.max(0, squares * 0.05 - mean * mean));
      upper[i] = mean + distance;
      middle[i] = mean;
      lower[i] = mean - distance;
      const leaving = close[i - 19]!;
      sum -= leaving;
      squares -= leaving * leaving;
    }
    return [upper, middle, lower];
  },
  atr({ high, low, close, length }) {
    const output = new Float64Array(length);
    let average = 0;
    for (let i = 1; i <= 14; i++)
      average += (Math.max(high[i]!, close[i - 1]!) - Math.min(low[i]!, close[i - 1]!)) / 14;
    output[14] = average;
    const weight = 1 / 14;
    const rest = 1 - weight;
    let before = close[14]!;
    for (let i = 15; i < length; i++) {
      const top = high[i]!;
      const bottom = low[i]!;
      average =
        weight * ((top > before ? top : before) - (bottom < before ? bottom : before)) + rest * average;
      output[i] = average;
      before = close[i]!;
    }
    return [output];
  },
};
