import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOpenStatus } from '#domain/orders/order-state';
import { parseDecimal } from '#domain/values/decimal';
import { createSeededRandom, mixSeed, type SeededRandom } from '#domain/values/seeded-random';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { DoomedProcess, doomedStore, processClock } from './doomed-process.ts';
import { FaultyLine } from './faulty-line.ts';
import {
  checkAcknowledged,
  checkAtRest,
  checkCommands,
  checkJournal,
  checkStep,
  checkVerdicts,
  noViolations,
  type Violations,
} from './invariants.ts';
import { PowerLoss } from './power-loss.ts';
import { SeededExchange } from './seeded-exchange.ts';
import { SeededPerson } from './seeded-person.ts';
import { ORDER_FROM_ELSEWHERE } from './seeded-request.ts';
import { ACCOUNT, startTradingProcess, type TradingProcess } from './trading-process.ts';
import { checkAlgorithms, checkAlgorithmsAtRest, type Trade, volumeOf } from './worked-orders.ts';

/** What came of one seed. */
export interface SeedOutcome {
  readonly seed: number;
  readonly kills: number;
  readonly orders: number;
  readonly fills: number;
  readonly violations: Violations;
  /** One line a step, when asked for. */
  readonly trace: readonly string[];
}

const START = Date.UTC(2026, 2, 2, 15);
const CASH = parseDecimal('10000000');
const STEPS = 90;
/** A person looks at the exchange once nothing can be on its way to it any more. */
const DECIDED_AFTER_MS = 60_000;

/**
 * A day of trading from one seed: it decides what the person does, what the market, the exchange, the network, the disk
 * and the wall clock do, and at which steps the process is killed. The same seed is the same day, to the byte.
 */
