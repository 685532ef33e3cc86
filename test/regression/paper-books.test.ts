import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '#contract/services/trading';
import type { BookSide } from '#domain/market/order-book';
import { TRADE_TICK } from '#domain/market/tick-batch';
import { formatDecimal } from '#domain/values/decimal';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { SessionOrderList } from '#engine/session/session-order-list';
import type { LiveAccount } from '#engine/trading/live-account';
import type { Engine } from '#runtime/engine/create-engine';
import { allowEverything, openRunEngine, RUN_START } from '#test/support/strategy-run-engine';
import { turns } from '#test/support/streams/live-engine';

const SYMBOL = 'SIM:ACME';
const ACCOUNT = 'desk';

/** What an account was told, or asked to send, and when by the engine's clock. */
interface Told {
  readonly time: number;
  tell(account: LiveAccount, board: Engine['board']): void;
}

function send(account: LiveAccount, request: Partial<OrderRequest>): void {
  account.transact(() =>
    account.orders.submit({
      symbol: SYMBOL,
      side: 'buy',
      type: 'market',
      quantity: '100',
      timeInForce: 'gtc',
      nonce: '',
      acceptPrecautions: ['large-value', 'unusual-quantity', 'far-from-market'],
      ...request,
    }),
  );
}

/** What is sent in each tenth second, at the last price of then. */
const SCRIPT: readonly ((last: number) => Partial<OrderRequest>)[] = [
  () => ({ quantity: '2000' }),
  (last) => ({ type: 'limit', quantity: '300', limitPrice: (last * 0.9998).toFixed(2) }),
  (last) => ({ side: 'sell', type: 'stop', quantity: '500', stopPrice: (last * 0.9995).toFixed(2) }),
  () => ({ side: 'sell', quantity: '1200' }),
  (last) => ({
    side: 'sell',
    type: 'limit',
    timeInForce: 'ioc',
    quantity: '900',
    limitPrice: last.toFixed(2),
  }),
  (last) => ({ type: 'trailing-stop', quantity: '200', trailAmount: (last * 0.0005).toFixed(2) }),
];

async function openDesk() {
  const { engine, clock } = await openRunEngine({ clock: new SimulatedClock(RUN_START) });
  allowEverything(engine);
  engine.accounts.openPaper(ACCOUNT, '10000000', 'USD', { fills: 'books' });
  return { engine, clock, account: engine.accounts.findOpen(ACCOUNT)! };
}

function outcome({ journal }: Engine) {
  const list = new SessionOrderList(journal, ACCOUNT);
  const hash = list.digest();
  list.close();
  const fills = journal.store
    .fills(ACCOUNT, 1_000)
    .reverse()
    .map(({ eventTime, side, quantity, price }) =>
      [eventTime - RUN_START, side, formatDecimal(quantity), formatDecimal(price)].join(' '),
    );
  return { hash, fills };
}

/** Seventy seconds of the simulated market, its trades, quotes and books, with all that was told kept. */
async function tradedLive(): Promise<{ tape: Told[]; fills: readonly string[]; hash: string }> {
  const { engine, clock, account } = await openDesk();
  const { live, board } = engine;
  const tape: Told[] = [];
  const keep = (tell: Told['tell']): void => {
    tape.push({ time: clock.now(), tell });
  };
  live.addConsumer({
    name: 'tape',
    take: ({ length, kind, eventTime, price, bid, ask, size }) => {
      for (let row = 0; row < length; row++) {
        const last = kind[row] === TRADE_TICK ? price[row]! : Number.NaN;
        const tick = [eventTime[row]!, last, bid[row]!, ask[row]!, size[row]!] as const;
        const [time, , ...quote] = tick;
        keep((told, seen) => {
          const shown = last > 0 ? last : (tick[2] + tick[3]) / 2;
          seen.publish(seen.slot(SYMBOL), time, shown, ...quote);
          told.onTick(SYMBOL, ...tick);
        });
      }
    },
  });
  live.addBookConsumer((symbol, { bids, asks }, eventTime) => {
    const book = { bids: copied(bids), asks: copied(asks) };
    keep((told) => told.onBook(symbol, eventTime, book));
  });
  live.subscribe([SYMBOL]);
  for (let second = 1; second <= 70; second++) {
    clock.advance(1_000);
    await turns(3);
    const request = second % 10 === 0 ? SCRIPT[second / 10 - 1] : undefined;
    if (!request) continue;
    const terms = { ...request(board.last[board.slot(SYMBOL)]!), nonce: String(second) };
    keep((told) => send(told, terms));
    send(account, terms);
  }
  return { tape, ...outcome(engine) };
}

function copied({ length, price, size }: BookSide): BookSide {
  return { length, price: price.slice(0, length), size: size.slice(0, length) };
}

describe('a paper account where the live market tells its depth', () => {
  it('walks the book, and fills alike when the recorded ticks and books are played again', async () => {
    const { tape, fills, hash } = await tradedLive();
    // The first order of 2,000 is more than stands at the best price.
    const first = fills.filter((fill) => fill.includes(' buy ')).slice(0, 3);
    expect(new Set(first.map((fill) => fill.split(' ')[3])).size).toBeGreaterThan(1);
    expect(new Set(fills.map((fill) => fill.split(' ')[1]))).toEqual(new Set(['buy', 'sell']));

    const { engine, clock, account } = await openDesk();
    for (const { time, tell } of tape) {
      if (time > clock.now()) clock.advance(time - clock.now());
      tell(account, engine.board);
    }
    expect(outcome(engine)).toEqual({ fills, hash });
  });
});
