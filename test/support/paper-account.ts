import type { OrderRequest } from '#contract/services/trading';
import type { Clock } from '#engine/ports/clock';
import type { PaperTerms } from '#runtime/accounts/paper-terms';
import type { EngineOptions } from '#runtime/engine/create-engine';
import { allowEverything } from './strategy-run-engine.ts';
import { openTestEngine } from './test-engine.ts';

const ACCOUNT = 'desk';

/** An engine at `time` with one account on paper, told its prices by the test. What was there already is taken up. */
export async function openPaperAccount(
  time: string,
  terms: PaperTerms = {},
  options: Partial<EngineOptions> = {},
) {
  let now = Date.parse(time);
  // Days go by in a step: no timer of the engine goes off on the way.
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after: () => () => undefined,
    every: () => () => undefined,
    sleep: () => Promise.resolve(),
  };
  const engine = await openTestEngine({ ...options, clock });
  const { accounts, board, journal } = engine;
  accounts.restore();
  allowEverything(engine);
  if (!accounts.findOpen(ACCOUNT)) accounts.openPaper(ACCOUNT, '100000', 'USD', terms);
  const trading = accounts.findOpen(ACCOUNT)!;
  let requests = 0;
  /** A trade at this price, told now. */
  const tick = (symbol: string, price: number, size = 1_000_000): void => {
    board.publish(board.slot(symbol), clock.now(), price, Number.NaN, Number.NaN, size);
    trading.onTick(symbol, clock.now(), price, Number.NaN, Number.NaN, size);
  };
  return {
    engine,
    trading,
    tick,
    /** Time goes on to a moment. */
    at: (moment: string): void => {
      now = Date.parse(moment);
    },
    pass: (ms: number): void => {
      now += ms;
    },
    send: (change: Partial<OrderRequest>) =>
      trading.transact(() =>
        trading.orders.submit({
          symbol: 'AAPL',
          side: 'buy',
          type: 'market',
          quantity: '10',
          timeInForce: 'day',
          nonce: `n${++requests}-${clock.now()}`,
          acceptPrecautions: ['large-value', 'unusual-quantity', 'far-from-market'],
          ...change,
        }),
      ),
    order: (id: string) => journal.projection.order(id) ?? journal.store.order(id),
    press: (nonce = 'press') => ({ reason: 'test', nonce, clock }),
  };
}
