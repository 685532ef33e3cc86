import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSeededRandom } from '#domain/values/seeded-random';
import type { BrokerEvent, BrokerOrder, BrokerOrderRef, BrokerSink } from '#engine/ports/broker';
import { createHurriedClock } from '#test/support/brokers/hurried-clock';
import { D } from '#test/support/brokers/quiet-account';
import { temporaryFolder } from '#test/support/temporary-folder';
import {
  checkAcknowledged,
  checkAtRest,
  checkJournal,
  checkStep,
  checkVerdicts,
  noViolations,
} from './orders/invariants.ts';
import { SeededExchange } from './orders/seeded-exchange.ts';
import { startTradingProcess } from './orders/trading-process.ts';

const KILLS = 6;

type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'told'; readonly id: string }
  | { readonly kind: 'submit'; readonly order: BrokerOrder }
  | { readonly kind: 'cancel'; readonly order: BrokerOrderRef }
  | { readonly kind: 'replace'; readonly order: BrokerOrderRef; readonly change: object }
  | {
      readonly kind: 'question';
      readonly number: number;
      readonly question: string;
      readonly input: unknown;
    };

/** An exchange that outlives every process that trades on it. */
function openExchange(seed: number) {
  const exchange = new SeededExchange({
    random: createSeededRandom(seed),
    now: () => Date.now(),
    cash: D('10000000'),
    prices: new Map([['AAA', 100]]),
    tellsFeesLate: false,
  });
  const sent = new Map<string, number>();
  const answer = ({ question, input }: Extract<Said, { kind: 'question' }>): unknown => {
    if (question === 'order') return exchange.order(input as BrokerOrderRef);
    if (question === 'fills') return exchange.fills(input as number);
    if (question === 'openOrders') return exchange.openOrders();
    return question === 'positions' ? exchange.positions() : exchange.balances();
  };
  /** Answers the event that goes back. */
  const take = (said: Said): BrokerEvent | null => {
    if (said.kind === 'submit') {
      const { clientOrderId } = said.order;
      sent.set(clientOrderId, (sent.get(clientOrderId) ?? 0) + 1);
      return exchange.submit(said.order);
    }
    if (said.kind === 'cancel') return exchange.cancel(said.order);
    return said.kind === 'replace' ? exchange.replace(said.order, said.change) : null;
  };
  return { exchange, sent, answer, take };
}

// Would catch: an order acknowledged, sent or filled that a killed process does not know, or sends again, when it is back.
it('loses and doubles nothing when the process that trades is killed again and again', async () => {
  const seed = 11;
  const random = createSeededRandom(seed);
  const folder = temporaryFolder();
  const { exchange, sent, answer, take } = openExchange(seed);
  const told = new Set<string>();
  const found = noViolations();
  for (let kill = 1; kill <= KILLS; kill++) {
    const child = fork('test/support/order-until-killed.ts', [folder, String(kill)], {
      serialization: 'advanced',
    });
    const closed = once(child, 'exit');
    const say = (message: object): void => {
      if (child.connected) child.send(message, () => undefined);
    };
    exchange.listener = (event) => say({ kind: 'event', event });
    const ready = new Promise<void>((resolve) => {
      child.on('message', (said: Said) => {
        if (said.kind === 'ready') resolve();
        else if (said.kind === 'told') told.add(said.id);
        else if (said.kind === 'question') say({ kind: 'answer', number: said.number, answer: answer(said) });
        else {
          const event = take(said);
          if (event) say({ kind: 'event', event });
        }
      });
    });
    await Promise.race([ready, closed]);
    const until = performance.now() + random.nextInteger(50, 600);
    while (performance.now() < until) {
      exchange.move('AAA', random.nextInteger(98, 102));
      await sleep(5);
    }
    child.kill('SIGKILL');
    await closed;
  }

  let sink: BrokerSink | undefined;
  const hear = (event: BrokerEvent | null): void => {
    if (event) sink?.event(event);
  };
  exchange.listener = hear;
  const clock = createHurriedClock(50);
  const last = startTradingProcess({
    folder,
    clock,
    open: (opening) => {
      sink = opening;
      return {
        submit: (order) => hear(take({ kind: 'submit', order })),
        cancel: (order) => hear(take({ kind: 'cancel', order })),
        replace: (order, change) => hear(take({ kind: 'replace', order, change })),
        order: async (order) => exchange.order(order),
        openOrders: async () => exchange.openOrders(),
        fills: async (since) => exchange.fills(since),
        positions: async () => exchange.positions(),
        balances: async () => exchange.balances(),
        close: () => undefined,
      };
    },
    wrap: (store) => store,
    synchronous: 'FULL',
    prices: exchange.prices,
    startingCash: D('10000000'),
    knowsLastDays: true,
  });
  checkJournal(last, found);
  checkAcknowledged(last, told, new Set(), found);
  sink?.state({ kind: 'ready', sinceTime: clock.now() });
  await expect
    .poll(() => last.broker.state.get().reconciliation?.unknown.length, { timeout: 30_000 })
    .toBe(0);
  await sleep(1_500);
  checkStep(last, exchange, sent, found);
  checkVerdicts(last, sent.keys(), found);
  checkJournal(last, found);
  checkAtRest(last, exchange, found);
  last.broker.close();
  last.end();
  expect(told.size).toBeGreaterThan(20);
  expect(exchange.fillsMade.length).toBeGreaterThan(10);
  expect(found, `seed ${seed}`).toEqual(noViolations());
}, 120_000);
