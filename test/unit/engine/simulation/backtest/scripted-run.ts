import { type Bar, barsFromRows } from '#domain/market/bar';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import type { FillView, StrategyContext } from '#domain/strategies/sdk/strategy-context';
import { createSeededRandom, type SeededRandom } from '#domain/values/seeded-random';
import type {
  AccountTerms,
  ExchangeRates,
  InstrumentInput,
} from '#engine/simulation/backtest/account-request';
import { AccountRun } from '#engine/simulation/backtest/account-run';

export const DAY = 86_400_000;

/** A daily bar: open, high, low, close, volume. */
export type Row = readonly [number, number, number, number, number?];

export function dailyBars(rows: readonly Row[], start = 0): readonly Bar[] {
  return rows.map(([open, high, low, close, volume = 1_000], i) => ({
    time: (start + i) * DAY,
    open,
    high,
    low,
    close,
    volume,
  }));
}

export function instrument(
  symbol: string,
  bars: readonly Bar[],
  more: Partial<InstrumentInput> = {},
): InstrumentInput {
  return { symbol, series: [{ timeframe: '1d', bars: barsFromRows(bars) }], ...more };
}

export function randomBars(seed: number, count: number, start = 0): readonly Bar[] {
  const random = createSeededRandom(seed);
  let price = 20 + random.next() * 100;
  const cents = (value: number) => Math.max(0.01, Math.round(value * 100) / 100);
  const rows = Array.from({ length: count }, (): Row => {
    const open = cents(price * (1 + 0.01 * random.nextNormal()));
    const close = cents(open * (1 + 0.02 * random.nextNormal()));
    price = close;
    const high = cents(Math.max(open, close) * (1 + 0.01 * random.next()));
    return [
      open,
      Math.max(high, open, close),
      cents(Math.min(open, close) * (1 - 0.01 * random.next())),
      close,
    ];
  });
  return dailyBars(rows, start);
}

export interface ScriptedRun {
  readonly run: AccountRun;
  readonly fills: readonly (FillView & { readonly decidedAt: number })[];
}

/** Runs what `act` does at every closed bar to its end, and tells the fills. */
export function runScript(
  instruments: readonly InstrumentInput[],
  act: (context: StrategyContext) => void,
  options: {
    account?: Partial<AccountTerms>;
    rates?: readonly ExchangeRates[];
    portion?: number;
    tick?: boolean;
  } = {},
): ScriptedRun {
  const fills: (FillView & { decidedAt: number })[] = [];
  const decided = new Map<number, number>();
  const spy = (context: StrategyContext): StrategyContext =>
    new Proxy(context, {
      get(target, key) {
        const value = Reflect.get(target, key, target) as unknown;
        if (typeof value !== 'function') return value;
        if (key !== 'buy' && key !== 'sell' && key !== 'closePosition')
          return (...given: unknown[]) => (value as (...all: unknown[]) => unknown).apply(target, given);
        return (...given: unknown[]) => {
          const id = (value as (...all: unknown[]) => number).apply(target, given);
          decided.set(id, target.now);
          return id;
        };
      },
    });
  const strategy: StrategyModule = {
    name: 'script',
    [options.tick ? 'onTick' : 'onBar']: (context: StrategyContext) => act(spy(context)),
    onFill: (_context, _memory, fill) => {
      fills.push({ ...fill, decidedAt: decided.get(fill.orderId) ?? Number.NaN });
    },
  };
  const run = new AccountRun({
    instruments,
    account: { cash: 10_000, closeAtEnd: 'none', ...options.account },
    rates: options.rates ?? [],
    strategy,
    parameters: {},
  });
  while (!run.advance(options.portion ?? 10_000));
  return { run, fills };
}

/** Random orders of every kind, the same for the same seed and place. */
export function randomTrader(seed: number): (context: StrategyContext) => void {
  const orders: number[] = [];
  return (context) => {
    const random: SeededRandom = createSeededRandom(
      seed * 7_919 + context.bars * 31 + context.symbol.charCodeAt(0),
    );
    if (random.next() > 0.5) return;
    const price = context.close();
    const near = (spread: number) => Math.round(price * (1 + spread * random.nextNormal()) * 100) / 100;
    const type = (['market', 'limit', 'stop', 'stop-limit', 'market-on-close'] as const)[
      Math.floor(random.next() * 5)
    ]!;
    const terms = {
      type,
      limit: Math.max(0.01, near(0.02)),
      stop: Math.max(0.01, near(0.02)),
      timeInForce: random.next() < 0.5 ? ('day' as const) : ('gtc' as const),
      ...(random.next() < 0.3
        ? { bracket: { takeProfit: Math.max(0.01, price * 1.03), stopLoss: Math.max(0.01, price * 0.97) } }
        : {}),
      ...(random.next() < 0.2 ? { oneCancelsOther: `pair ${context.bars % 3}` } : {}),
    };
    const size =
      random.next() < 0.3
        ? { percentOfEquity: random.next() * 60 }
        : { quantity: Math.round(random.next() * 3_000) / 100 };
    const way = random.next();
    if (way < 0.45) orders.push(context.buy(size, terms));
    else if (way < 0.8) orders.push(context.sell(size, terms));
    else if (way < 0.95) context.closePosition();
    else context.cancel(orders[Math.floor(random.next() * orders.length)] ?? 0);
  };
}
