import type { SeededRandom } from '#domain/values/seeded-random';
import type { SimulatedClock } from '#engine/clock/simulated-clock';
import type { BrokerConnection, BrokerEvent, BrokerSink, BrokerState } from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';
import { NumberedExchange } from './numbered-exchange.ts';
import type { SeededExchange } from './seeded-exchange.ts';

/** How often, 0 to 1, and for how long, ms, the network does what it should not. */
export interface LineFaults {
  dropped: number;
  repeated: number;
  delayMsMax: number;
}

/** A connection gives up waiting for an answer after so long. */
const TIMEOUT_MS = 15_000;
/** How often a command is stuck on its way, and for how long at most: longer than its sender waits. */
const STUCK = 0.06;
const STUCK_MS_MAX = 20_000;

/**
 * The connection of one engine process to the exchange: every message takes a time of its own, so that they overtake one
 * another, and may be lost or come twice. What a dead process sent still arrives; what is said to it is not heard.
 */
export class FaultyLine {
  isCut = false;
  /** How often an order of each id was sent, by any process. */
  readonly sent = new Map<string, number>();
  /** How many commands about an order were given, by any process. */
  readonly commands = new Map<string, number>();
  readonly faults: LineFaults;
  readonly #exchange: SeededExchange;
  readonly #clock: SimulatedClock;
  readonly #random: SeededRandom;
  readonly #knowsOurIds: boolean;
  #numbered: NumberedExchange | undefined;
  #sink: BrokerSink | undefined;
  #isAlive: () => boolean = () => false;

  constructor(
    exchange: SeededExchange,
    {
      clock,
      random,
      faults,
      knowsOurIds,
    }: {
      readonly clock: SimulatedClock;
      readonly random: SeededRandom;
      readonly faults: LineFaults;
      /** Whether the exchange keeps the ids that we give orders. */
      readonly knowsOurIds: boolean;
    },
  ) {
    this.#exchange = exchange;
    this.#clock = clock;
    this.#random = random;
    this.faults = faults;
    this.#knowsOurIds = knowsOurIds;
    exchange.listener = (event) => this.#tell(event);
  }

  /** The line ends: what is under way is lost, and commands are unsent until it is back. */
  cut(): void {
    this.isCut = true;
    this.#state({ kind: 'waiting', retryTime: this.#clock.now(), reason: 'the line was cut' });
  }

  mend(): void {
    this.isCut = false;
    this.#state({ kind: 'ready', sinceTime: this.#clock.now() });
  }

  /** `onSent` is told when a command has left; it may kill the process. */
  open(sink: BrokerSink, isAlive: () => boolean, onSent: () => void): BrokerConnection {
    this.#sink = sink;
    this.#isAlive = isAlive;
    const exchange = this.#knowsOurIds ? this.#exchange : new NumberedExchange(this.#exchange);
    this.#numbered = exchange instanceof NumberedExchange ? exchange : undefined;
    const mine = (): boolean => this.#sink === sink && isAlive();
    this.#after(() => {
      if (mine() && !this.isCut) this.#state({ kind: 'ready', sinceTime: this.#clock.now() });
    });
    const ask = <Answer>(question: () => Answer): Promise<Answer> =>
      new Promise((resolve, reject) => {
        if (this.isCut || this.#happens(this.faults.dropped))
          this.#clock.after(TIMEOUT_MS, () =>
            reject(new BrokerError('unavailable', 'Exchange', 'no answer')),
          );
        else
          this.#after(() => {
            const answer = question();
            this.#after(() => resolve(answer));
          });
      });
    const command = (
      name: 'submit' | 'cancel' | 'replace',
      clientOrderId: string,
      arrive: () => BrokerEvent | null,
    ): void => {
      if (!mine()) return;
      this.commands.set(clientOrderId, (this.commands.get(clientOrderId) ?? 0) + 1);
      if (name === 'submit') this.sent.set(clientOrderId, (this.sent.get(clientOrderId) ?? 0) + 1);
      if (this.isCut) {
        const eventTime = this.#clock.now();
        const reason = 'the line is cut';
        this.#clock.after(0, () =>
          this.#say({ kind: 'unsent', command: name, clientOrderId, reason, eventTime }),
        );
        return;
      }
      let isAnswered = false;
      const travel = (): void =>
        this.#carry(() => {
          const answer = arrive();
          this.#carry(() => {
            isAnswered = true;
            if (!answer || !mine()) return;
            this.#numbered?.learn(answer);
            this.#say(answer);
          });
        });
      if (this.#happens(STUCK)) this.#clock.after(this.#random.nextInteger(1, STUCK_MS_MAX), travel);
      else travel();
      this.#clock.after(TIMEOUT_MS, () => {
        if (isAnswered || !mine()) return;
        const eventTime = this.#clock.now();
        const reason = 'no answer in 15 s';
        this.#say({ kind: 'outcome-unknown', command: name, clientOrderId, reason, eventTime });
      });
      onSent();
    };
    return {
      submit: (order) => command('submit', order.clientOrderId, () => exchange.submit(order)),
      cancel: (ref) => command('cancel', ref.clientOrderId, () => exchange.cancel(ref)),
      replace: (ref, change) => command('replace', ref.clientOrderId, () => exchange.replace(ref, change)),
      order: (ref) => ask(() => exchange.order(ref)),
      openOrders: () => ask(() => exchange.openOrders()),
      fills: (since) => ask(() => exchange.fills(since)),
      positions: () => ask(() => exchange.positions()),
      balances: () => ask(() => exchange.balances()),
      close: () => undefined,
    };
  }

  /** The exchange's stream of news. */
  #tell(event: BrokerEvent): void {
    this.#carry(() => {
      const heard = this.#numbered ? this.#numbered.heard(event) : event;
      if (heard) this.#say(heard);
    });
  }

  /** A message, which may be lost, come twice, or late. */
  #carry(arrive: () => void): void {
    if (this.isCut || this.#happens(this.faults.dropped)) return;
    const copies = this.#happens(this.faults.repeated) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) this.#after(arrive);
  }

  #after(arrive: () => void): void {
    this.#clock.after(this.#random.nextInteger(1, this.faults.delayMsMax), arrive);
  }

  #say(event: BrokerEvent): void {
    if (this.#isAlive()) this.#sink?.event(event);
  }

  #state(state: BrokerState): void {
    if (this.#isAlive()) this.#sink?.state(state);
  }

  #happens(share: number): boolean {
    return share > 0 && this.#random.next() < share;
  }
}
