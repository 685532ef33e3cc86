import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '#contract/services/trading';
import { allocateTicks, TRADE_TICK } from '#domain/market/tick-batch';
import type { TradeColumns } from '#domain/market/tick-columns';
import type { Fill } from '#domain/orders/order';
import { PAPER_VENUE } from '#domain/orders/venue-profiles';
import type { OrderTerms, StrategyContext } from '#domain/strategies/sdk/strategy-context';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { clientOrderId } from '#engine/journal/hashing';
import { intentPayload } from '#engine/journal/intent-payload';
import { SessionOrderList } from '#engine/session/session-order-list';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { TickFanOut } from '#engine/stream/tick-fan-out';
import { exitsOf, intentOfRequest } from '#engine/trading/order-request';
import { AccountKeeper } from '#runtime/account-keeper';
import { KnownInstruments } from '#runtime/known-instruments';
import { CONFIGURATION } from '#test/support/journal-at';
import { allowEverything } from '#test/support/strategy-run-engine';
import { tradeWalk } from '#test/support/synthetic-ticks';
import { openTestEngine } from '#test/support/test-engine';

const SYMBOL = 'WALK';
const CASH = 1_000_000;

/** What is ordered once the trade of that number is known; prices are distances from it. */
interface Step {
  readonly after: number;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop' | 'market-if-touched' | 'trailing-stop';
  readonly quantity: number;
  /** Of the limit, the stop or the trail. */
  readonly distance?: number;
  readonly bracket?: { readonly takeProfit: number; readonly stopLoss: number };
}

const SCRIPT: readonly Step[] = [
  { after: 10, side: 'buy', type: 'market', quantity: 10 },
  { after: 60, side: 'buy', type: 'limit', quantity: 7, distance: -0.05 },
  { after: 61, side: 'sell', type: 'limit', quantity: 3, distance: 0.04 },
  { after: 300, side: 'sell', type: 'stop', quantity: 5, distance: -0.06 },
  { after: 500, side: 'buy', type: 'market', quantity: 20, bracket: { takeProfit: 0.08, stopLoss: -0.08 } },
  {
    after: 900,
    side: 'buy',
    type: 'limit',
    quantity: 12,
    distance: -0.03,
    bracket: { takeProfit: 0.05, stopLoss: -0.3 },
  },
  { after: 1_400, side: 'sell', type: 'market-if-touched', quantity: 2, distance: 0.05 },
  { after: 1_500, side: 'sell', type: 'trailing-stop', quantity: 4, distance: 0.07 },
  { after: 1_900, side: 'sell', type: 'market', quantity: 1 },
];

const cents = (price: number): number => Math.round(price * 100) / 100;

/** What a run is held against: fills as text, and the hash of the order list. */
interface Outcome {
  readonly fills: readonly string[];
  readonly hash: string;
}

function fillText({ eventTime, side, quantity, price, fee }: Fill): string {
  return `${eventTime} ${side} ${formatDecimal(quantity)} @ ${formatDecimal(price)} fee ${formatDecimal(fee)}`;
}

/** A backtest on the ticks. */
function byBacktest(trades: TradeColumns): Outcome {
  const fills: string[] = [];
  let tick = -1;
  const act = (context: StrategyContext): void => {
    tick += 1;
    for (const { after, side, quantity, type, distance = 0, bracket } of SCRIPT) {
      if (after !== tick) continue;
      const price = context.last;
      const terms: OrderTerms = {
        type,
        ...(type === 'limit' ? { limit: cents(price + distance) } : {}),
        ...(type === 'stop' || type === 'market-if-touched' ? { stop: cents(price + distance) } : {}),
        ...(type === 'trailing-stop' ? { trailAmount: distance } : {}),
        ...(bracket
          ? {
              bracket: {
                takeProfit: cents(price + bracket.takeProfit),
                stopLoss: cents(price + bracket.stopLoss),
              },
            }
          : {}),
      };
      context[side]({ quantity }, terms);
    }
  };
  const run = new AccountRun({
    instruments: [{ symbol: SYMBOL, series: [], trades }],
    account: { cash: CASH, costs: PAPER_VENUE.costs, closeAtEnd: 'none' },
    parameters: {},
    strategy: {
      name: 'script',
      onTick: act,
      onFill: (_context, _memory, { time, side, quantity, price, fee }) => {
        fills.push(`${time} ${side} ${quantity} @ ${price} fee ${fee}`);
      },
    },
  });
  while (!run.advance(10_000));
  return { fills, hash: run.desk.hash.digest() };
}

function requestOf(step: Step, price: number): OrderRequest {
  const { after, side, type, quantity, distance = 0, bracket } = step;
  const at = (from: number): string => String(cents(price + from));
  return {
    symbol: SYMBOL,
    side,
    type,
    quantity: String(quantity),
    timeInForce: 'gtc',
    nonce: String(after),
    ...(type === 'limit' ? { limitPrice: at(distance) } : {}),
    ...(type === 'stop' || type === 'market-if-touched' ? { stopPrice: at(distance) } : {}),
    ...(type === 'trailing-stop' ? { trailAmount: String(distance) } : {}),
    ...(bracket ? { bracket: { takeProfit: at(bracket.takeProfit), stopLoss: at(bracket.stopLoss) } } : {}),
  };
}

