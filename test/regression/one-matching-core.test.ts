import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '#contract/services/trading';
import { allocateTicks, QUOTE_TICK, TRADE_TICK } from '#domain/market/tick-batch';
import { allocateQuotes, type QuoteColumns, type TradeColumns } from '#domain/market/tick-columns';
import type { ExitTemplate } from '#domain/orders/exit-template';
import { mapExits } from '#domain/orders/map-exits';
import type { Fill } from '#domain/orders/order';
import { PAPER_VENUE } from '#domain/orders/venue-profiles';
import type { OrderTerms, StrategyContext } from '#domain/strategies/sdk/strategy-context';
import { decimalFromNumber, formatDecimal } from '#domain/values/decimal';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { clientOrderId } from '#engine/journal/hashing';
import { intentPayload } from '#engine/journal/intent-payload';
import { SessionOrderList } from '#engine/session/session-order-list';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { TickFanOut } from '#engine/stream/tick-fan-out';
import { exitIntents } from '#engine/trading/exit-intents';
import { intentOfRequest } from '#engine/trading/order-request';
import { AccountKeeper } from '#runtime/accounts/account-keeper';
import { KnownInstruments } from '#runtime/accounts/known-instruments';
import { hasSharedData, sharedData } from '#test/support/golden-csv';
import { CONFIGURATION } from '#test/support/journal-at';
import { allowEverything } from '#test/support/strategy-run-engine';
import { tradeWalk } from '#test/support/synthetic-ticks';
import { openTestEngine } from '#test/support/test-engine';

// A coin's market never closes.
const SYMBOL = 'BTC-USD';
const CASH = 1_000_000;

const QUOTES = `${sharedData}prices/fx/EURUSD_ticks_2014-05-06_08.csv.gz`;
const QUOTE_COUNT = 6_000;

/** Ticks in one of two forms: trades, or quotes with the middle as their price. */
interface Tape {
  readonly length: number;
  /** What prices are rounded to, and what a distance of 0.01 of the script is here. */
  readonly step: number;
  readonly kind: typeof TRADE_TICK | typeof QUOTE_TICK;
  readonly input: { readonly trades: TradeColumns } | { readonly quotes: QuoteColumns };
  at(index: number): Tick;
}

interface Tick {
  readonly time: number;
  readonly last: number;
  readonly bid: number;
  readonly ask: number;
  readonly size: number;
}

function tapeOfTrades(trades: TradeColumns): Tape {
  return {
    length: trades.length,
    step: 0.01,
    kind: TRADE_TICK,
    input: { trades },
    at: (i) => ({
      time: trades.time[i]!,
      last: trades.price[i]!,
      bid: Number.NaN,
      ask: Number.NaN,
      size: trades.size[i]!,
    }),
  };
}

/** The first quotes of a file of them: date, bid, ask. */
function tapeOfQuotes(file: string): Tape {
  const lines = gunzipSync(readFileSync(file))
    .toString()
    .split('\n')
    .slice(1, QUOTE_COUNT + 1);
  const quotes = allocateQuotes(lines.length);
  for (const [i, line] of lines.entries()) {
    const [date = '', bid, ask] = line.split(',');
    quotes.time[i] = Date.parse(`${date}Z`);
    quotes.bid[i] = Number(bid);
    quotes.ask[i] = Number(ask);
    quotes.bidSize[i] = Number.NaN;
    quotes.askSize[i] = Number.NaN;
    quotes.sequence[i] = Number.NaN;
  }
  return {
    length: quotes.length,
    step: 0.00002,
    kind: QUOTE_TICK,
    input: { quotes },
    at: (i) => ({
      time: quotes.time[i]!,
      last: Number.NaN,
      bid: quotes.bid[i]!,
      ask: quotes.ask[i]!,
      size: 0,
    }),
  };
}

