import type { BarColumns } from '#domain/market/bar';

/** What every engine must agree on before it is timed. */
export interface EngineOutcome {
  readonly equityFinal: number;
  readonly maxDrawdown: number;
  readonly fills: number;
}

export interface CrossoverRules {
  readonly fast: number;
  readonly slow: number;
  readonly cash: number;
  readonly fee: number;
}

interface Candle {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

type QueuedEvent =
  | { readonly type: 'market'; readonly candle: Candle }
  | { readonly type: 'signal'; readonly time: number; readonly isLong: boolean }
  | { readonly type: 'order'; readonly time: number; readonly isLong: boolean }
  | {
      readonly type: 'fill';
      readonly time: number;
      readonly quantity: number;
      readonly price: number;
      readonly fee: number;
    };

/** The usual event-driven engine: four kinds of events as objects through a queue. Floats, no ledger, no hash. */
export function objectQueueBacktest(
  bars: BarColumns,
  { fast, slow, cash: start, fee }: CrossoverRules,
): EngineOutcome {
  const queue: QueuedEvent[] = [];
  const closes: number[] = [];
  let fastSum = 0;
  let slowSum = 0;
  let previousGap = 0;
  let cash = start;
  let quantity = 0;
  let fills = 0;
  let peak = start;
  let maxDrawdown = 0;
  let last = start;
  let waiting: QueuedEvent | undefined;

  const handle = (event: QueuedEvent): void => {
    switch (event.type) {
      case 'market': {
        const { open, close, time } = event.candle;
        if (waiting?.type === 'order') {
          const size = waiting.isLong ? cash / (open * (1 + fee)) : -quantity;
          queue.push({ type: 'fill', time, quantity: size, price: open, fee: Math.abs(size) * open * fee });
          waiting = undefined;
        }
        closes.push(close);
        const n = closes.length;
        fastSum += close - (n > fast ? closes[n - 1 - fast]! : 0);
        slowSum += close - (n > slow ? closes[n - 1 - slow]! : 0);
        if (n < slow) break;
        const gap = fastSum / fast - slowSum / slow;
        if (previousGap < 0 && gap > 0) queue.push({ type: 'signal', time, isLong: true });
        else if (previousGap > 0 && gap < 0) queue.push({ type: 'signal', time, isLong: false });
        previousGap = gap;
        break;
      }
      case 'signal':
        if (event.isLong !== quantity > 0)
          queue.push({ type: 'order', time: event.time, isLong: event.isLong });
        break;
      case 'order':
        waiting = event;
        break;
      case 'fill':
        cash -= event.quantity * event.price + event.fee;
        quantity += event.quantity;
        fills += 1;
    }
  };

  for (let i = 0; i < bars.length; i++) {
    const candle: Candle = {
      time: bars.time[i]!,
      open: bars.open[i]!,
      high: bars.high[i]!,
      low: bars.low[i]!,
      close: bars.close[i]!,
    };
    queue.push({ type: 'market', candle });
    for (let head = 0; head < queue.length; head++) handle(queue[head]!);
    queue.length = 0;
    last = cash + quantity * candle.close;
    if (last > peak) peak = last;
    else if (1 - last / peak > maxDrawdown) maxDrawdown = 1 - last / peak;
  }
  return { equityFinal: last, maxDrawdown, fills };
}

/** The limit: one loop over typed arrays with everything in locals, equity and drawdown included. Floats, no ledger. */
export function fusedBacktest(
  bars: BarColumns,
  { fast, slow, cash: start, fee }: CrossoverRules,
): EngineOutcome {
  const { open, close, length } = bars;
  const equity = new Float64Array(length);
  let fastSum = 0;
  let slowSum = 0;
  let previousGap = 0;
  let cash = start;
  let quantity = 0;
  let fills = 0;
  let peak = start;
  let maxDrawdown = 0;
  let waiting = 0;
  for (let i = 0; i < length; i++) {
    const price = close[i]!;
    if (waiting !== 0) {
      const at = open[i]!;
      const size = waiting === 1 ? cash / (at * (1 + fee)) : -quantity;
      cash -= size * at + Math.abs(size) * at * fee;
      quantity += size;
      fills++;
      waiting = 0;
    }
    fastSum += i >= fast ? price - close[i - fast]! : price;
    slowSum += i >= slow ? price - close[i - slow]! : price;
    if (i >= slow - 1) {
      const gap = fastSum / fast - slowSum / slow;
      if (previousGap < 0 && gap > 0 && quantity === 0) waiting = 1;
      else if (previousGap > 0 && gap < 0 && quantity > 0) waiting = -1;
      previousGap = gap;
    }
    const value = cash + quantity * price;
    equity[i] = value;
    if (value > peak) peak = value;
    else if (1 - value / peak > maxDrawdown) maxDrawdown = 1 - value / peak;
  }
  return { equityFinal: equity[length - 1]!, maxDrawdown, fills };
}