/** The desk of a replay on the simulated venue, tick by tick. */
async function byReplay(trades: TradeColumns): Promise<Outcome> {
  const clock = new SimulatedClock(trades.time[0]! - 1);
  const { journal, roles } = await openTestEngine({ clock });
  const account = 'replay-account';
  journal.record({
    kind: 'SessionStarted',
    payload: { sessionId: 'replay', account, configuration: { ...CONFIGURATION, cash: String(CASH) } },
    eventTime: clock.now(),
    source: 'person',
    session: { id: 'replay', cursor: 0 },
  });
  let cursor = 0;
  const list = new SessionOrderList(journal, account);
  const desk = roles.execution.open({ account, session: { id: 'replay', cursor: () => cursor } });
  const send = (intent: ReturnType<typeof intentOfRequest>, eventTime: number): string => {
    const id = clientOrderId(intent);
    journal.add({
      kind: 'OrderIntended',
      payload: { clientOrderId: id, intent: intentPayload(intent) },
      eventTime,
      source: 'person',
      correlationId: id,
    });
    desk.submit({ intent, clientOrderId: id, verdictId: 'none', '~approved': true }, eventTime);
    return id;
  };
  for (; cursor < trades.length; cursor++) {
    const [time, price] = [trades.time[cursor]!, trades.price[cursor]!];
    desk.onTick(SYMBOL, time, price, Number.NaN, Number.NaN, trades.size[cursor]!);
    for (const step of SCRIPT) {
      if (step.after !== cursor) continue;
      const request = requestOf(step, price);
      const intent = intentOfRequest(request, account);
      const id = send(intent, time);
      for (const exit of request.bracket ? exitsOf(intent, id, request.bracket) : []) send(exit, time);
    }
    if (journal.hasPending) journal.commit();
  }
  const hash = list.digest();
  list.close();
  expect(new SessionOrderList(journal, account).digest()).toBe(hash);
  return { fills: journal.store.fills(account, 1_000).reverse().map(fillText), hash };
}

/** A paper account: orders through the room of every order, ticks through the fan-out of live prices. */
async function byPaper(trades: TradeColumns): Promise<Outcome> {
  const clock = new SimulatedClock(trades.time[0]! - 1);
  const engine = await openTestEngine({ clock });
  allowEverything(engine);
  const { journal, roles, board, stores } = engine;
  const failures: unknown[] = [];
  const fanOut = new TickFanOut((_consumer, error) => failures.push(error));
  const keeper = new AccountKeeper({
    journal,
    documents: stores.documents,
    secrets: engine.secrets,
    brokers: engine.brokers,
    roles,
    board,
    instruments: new KnownInstruments(stores.market),
    settings: () => engine.settings.current.get(),
    clock,
    keeper: engine.keeper,
    addConsumer: (consumer) => fanOut.add(consumer),
    tell: (_severity, title, text) => failures.push(`${title}: ${text}`),
    onChange: () => undefined,
  });
  keeper.restore();
  const account = 'paper-account';
  keeper.openPaper(account, String(CASH), 'USD');
  const list = new SessionOrderList(journal, account);
  const { trading } = keeper.requireOpen(account);
  const slot = board.slot(SYMBOL);
  const batch = allocateTicks(1);
  for (let i = 0; i < trades.length; i++) {
    const [time, price, size] = [trades.time[i]!, trades.price[i]!, trades.size[i]!];
    clock.advance(time - clock.now());
    board.publish(slot, time, price, Number.NaN, Number.NaN, size);
    batch.length = 1;
    batch.slot[0] = slot;
    batch.kind[0] = TRADE_TICK;
    batch.eventTime[0] = time;
    batch.price[0] = price;
    batch.size[0] = size;
    batch.bid[0] = Number.NaN;
    batch.ask[0] = Number.NaN;
    fanOut.publish(batch);
    for (const step of SCRIPT)
      if (step.after === i) trading.transact(() => trading.orders.submit(requestOf(step, price)));
  }
  expect(failures).toEqual([]);
  const hash = list.digest();
  list.close();
  keeper.close();
  return { fills: journal.store.fills(account, 1_000).reverse().map(fillText), hash };
}

describe('the same ticks and the same orders', () => {
  it.each([1, 2, 3])(
    'fill alike in a backtest, in a replay and on paper, to the hash of the order list (seed %i)',
    async (seed) => {
      const trades = tradeWalk(2_500, seed);
      const backtest = byBacktest(trades);
      // Every kind of order has filled, exits of brackets among them.
      expect(backtest.fills.length).toBeGreaterThanOrEqual(SCRIPT.length);
      const replay = await byReplay(trades);
      expect(replay.fills).toEqual(backtest.fills);
      expect(replay.hash).toBe(backtest.hash);
      const paper = await byPaper(trades);
      expect(paper.fills).toEqual(backtest.fills);
      expect(paper.hash).toBe(backtest.hash);
    },
  );

  it('are of exact amounts: a fee is the plan’s, to the unit', () => {
    const [first] = byBacktest(tradeWalk(200)).fills;
    expect(first).toMatch(/ buy 10 @ \d+(\.\d+)? fee 1$/);
    expect(parseDecimal('1')).toBe(100_000_000n);
  });
});