export async function runSeed(seed: number, isTraced = false): Promise<SeedOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-orders-'));
  try {
    return await new SeededDay(seed, folder, isTraced).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class SeededDay {
  readonly #seed: number;
  readonly #folder: string;
  readonly #random: SeededRandom;
  readonly #clock = new SimulatedClock(START);
  readonly #prices = new Map([
    ['AAA', 100],
    ['BBB', 40],
  ]);
  readonly #exchange: SeededExchange;
  readonly #line: FaultyLine;
  readonly #knowsLastDays: boolean;
  readonly #found = noViolations();
  readonly #trace: string[] = [];
  readonly #isTraced: boolean;
  readonly #person: SeededPerson;
  /** What has traded, where a store keeps it. */
  readonly #trades: Trade[] = [];
  readonly #keepsTrades: boolean;
  /** The exchange keeps our ids, so that it can be asked by them. */
  readonly #knowsOurIds: boolean;
  /** Since when a person has been asked about an order. */
  readonly #asked = new Map<string, number>();
  readonly #power: PowerLoss | undefined;
  #offset = 0;
  #kills = 0;
  #doom = 0;
  #life: DoomedProcess;
  #process: TradingProcess;

  constructor(seed: number, folder: string, isTraced: boolean) {
    this.#seed = seed;
    this.#folder = folder;
    this.#isTraced = isTraced;
    this.#random = createSeededRandom(mixSeed('orders', seed));
    const chance = this.#random;
    this.#exchange = new SeededExchange({
      random: createSeededRandom(mixSeed('exchange', seed)),
      now: () => this.#clock.now(),
      cash: CASH,
      prices: this.#prices,
      tellsFeesLate: chance.next() < 0.5,
    });
    this.#knowsOurIds = seed % 4 !== 0;
    this.#keepsTrades = seed % 2 === 0;
    this.#power =
      seed % 3 === 0 ? new PowerLoss(folder, createSeededRandom(mixSeed('power', seed))) : undefined;
    this.#line = new FaultyLine(this.#exchange, {
      clock: this.#clock,
      random: createSeededRandom(mixSeed('line', seed)),
      faults: {
        dropped: chance.next() < 0.3 ? 0 : chance.next() * 0.25,
        repeated: chance.next() * 0.2,
        delayMsMax: chance.next() < 0.5 ? 200 : 9_000,
      },
      knowsOurIds: this.#knowsOurIds,
    });
    this.#knowsLastDays = chance.next() < 0.5;
    this.#doom = chance.next() < 0.15 ? 0 : chance.next() * 0.06;
    this.#life = new DoomedProcess(this.#random, this.#power);
    this.#person = new SeededPerson({
      random: this.#random,
      prices: this.#prices,
      found: this.#found,
      process: () => this.#process,
      attempt: (what, work) => this.#attempt(what, work),
    });
    this.#process = this.#start();
  }

  async run(): Promise<SeedOutcome> {
    await this.#pass(3_000);
    for (let step = 0; step < STEPS && !this.#isFailed(); step++) {
      this.#life.doom(this.#doom);
      await this.#act();
      await this.#settle();
      if (step % 15 === 0) checkJournal(this.#process, this.#found);
    }
    await this.#rest();
    const { store } = this.#process;
    const outcome = {
      seed: this.#seed,
      kills: this.#kills,
      orders: store.orders(ACCOUNT, 1_000_000).length,
      fills: store.fills(ACCOUNT, 1_000_000).length,
      violations: this.#found,
      trace: this.#trace,
    };
    this.#process.end();
    return outcome;
  }

  #start(): TradingProcess {
    const life = this.#life;
    return startTradingProcess({
      folder: this.#folder,
      clock: processClock(this.#clock, life, () => this.#offset),
      open: (sink) =>
        this.#line.open(
          sink,
          () => life.isAlive,
          () => life.step('after-send'),
        ),
      wrap: (store) => doomedStore(store, life),
      // Where a process is killed and not the machine, what was written stays written without waiting for the disk.
      synchronous: this.#power ? 'FULL' : 'OFF',
      prices: this.#prices,
      startingCash: CASH,
      knowsLastDays: this.#knowsLastDays,
      knowsOurIds: this.#knowsOurIds,
      volumeBetween: async (symbol, from, to) =>
        this.#keepsTrades ? volumeOf(this.#trades, symbol, from, to) : null,
    });
  }

  /** A new process takes the place of one that was killed; it may be killed while it recovers. */
  async #settle(): Promise<void> {
    while (!this.#life.isAlive) {
      this.#kills += 1;
      this.#note(`killed ${this.#life.diedAt ?? 'from outside'}`);
      this.#process.end();
      this.#power?.restore();
      this.#life = new DoomedProcess(this.#random, this.#power);
      this.#process = this.#start();
      checkJournal(this.#process, this.#found);
      checkAcknowledged(this.#process, this.#person.told, this.#person.cancelled, this.#found);
      checkAlgorithms(this.#process, this.#person.algorithms, this.#found);
      this.#life.doom(this.#doom);
      await this.#pass(this.#random.nextInteger(0, 4_000));
    }
    checkStep(this.#process, this.#exchange, this.#line.sent, this.#found);
    checkAlgorithms(this.#process, this.#person.algorithms, this.#found);
  }

  async #act(): Promise<void> {
    const dice = this.#random.next();
    if (dice < 0.36) this.#person.submit();
    else if (dice < 0.44) this.#person.cancel();
    else if (dice < 0.5) this.#person.replace();
    else if (dice < 0.52) this.#person.cancelAll();
    else if (dice < 0.55) this.#person.flatten();
    else if (dice < 0.72) this.#move();
    else if (dice < 0.75) this.#cut();
    else if (dice < 0.79) this.#fillDisk();
    else if (dice < 0.82) this.#jump();
    else if (dice < 0.84) this.#elsewhere();
    else if (dice < 0.86) this.#kill();
    else if (dice < 0.88) this.#person.adopt();
    else if (dice < 0.91) this.#person.work();
    else if (dice < 0.92) this.#person.endWork();
    if (!this.#knowsOurIds) await this.#decide();
    await this.#pass(this.#random.next() < 0.7 ? this.#random.nextInteger(0, 1_500) : 20_000);
  }

  #kill(): void {
    if (this.#doom > 0) this.#life.kill();
  }

  #move(): void {
    const symbol = this.#random.next() < 0.5 ? 'AAA' : 'BBB';
    const price = Number((this.#prices.get(symbol)! * (1 + this.#random.nextNormal() / 80)).toFixed(2));
    this.#exchange.move(symbol, price);
    const size = this.#random.nextInteger(1, 400);
    this.#trades.push({ time: this.#process.clock.now(), symbol, size });
    this.#attempt(`${symbol} at ${price}`, () => this.#process.tick(symbol, price, size));
  }

  /**
   * Where the exchange cannot be asked by our ids, a person looks there, by the time that nothing can be under way any
   * more, and says what number the order has, or that it is not there.
   */
  async #decide(): Promise<void> {
    const { broker, journal } = this.#process;
    for (const { clientOrderId } of broker.state.get().reconciliation?.unknown ?? []) {
      const since = this.#asked.get(clientOrderId) ?? this.#clock.monotonic();
      this.#asked.set(clientOrderId, since);
      const order = journal.projection.order(clientOrderId);
      if (!order || order.venueOrderId !== undefined || this.#clock.monotonic() - since < DECIDED_AFTER_MS)
        continue;
      const number = this.#exchange.numberOf(clientOrderId);
      this.#note(`decide ${clientOrderId}: ${number ?? 'never arrived'}`);
      const choice = number === undefined ? 'never-arrived' : 'is-working';
      const decided = broker
        .decide(clientOrderId, choice, number)
        .catch((error: unknown) => this.#note(String(error)));
      await Promise.race([decided, this.#pass(1_000)]);
    }
  }

  #cut(): void {
    if (this.#line.isCut) return;
    this.#note('line cut');
    this.#line.cut();
    this.#clock.after(this.#random.nextInteger(500, 20_000), () => this.#line.mend());
  }

  /** Room for a page or none, for a while. */
  #fillDisk(): void {
    const { leaveRoom } = this.#process;
    this.#note('disk full');
    leaveRoom(this.#random.nextInteger(0, 1));
    this.#clock.after(this.#random.nextInteger(500, 20_000), () => leaveRoom(null));
  }

  #jump(): void {
    this.#offset += this.#random.nextInteger(-3_600_000, 3_600_000);
    this.#note(`the clock is off by ${this.#offset}`);
  }

  /** An order from somewhere else, too far away to trade. */
  #elsewhere(): void {
    this.#note('an order from elsewhere');
    this.#exchange.placeElsewhere(ORDER_FROM_ELSEWHERE);
  }

  /** Refusals are part of the day; where the process ends is seen afterwards. */
  #attempt(what: string, work: () => void): void {
    try {
      work();
      this.#note(what);
    } catch (error) {
      this.#note(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Time goes by in small steps, promises being answered between them. */
  async #pass(milliseconds: number): Promise<void> {
    const stride = milliseconds > 5_000 ? 500 : 50;
    for (let left = milliseconds; left > 0; left -= stride) {
      this.#clock.advance(Math.min(stride, left));
      this.#exchange.endDue();
      await turn();
    }
    await turn();
  }

  /** Nothing fails any more; in the end both sides must have the same. */
  async #rest(): Promise<void> {
    this.#note('rest');
    this.#doom = 0;
    this.#life.doom(0);
    this.#line.faults.dropped = 0;
    this.#line.faults.repeated = 0;
    this.#line.faults.delayMsMax = 50;
    this.#process.leaveRoom(null);
    if (this.#line.isCut) this.#line.mend();
    for (let minute = 0; minute < 5; minute++) {
      await this.#pass(61_000);
      await this.#settle();
      if (!this.#knowsOurIds) await this.#decide();
    }
    await this.#endEverything();
    checkJournal(this.#process, this.#found);
    checkVerdicts(this.#process, this.#line.sent.keys(), this.#found);
    checkCommands(this.#line.commands, this.#found);
    checkAcknowledged(this.#process, this.#person.told, this.#person.cancelled, this.#found);
    checkAtRest(this.#process, this.#exchange, this.#found);
    checkAlgorithms(this.#process, this.#person.algorithms, this.#found);
    const { reconciliation } = this.#process.broker.state.get();
    if (!reconciliation || reconciliation.unknown.length > 0 || reconciliation.differences.length > 0)
      this.#found.unbalanced.push(`at rest: ${reconciliationText(reconciliation)}`);
    for (const order of this.#process.journal.projection.openOrders(ACCOUNT))
      if (isOpenStatus(order.status) && order.status === 'unknown')
        this.#found.lost.push(`order ${order.clientOrderId} is unknown for good`);
  }

  /** A person ends what is still worked in parts; the last fees are told within two minutes. */
  async #endEverything(): Promise<void> {
    const { algorithms } = this.#process;
    checkAlgorithmsAtRest(this.#process, this.#found);
    for (const { id, state } of algorithms.book.active())
      if (state !== 'ending') this.#attempt(`end ${id}`, () => algorithms.cancel(id));
    await this.#pass(160_000);
    for (const { id, state } of algorithms.book.active()) this.#found.lost.push(`${id} is ${state} for good`);
  }

  #isFailed(): boolean {
    const { lost, doubled, unbalanced } = this.#found;
    return lost.length + doubled.length + unbalanced.length > 0;
  }

  #note(what: string): void {
    if (this.#isTraced) this.#trace.push(`${this.#clock.now() - START} ${what}`);
  }
}

function reconciliationText(found: object | null | undefined): string {
  return JSON.stringify(found, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