/** What is ordered once the tick of that number is known; prices are distances from it. */
interface Step {
  readonly after: number;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop' | 'market-if-touched' | 'trailing-stop';
  readonly quantity: number;
  /** Of the limit, the stop or the trail. */
  readonly distance?: number;
  readonly bracket?: { readonly takeProfit: number; readonly stopLoss: number };
  readonly exits?: ExitTemplate;
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
  {
    after: 1_100,
    side: 'buy',
    type: 'market',
    quantity: 30,
    exits: {
      targets: [
        { distance: 0.04, share: 1 / 3 },
        { distance: 0.06, share: 1 / 3 },
        { distance: 0.2, share: 1 / 3 },
      ],
      stop: { distance: 0.05 },
      breakEven: { after: 0.03, offset: 0.01 },
    },
  },
  { after: 1_400, side: 'sell', type: 'market-if-touched', quantity: 2, distance: 0.05 },
  { after: 1_500, side: 'sell', type: 'trailing-stop', quantity: 4, distance: 0.07 },
  {
    after: 1_600,
    side: 'sell',
    type: 'market',
    quantity: 9,
    exits: {
      targets: [{ distance: 0.05, share: 0.5 }],
      trail: { distance: 0.06 },
      breakEven: { after: 0.02, offset: 0.01 },
    },
  },
  { after: 1_900, side: 'sell', type: 'market', quantity: 1 },
];

/** A price that is so far from another, on the tape's grid. */
function priceAt({ step }: Tape, from: number, distance = 0): number {
  return Math.round((from + (distance / 0.01) * step) * 1e5) / 1e5;
}

/** Distances of the script on the tape's grid. */
function exitsOn<To>(tape: Tape, exits: ExitTemplate, put: (amount: number) => To): ExitTemplate<To> {
  return mapExits(exits, (distance) => put(priceAt(tape, 0, distance)), put);
}

/** Price that a strategy sees of a tick. */
function lastOf({ last, bid, ask }: Tick): number {
  return last > 0 ? last : (bid + ask) / 2;
}

/** What a run is held against: fills as text, and the hash of the order list. */
interface Outcome {
  readonly fills: readonly string[];
  readonly hash: string;
}

function fillText({ eventTime, side, quantity, price, fee }: Fill): string {
  return `${eventTime} ${side} ${formatDecimal(quantity)} @ ${formatDecimal(price)} fee ${formatDecimal(fee)}`;
}

