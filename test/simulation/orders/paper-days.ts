import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { createComplianceEngine } from '#agents/compliance-engine/agent';
import { openPaperDesk } from '#agents/execution-manager/paper-desk';
import { createRiskManager } from '#agents/risk-manager/agent';
import { calendarById } from '#domain/instruments/calendar/catalog';
import { isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ZERO } from '#domain/values/decimal';
import { createSeededRandom, mixSeed, type SeededRandom } from '#domain/values/seeded-random';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { Journal } from '#engine/journal/journal';
import { verifyJournal } from '#engine/journal/verify-journal';
import type { MarketStore } from '#engine/ports/market-store';
import { LiveAccount } from '#engine/trading/live-account';
import { endDueDay } from '#runtime/accounts/end-of-day';
import { DoomedProcess, doomedStore } from './doomed-process.ts';
import { noViolations, type Violations } from './invariants.ts';
import { PowerLoss } from './power-loss.ts';
import { seededRequest } from './seeded-request.ts';
import { ACCOUNT, instrument, NO_MARKET, SETTINGS } from './trading-process.ts';

/** What came of days on paper from one seed. */
export interface PaperOutcome {
  readonly kills: number;
  readonly days: number;
  readonly violations: Violations;
}

const START = Date.UTC(2026, 2, 2, 15);
const MINUTE_MS = 60_000;
const STEPS = 60;
/** Steps are up to this long, so that a day's close, a night and a weekend fall between two of them. */
const STEP_MINUTES_MAX = 12 * 60;
const NEW_YORK = calendarById('XNYS');
const SYMBOL = 'AAA';

/**
 * Days of an account on the simulated venue, whose process is killed, or loses its power, around commits: those of
 * orders, of fills, and of the end of the day.
 */
