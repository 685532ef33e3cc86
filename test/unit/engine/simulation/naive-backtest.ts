import type { BacktestOptions } from '#contract/services/backtests';
import type { Bar } from '#domain/market/bar';

export interface NaiveTrade {
  readonly side: 'long' | 'short';
  readonly entry: number;
  readonly exit: number | null;
  readonly quantity: number;
  readonly pnl: number;
}

export interface NaiveResult {
  readonly equity: number[];
  readonly trades: NaiveTrade[];
  readonly fees: number;
}

/** Signals as a reader of the strategies' one-sentence summaries would compute them: from scratch on every bar. */
const SIGNALS: Record<string, (bars: readonly Bar[], i: number, p: Record<string, number>) => number> = {
  'sma-crossover'(bars, i, p) {
    const gap = (at: number) => mean(bars, at, p['fast']!) - mean(bars, at, p['slow']!);
    if (i < p['slow']!) return 0;
    if (gap(i - 1) < 0 && gap(i) > 0) return 1;
    return gap(i - 1) > 0 && gap(i) < 0 ? -1 : 0;
  },
  'rsi-reversal'(bars, i, p) {
    if (i <= p['period']!) return 0;
    const before = relativeStrength(bars, i - 1, p['period']!);
    const now = relativeStrength(bars, i, p['period']!);
    if (before < p['lower']! && now >= p['lower']!) return 1;
    return before > p['upper']! && now <= p['upper']! ? -1 : 0;
  },
  breakout(bars, i, p) {
    const { close } = bars[i]!;
    const highs = bars.slice(i - p['entry']!, i).map(({ high }) => high);
    const lows = bars.slice(i - p['exit']!, i).map(({ low }) => low);
    if (i < Math.max(p['entry']!, p['exit']!)) return 0;
    if (close > Math.max(...highs)) return 1;
    return close < Math.min(...lows) ? -1 : 0;
  },
};

function mean(bars: readonly Bar[], at: number, period: number): number {
  return bars.slice(at - period + 1, at + 1).reduce((sum, { close }) => sum + close, 0) / period;
}

function relativeStrength(bars: readonly Bar[], at: number, period: number): number {
  let gain = 0;
  let loss = 0;
  for (let i = 1; i <= at; i++) {
    const change = bars[i]!.close - bars[i - 1]!.close;
    const fade = i <= period ? 1 : 1 - 1 / period;
    gain = gain * fade + Math.max(change, 0) / period;
    loss = loss * fade + Math.max(-change, 0) / period;
  }
  return 100 - 100 / (1 + gain / loss);
}

/** The second opinion: plain floats, no ledger, no columns, no shared code. Slow and short on purpose. */
export function naiveBacktest(
  bars: readonly Bar[],
  slug: string,
  parameters: Record<string, number>,
  options: BacktestOptions,
): NaiveResult {
  const { commission, size, units, direction, fill, closeAtEnd } = options;
  const last = bars.length - 1;
  const trades: NaiveTrade[] = [];
  const equity: number[] = [];
  let cash = options.cash;
  let held = 0;
  let fees = 0;
  let entry: { bar: number; price: number; fee: number } | undefined;
  let waiting: number | undefined;

  const stance = () => Math.sign(held);
  const goTo = (wanted: number, price: number, bar: number) => {
    if (held !== 0) {
      const fee = Math.abs(held) * price * commission;
      cash += held * price - fee;
      fees += fee;
      const pnl = held * (price - entry!.price) - fee - entry!.fee;
      trades.push({
        side: held > 0 ? 'long' : 'short',
        entry: entry!.bar,
        exit: bar,
        quantity: Math.abs(held),
        pnl,
      });
      held = 0;
    }
    if (wanted === 0) return;
    const most = (cash * size) / (price * (1 + commission));
    const quantity = units === 'whole' ? Math.floor(most) : Math.floor(most * 1e8) / 1e8;
    if (quantity <= 0) return;
    const fee = quantity * price * commission;
    held = wanted * quantity;
    cash -= held * price + fee;
    fees += fee;
    entry = { bar, price, fee };
  };

  bars.forEach((bar, i) => {
    if (waiting !== undefined) goTo(waiting, bar.open, i);
    waiting = undefined;
    const signal = SIGNALS[slug]!(bars, i, parameters);
    const mayDecide = i < last || (fill === 'close' && closeAtEnd === 'none');
    if (signal !== 0 && mayDecide) {
      const wanted = signal === 1 ? 1 : direction === 'long' ? 0 : -1;
      if (wanted !== stance()) {
        if (fill === 'close') goTo(wanted, bar.close, i);
        else waiting = wanted;
      }
    }
    equity.push(cash + held * bar.close);
  });
  if (held !== 0 && closeAtEnd !== 'none') {
    goTo(0, closeAtEnd === 'last-open' ? bars[last]!.open : bars[last]!.close, last);
    equity[last] = cash;
  }
  if (held !== 0) {
    const pnl = held * (bars[last]!.close - entry!.price) - entry!.fee;
    trades.push({
      side: held > 0 ? 'long' : 'short',
      entry: entry!.bar,
      exit: null,
      quantity: Math.abs(held),
      pnl,
    });
  }
  return { equity, trades, fees };
}
