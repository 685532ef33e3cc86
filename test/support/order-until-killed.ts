/**
 * Places, changes and cancels orders without end, in a data folder and through the exchange of the process that started
 * it, telling that process every order it was answered for. Started by the test that kills it:
 * `node order-until-killed.ts FOLDER SEED`.
 */
import { createSeededRandom } from '#domain/values/seeded-random';
import type { BrokerConnection, BrokerSink } from '#engine/ports/broker';
import { ACCOUNT, startTradingProcess } from '#test/simulation/orders/trading-process';
import { createHurriedClock } from './brokers/hurried-clock.ts';
import { D } from './brokers/quiet-account.ts';

/** What comes from the exchange. */
type Told =
  | { readonly kind: 'event'; readonly event: Parameters<BrokerSink['event']>[0] }
  | { readonly kind: 'answer'; readonly number: number; readonly answer: unknown };

const [folder = '', seed = '1'] = process.argv.slice(2);
const random = createSeededRandom(Number(seed));
const waiting = new Map<number, (answer: unknown) => void>();
let sink: BrokerSink | undefined;
let questions = 0;

const say = (message: object): void => void process.send?.(message);
const ask = <Answer>(question: string, input: unknown): Promise<Answer> =>
  new Promise((resolve) => {
    questions += 1;
    waiting.set(questions, (answer) => resolve(answer as Answer));
    say({ kind: 'question', number: questions, question, input });
  });
const connection: BrokerConnection = {
  submit: (order) => say({ kind: 'submit', order }),
  cancel: (order) => say({ kind: 'cancel', order }),
  replace: (order, change) => say({ kind: 'replace', order, change }),
  order: (order) => ask('order', order),
  openOrders: () => ask('openOrders', null),
  fills: (since) => ask('fills', since),
  positions: () => ask('positions', null),
  balances: () => ask('balances', null),
  close: () => undefined,
};
process.on('message', (told: Told) => {
  if (told.kind === 'event') sink?.event(told.event);
  else waiting.get(told.number)?.(told.answer);
});

const clock = createHurriedClock(50);
const { trading, journal } = startTradingProcess({
  folder,
  clock,
  open: (opening) => {
    sink = opening;
    return connection;
  },
  wrap: (store) => store,
  synchronous: 'FULL',
  prices: new Map([['AAA', 100]]),
  startingCash: D('10000000'),
  knowsLastDays: true,
});
sink?.state({ kind: 'ready', sinceTime: clock.now() });
say({ kind: 'ready' });
for (let count = 1; ; count++) {
  await new Promise((resolve) => setImmediate(resolve));
  const open = journal.projection.openOrders(ACCOUNT);
  const chosen = open[random.nextInteger(0, Math.max(0, open.length - 1))];
  const dice = random.next();
  try {
    if (chosen && dice < 0.25) trading.transact(() => trading.orders.cancel(chosen.clientOrderId));
    else if (chosen && dice < 0.4)
      trading.transact(() =>
        trading.orders.replace(chosen.clientOrderId, { quantity: chosen.quantity + D('1') }, [
          'unusual-quantity',
        ]),
      );
    else {
      const order = trading.transact(() =>
        trading.orders.submit({
          symbol: 'AAA',
          side: dice < 0.75 ? 'buy' : 'sell',
          type: 'limit',
          limitPrice: String(random.nextInteger(97, 103)),
          quantity: String(random.nextInteger(1, 9)),
          timeInForce: 'gtc',
          nonce: `${seed}-${count}`,
          acceptPrecautions: ['unusual-quantity', 'large-value'],
        }),
      );
      say({ kind: 'told', id: order.clientOrderId });
    }
  } catch {
    // Refused: nothing was promised.
    await clock.sleep(50);
  }
}