/** A backtest on the ticks. */
function byBacktest(tape: Tape): Outcome {
  const fills: string[] = [];
  let tick = -1;
  const act = (context: StrategyContext): void => {
    tick += 1;
    for (const { after, side, quantity, type, distance = 0, bracket, exits } of SCRIPT) {
      if (after !== tick) continue;
      const price = context.last;
      const terms: OrderTerms = {
        type,
        ...(type === 'limit' ? { limit: priceAt(tape, price, distance) } : {}),
        ...(type === 'stop' || type === 'market-if-touched' ? { stop: priceAt(tape, price, distance) } : {}),
        ...(type === 'trailing-stop' ? { trailAmount: priceAt(tape, 0, distance) } : {}),
        ...(bracket
          ? {
              bracket: {
                takeProfit: priceAt(tape, price, bracket.takeProfit),
                stopLoss: priceAt(tape, price, bracket.stopLoss),
              },
            }
          : {}),
        ...(exits ? { exits: exitsOn(tape, exits, (amount) => amount) } : {}),
      };
      context[side]({ quantity }, terms);
    }
  };
  const run = new AccountRun({
    instruments: [{ symbol: SYMBOL, series: [], ...tape.input }],
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

function requestOf(tape: Tape, step: Step, price: number): OrderRequest {
  const { after, side, type, quantity, distance = 0, bracket, exits } = step;
  const at = (from: number): string => String(priceAt(tape, price, from));
  return {
    symbol: SYMBOL,
    side,
    type,
    quantity: String(quantity),
    timeInForce: 'gtc',
    nonce: String(after),
    ...(type === 'limit' ? { limitPrice: at(distance) } : {}),
    ...(type === 'stop' || type === 'market-if-touched' ? { stopPrice: at(distance) } : {}),
    ...(type === 'trailing-stop' ? { trailAmount: String(priceAt(tape, 0, distance)) } : {}),
    ...(bracket ? { bracket: { takeProfit: at(bracket.takeProfit), stopLoss: at(bracket.stopLoss) } } : {}),
    ...(exits ? { exits: exitsOn(tape, exits, (amount) => formatDecimal(decimalFromNumber(amount))) } : {}),
  };
}

/** The desk of a replay on the simulated venue, tick by tick. */
async function byReplay(tape: Tape): Promise<Outcome> {
  const clock = new SimulatedClock(tape.at(0).time - 1);
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
  for (; cursor < tape.length; cursor++) {
    const tick = tape.at(cursor);
    const { time, last, bid, ask, size } = tick;
    desk.onTick(SYMBOL, time, last, bid, ask, size);
    for (const step of SCRIPT) {
      if (step.after !== cursor) continue;
      const request = requestOf(tape, step, lastOf(tick));
      const intent = intentOfRequest(request, account);
      const id = send(intent, time);
      const facts = { price: decimalFromNumber(lastOf(tick)), tick: 1n, step: 1n };
      for (const exit of exitIntents(intent, id, request, facts)) send(exit, time);
    }
    if (journal.hasPending) journal.commit();
  }
  const hash = list.digest();
  list.close();
  expect(new SessionOrderList(journal, account).digest()).toBe(hash);
  return { fills: journal.store.fills(account, 1_000).reverse().map(fillText), hash };
}

/** A paper account: orders through the room of every order, ticks through the fan-out of live prices. */
async function byPaper(tape: Tape): Promise<Outcome> {
  const clock = new SimulatedClock(tape.at(0).time - 1);
  const engine = await openTestEngine({ clock });
  allowEverything(engine);
  const { journal, roles, board, stores } = engine;
  const failures: unknown[] = [];
  const fanOut = new TickFanOut((_consumer, error) => failures.push(error));
  const keeper = new AccountKeeper({
    journal,
    documents: stores.documents,
    market: stores.market,
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
  for (let i = 0; i < tape.length; i++) {
    const tick = tape.at(i);
    const { time, last, bid, ask, size } = tick;
    const price = lastOf(tick);
    clock.advance(time - clock.now());
    board.publish(slot, time, price, bid, ask, size);
    batch.length = 1;
    batch.slot[0] = slot;
    batch.kind[0] = tape.kind;
    batch.eventTime[0] = time;
    batch.price[0] = last;
    batch.size[0] = size;
    batch.bid[0] = bid;
    batch.ask[0] = ask;
    fanOut.publish(batch);
    for (const step of SCRIPT)
      if (step.after === i) trading.transact(() => trading.orders.submit(requestOf(tape, step, price)));
  }
  expect(failures).toEqual([]);
  const hash = list.digest();
  list.close();
  keeper.close();
  return { fills: journal.store.fills(account, 1_000).reverse().map(fillText), hash };
}

async function expectAlike(tape: Tape, fillsMin: number): Promise<void> {
  const backtest = byBacktest(tape);
  expect(backtest.fills.length).toBeGreaterThanOrEqual(fillsMin);
  const replay = await byReplay(tape);
  expect(replay.fills).toEqual(backtest.fills);
  expect(replay.hash).toBe(backtest.hash);
  const paper = await byPaper(tape);
  expect(paper.fills).toEqual(backtest.fills);
  expect(paper.hash).toBe(backtest.hash);
}

describe('the same ticks and the same orders fill alike in a backtest, in a replay and on paper', () => {
  it.each([1, 2, 3])('on trades, to the hash of the order list (seed %i)', (seed) =>
    expectAlike(tapeOfTrades(tradeWalk(2_500, seed)), SCRIPT.length),
  );

  it.skipIf(!hasSharedData)('on quotes of a file, to the hash of the order list', () =>
    expectAlike(tapeOfQuotes(QUOTES), 8),
  );

  it('and are charged what the plan says, to the unit', () => {
    const [first] = byBacktest(tapeOfTrades(tradeWalk(200))).fills;
    expect(first).toMatch(/ buy 10 @ \d+(\.\d+)? fee 1$/);
  });
});