export function runPaperDays(seed: number): PaperOutcome {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-paper-'));
  try {
    return new PaperDays(seed, folder).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class PaperDays {
  readonly #folder: string;
  readonly #random: SeededRandom;
  readonly #clock = new SimulatedClock(START);
  readonly #power: PowerLoss | undefined;
  readonly #found = noViolations();
  readonly #told = new Set<string>();
  readonly #chance: number;
  #price = 100;
  #kills = 0;
  #life: DoomedProcess;
  #process: ReturnType<PaperDays['start']>;

  constructor(seed: number, folder: string) {
    this.#folder = folder;
    this.#random = createSeededRandom(mixSeed('paper', seed));
    this.#power =
      seed % 2 === 0 ? new PowerLoss(folder, createSeededRandom(mixSeed('power', seed))) : undefined;
    this.#chance = this.#random.next() * 0.08;
    this.#life = new DoomedProcess(this.#random, this.#power);
    this.#process = this.start();
  }

  run(): PaperOutcome {
    for (let step = 0; step < STEPS; step++) {
      this.#life.doom(this.#chance);
      this.#attempt(() => this.#act(step));
      this.#settle();
      if (step % 10 === 0) this.#check();
    }
    this.#life.doom(0);
    this.#endDay();
    this.#check();
    const days = this.#process.store.equity(ACCOUNT).length;
    this.#process.end();
    return { kills: this.#kills, days, violations: this.#found };
  }

  start() {
    const opened = openDatabase(journalDatabase, this.#folder, 0);
    opened.database.pragma(`synchronous = ${this.#power ? 'FULL' : 'OFF'}`);
    const store = createJournalStore(opened);
    const clock = this.#clock;
    const journal = new Journal(doomedStore(store, this.#life), clock, () => undefined);
    if (!store.account(ACCOUNT))
      journal.record({
        kind: 'AccountOpened',
        payload: {
          account: ACCOUNT,
          broker: 'paper',
          environment: 'paper',
          currency: 'USD',
          startingCash: '10000000',
        },
        eventTime: START,
        source: 'person',
      });
    const compliance = createComplianceEngine({ dataFolder: this.#folder }).role;
    const risk = createRiskManager({ market: NO_MARKET as MarketStore, clock }).role;
    const desk = openPaperDesk(
      { account: ACCOUNT },
      {
        journal,
        postTrade: compliance.postTrade,
        instrumentOf: instrument,
        onFill: () => undefined,
        onTrouble: (sentence) => this.#found.unbalanced.push(sentence),
      },
    );
    const board = createQuoteBoard();
    board.publish(board.slot(SYMBOL), clock.now(), this.#price, Number.NaN, Number.NaN, 1);
    const trading = new LiveAccount({
      account: ACCOUNT,
      journal,
      roles: { risk, compliance, execution: { fee: () => DECIMAL_ZERO } },
      desk,
      board,
      instruments: new Map([[SYMBOL, instrument(SYMBOL)]]),
      settings: () => SETTINGS,
      clock,
      quantityPrecision: 0,
      whyClosed: () => undefined,
      onChange: () => undefined,
    });
    return { store, journal, trading, board, end: () => opened.close() };
  }

  #act(step: number): void {
    const { trading, board } = this.#process;
    const random = this.#random;
    const dice = random.next();
    if (dice < 0.4) {
      const now = this.#clock.now();
      const request = seededRequest(random, { symbol: SYMBOL, price: this.#price, now, nonce: `n${step}` });
      this.#told.add(trading.transact(() => trading.orders.submit(request)).clientOrderId);
    } else if (dice < 0.75) {
      this.#price = Number((this.#price * (1 + random.nextNormal() / 60)).toFixed(2));
      board.publish(board.slot(SYMBOL), this.#clock.now(), this.#price, Number.NaN, Number.NaN, 100);
      trading.onTick(SYMBOL, this.#clock.now(), this.#price, Number.NaN, Number.NaN, 100);
    } else {
      this.#clock.advance(random.nextInteger(1, STEP_MINUTES_MAX) * MINUTE_MS);
      this.#endDay();
    }
  }

  /** As the job *end of day* does, at its next look. */
  #endDay(): void {
    const { trading, journal } = this.#process;
    const ports = { journal, instruments: { calendarOf: () => NEW_YORK } };
    endDueDay(trading, ports, { now: this.#clock.now(), since: START });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch {
      // A refusal is part of the day; where the process has ended is looked at next.
    }
  }

  #settle(): void {
    while (!this.#life.isAlive) {
      this.#kills += 1;
      this.#process.end();
      this.#power?.restore();
      this.#life = new DoomedProcess(this.#random, this.#power);
      this.#process = this.start();
      this.#check();
      this.#life.doom(this.#chance);
      // What ended while nobody was there is ended by the next look, which may be the last of this process too.
      this.#attempt(() => this.#endDay());
    }
  }

  #check(): void {
    const { store, journal } = this.#process;
    const { lost, doubled, unbalanced } = this.#found;
    const { isValid, isLedgerEqual, problem } = verifyJournal(store, () => 0);
    if (!isValid || !isLedgerEqual) unbalanced.push(`the journal: ${problem}`);
    for (const id of this.#told)
      if (!journal.projection.order(id)) lost.push(`order ${id} was acknowledged and is gone`);
    const times = store.equity(ACCOUNT).map(({ time }) => time);
    if (new Set(times).size < times.length) doubled.push('a day has ended twice');
    const last = times.at(-1) ?? 0;
    for (const { status, timeInForce, createdTime, clientOrderId } of store.orders(ACCOUNT, 1_000))
      if (timeInForce === 'day' && isOpenStatus(status) && createdTime < last)
        lost.push(`order ${clientOrderId} of a day that has ended is ${status}`);
    let held = DECIMAL_ZERO;
    for (const { side, quantity } of store.fills(ACCOUNT, 10_000))
      held += side === 'buy' ? quantity : -quantity;
    const [position] = store.positions(ACCOUNT);
    if ((position?.quantity ?? DECIMAL_ZERO) !== held)
      unbalanced.push('the position is not the sum of the fills');
  }
}
