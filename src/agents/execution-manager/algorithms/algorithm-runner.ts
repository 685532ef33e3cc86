import { OctopusError } from '#contract/errors';
import type { AlgorithmTerms } from '#domain/orders/algorithms/algorithm-terms';
import { nextStep } from '#domain/orders/algorithms/next-step';
import type { Order, TimeInForce } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import { isOpenStatus } from '#domain/orders/order-state';
import { type Decimal, formatDecimal } from '#domain/values/decimal';
import { mixSeed } from '#domain/values/seeded-random';
import type { AlgorithmPayloads } from '#engine/journal/algorithm-records';
import type { Committed, Journal } from '#engine/journal/journal';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { TradingAccount } from '#engine/trading/trading-account';
import { AlgorithmBook, progressOf, type WorkedOrder } from './algorithm-book.ts';
import { algorithmEntry } from './algorithm-entry.ts';
import { partIntent } from './part-intent.ts';
import { recountVolume, type VolumeBetween } from './recount-volume.ts';

export interface AlgorithmRunnerPorts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** The open account of that name; undefined when it is not open. */
  readonly accountOf: (account: string) => TradingAccount | undefined;
  /** How long an order of the account is good that should rest until the day ends. */
  readonly timeInForceOf: (account: string) => TimeInForce;
  /** What traded while nobody counted; nothing is known without it. */
  readonly volumeBetween?: VolumeBetween;
  /** Something of these changed and is durable, or all of it did. */
  readonly onChange: (ids: readonly string[] | 'all') => void;
}

/** What is to be worked, with what was found out for it. */
export interface NewAlgorithm {
  readonly id: string;
  readonly terms: AlgorithmTerms;
  readonly lot: Decimal;
  readonly weights?: readonly Decimal[];
  readonly planNote?: string;
}

type Kind = keyof AlgorithmPayloads;
/** End and close, and what follows a part at once, within one look. */
const STEPS_MAX = 4;
/** While an account takes nothing for now. */
const LOOK_AGAIN_MS = 1_000;
/** After a step that could not be made durable. */
const RETRY_MS = 5_000;
const NOTHING_KNOWN: VolumeBetween = async () => null;
/** A clock that was set is noticed after so long: nothing is looked for later than that. */
const TIMER_MS_MAX = 30_000;
/** What still works after its algorithm has ended, its venue having refused the cancel, is cancelled again after so long. */
const CANCEL_AGAIN_MS = 5_000;

/**
 * Works orders in parts. Each part is an order of the account like any other, judged by compliance and risk; its number
 * is journaled in the same commit, so that no crash and no repeat sends it twice. Accounts on the clock are looked at by
 * timers and after fills, that of a replay with each of its ticks, within the commit of its session.
 */
export class AlgorithmRunner {
  readonly book: AlgorithmBook;
  readonly #ports: AlgorithmRunnerPorts;
  readonly #stop: () => void;
  readonly #waiting = new Set<string>();
  #disarm: () => void = () => undefined;
  /** From its first command on it looks by itself: an engine that is opened to look at things sends nothing. */
  #isAwake = false;

  constructor(ports: AlgorithmRunnerPorts) {
    this.#ports = ports;
    this.book = new AlgorithmBook(ports.journal.projection);
    this.book.restore(ports.journal.store);
    this.#stop = ports.journal.onCommitted((committed) => this.#follow(committed));
  }

  /** Begins to work what the journal holds; call it again when what it did was undone. */
  restore(): void {
    const { journal, onChange } = this.#ports;
    if (!this.#isAwake) void this.#recount();
    this.#isAwake = true;
    this.book.restore(journal.store);
    for (const { id } of this.book.active()) this.#soon(id);
    onChange('all');
  }

  close(): void {
    this.#stop();
    this.#disarm();
    this.#waiting.clear();
  }

  /** A repeat of the same is answered as it stands. */
  start(account: TradingAccount, { id, terms, lot, weights, planNote }: NewAlgorithm): WorkedOrder {
    const known = this.book.get(id);
    if (known) return known;
    const payload: AlgorithmPayloads['AlgorithmStarted'] = {
      algorithmId: id,
      account: account.account,
      terms: amountsAsText(terms),
      lot: formatDecimal(lot),
      seed: mixSeed(id),
      ...(weights === undefined ? {} : { weights: weights.map(formatDecimal) }),
      ...(planNote === undefined ? {} : { planNote }),
      arrival: account.book.arrival(terms.symbol, account.eventTime),
    };
    this.#isAwake = true;
    this.#transact(account, () => {
      this.#add(account, 'AlgorithmStarted', payload, 'person');
      this.#step(this.book.require(id), account);
    });
    this.#arm();
    return this.book.require(id);
  }

  pause(id: string): WorkedOrder {
    return this.#command(id, 'running', (worked, account) =>
      this.#changeState(worked, account, { state: 'paused', reason: 'paused by a person' }, 'person'),
    );
  }

  resume(id: string): WorkedOrder {
    return this.#command(id, 'paused', (worked, account) => {
      this.#changeState(worked, account, { state: 'running', reason: '' }, 'person');
      this.#step(worked, account);
    });
  }

  cancel(id: string): WorkedOrder {
    return this.#command(id, 'paused or running', (worked, account) => {
      this.#end(worked, account, 'cancelled', 'cancelled by a person', 'person');
      this.#step(worked, account);
    });
  }

  /** A tick of a replay, within its session's commit. Allocates nothing where nothing is worked. */
  onReplayTick(account: TradingAccount, symbol: string, size: number): void {
    const active = this.book.activeOf(account.account);
    if (active === undefined) return;
    for (const worked of [...active]) {
      if (worked.terms.symbol === symbol) countVolume(worked, account.eventTime, size);
      this.#step(worked, account);
    }
  }

  /** Whether anything on live prices wants to know what trades. */
  get followsVolume(): boolean {
    return this.book.active().some((worked) => worked.terms.kind === 'pov' && !this.#isReplay(worked));
  }

  /** A trade on live prices. */
  onTrade(symbol: string, size: number): void {
    const now = this.#ports.clock.now();
    for (const worked of this.book.active())
      if (worked.terms.symbol === symbol && !this.#isReplay(worked)) countVolume(worked, now, size);
  }

  /** Another session has taken the place of the one that these belong to: nothing of it trades any more. */
  endStrangers(isOfOpenSession: (account: string) => boolean): void {
    const { journal } = this.#ports;
    for (const worked of this.book.active()) {
      if (journal.store.account(worked.account)?.environment !== 'simulated') continue;
      if (!isOfOpenSession(worked.account)) this.#orphan(worked, 'cancelled', 'another replay was started');
    }
  }

  /** Of those that follow the volume: what traded between their last part and this start. */
  async #recount(): Promise<void> {
    const { clock, log, onChange, volumeBetween = NOTHING_KNOWN } = this.#ports;
    const until = clock.now();
    for (const worked of this.book.active()) {
      const { id } = worked;
      if (this.#isReplay(worked)) continue;
      try {
        const found = await recountVolume(worked, until, volumeBetween);
        const now = this.book.get(id);
        if (!found || !now) continue;
        now.volume += found.volume;
        now.planNote = found.note;
        log.info('an algorithm goes on by the volume of the market', { id, note: found.note });
        this.#soon(id);
        onChange([id]);
      } catch (error) {
        log.error('the volume that an algorithm has missed could not be read', { id, error: String(error) });
      }
    }
  }

  #command(
    id: string,
    wanted: string,
    work: (worked: WorkedOrder, account: TradingAccount) => void,
  ): WorkedOrder {
    const worked = this.book.require(id);
    if (!wanted.includes(worked.state))
      throw new OctopusError('BAD_REQUEST', `the algorithm is ${worked.state}, not ${wanted}`);
    const account = this.#ports.accountOf(worked.account);
    if (!account) throw new OctopusError('BAD_REQUEST', `account ${worked.account} is not open`);
    this.#isAwake = true;
    this.#transact(account, () => work(worked, account));
    this.#arm();
    return worked;
  }

  /** Runs until there is nothing to do but wait; only adds to the journal. */
  #step(worked: WorkedOrder, account: TradingAccount): void {
    const stray = this.book
      .look(worked)
      .find(({ status }) => status === 'rejected' || status === 'cancelled');
    if (stray && worked.state === 'running')
      this.#changeState(worked, account, {
        state: 'paused',
        reason: `part of it was ${stray.status}: ${stray.statusReason ?? 'no reason was told'}`,
      });
    for (let count = 0; count < STEPS_MAX; count++) {
      const step = nextStep(progressOf(worked), account.eventTime);
      if (step.kind === 'wait') {
        worked.nextTime = this.#cancelAgain(worked, account) ?? step.nextTime;
        return;
      }
      if (step.kind === 'send') {
        if (!this.#send(worked, account, step.number, step.quantity)) return;
      } else if (step.kind === 'end') this.#end(worked, account, step.endsAs, step.reason);
      else this.#changeState(worked, account, { state: step.endsAs, reason: step.reason });
    }
  }

  /** False when the account takes nothing for now: a later look tries again. */
  #send(worked: WorkedOrder, account: TradingAccount, number: number, quantity: Decimal): boolean {
    const { id, terms } = worked;
    let order: Order;
    try {
      order = account.orders.send(
        partIntent(worked, { number, quantity, timeInForce: this.#ports.timeInForceOf(worked.account) }),
      );
    } catch (error) {
      if (!(error instanceof OctopusError)) throw error;
      // What a person has stopped a person begins again; a line that is away, a closed exchange or a fuse end by themselves.
      const isActive = account.book.accountRow().tradingState === 'active';
      const isForNow = isActive && (error.code === 'TRADING_HALTED' || error.code === 'ORDER_REFUSED');
      if (isForNow) worked.nextTime = account.eventTime + LOOK_AGAIN_MS;
      else this.#stopAt(worked, account, error.message);
      worked.waitsFor = isForNow ? error.message : '';
      return !isForNow;
    }
    worked.waitsFor = '';
    const child = { algorithmId: id, account: worked.account, number, clientOrderId: order.clientOrderId };
    const volume = terms.kind === 'pov' ? { volume: worked.volume } : {};
    this.#add(account, 'AlgorithmChildSent', { ...child, ...volume });
    // The rest has as long to fill as a cancel has to be heard.
    if (number === 0) worked.nextTime = null;
    if (order.status === 'refused' || order.status === 'rejected')
      this.#stopAt(worked, account, order.statusReason ?? order.status);
    return true;
  }

  /** A part that may not be sent: a person decides what now, unless it was the last. */
  #stopAt(worked: WorkedOrder, account: TradingAccount, reason: string): void {
    const isEnding = worked.state === 'ending';
    const state = isEnding ? (worked.endsAs ?? 'finished') : 'paused';
    this.#changeState(worked, account, { state, reason: `a part was not sent: ${reason}` });
  }

  #end(
    worked: WorkedOrder,
    account: TradingAccount,
    endsAs: 'finished' | 'cancelled',
    reason: string,
    source?: string,
  ): void {
    this.#changeState(worked, account, { state: 'ending', reason, endsAs }, source);
    for (const [id, { status }] of worked.children)
      if (isOpenStatus(status)) account.orders.cancel(id, `its algorithm ends: ${reason}`);
    this.book.look(worked);
  }

  /** When it has ended and orders of it work on: when they are to be cancelled again, which is done once it is time. */
  #cancelAgain(
    { state, children, nextTime, reason }: WorkedOrder,
    account: TradingAccount,
  ): number | undefined {
    if (state !== 'ending') return undefined;
    const working = [...children.values()].filter(
      ({ status, isCancelWanted }) => isOpenStatus(status) && !isCancelWanted,
    );
    if (working.length === 0) return undefined;
    const now = account.eventTime;
    if (nextTime !== null && nextTime > now) return Math.min(nextTime, now + CANCEL_AGAIN_MS);
    if (nextTime !== null)
      for (const { clientOrderId } of working)
        account.orders.cancel(clientOrderId, `its algorithm ends: ${reason}`);
    return now + CANCEL_AGAIN_MS;
  }

  #changeState(
    { id, account: name }: WorkedOrder,
    account: TradingAccount,
    change: Pick<AlgorithmPayloads['AlgorithmStateChanged'], 'state' | 'reason' | 'endsAs'>,
    source?: string,
  ): void {
    this.#add(account, 'AlgorithmStateChanged', { algorithmId: id, account: name, ...change }, source);
  }

  #add<K extends Kind>(
    account: Pick<TradingAccount, 'place' | 'eventTime'>,
    kind: K,
    payload: AlgorithmPayloads[K],
    source?: string,
  ): void {
    this.#ports.journal.add(algorithmEntry(account, kind, payload, source));
    this.book.apply(kind, payload, account.eventTime);
  }

  /** Of an account that is not open: only the state can be told. */
  #orphan({ id, account }: WorkedOrder, state: 'paused' | 'cancelled', reason: string): void {
    const eventTime = this.#ports.clock.now();
    this.#add({ place: { account }, eventTime }, 'AlgorithmStateChanged', {
      algorithmId: id,
      account,
      state,
      reason,
    });
    this.#ports.journal.commit();
  }

  #transact(account: TradingAccount, work: () => void): void {
    try {
      account.transact(work);
    } catch (error) {
      this.restore();
      throw error;
    }
  }

  #isReplay({ account }: WorkedOrder): boolean {
    return this.#ports.accountOf(account)?.place.session !== undefined;
  }

  /** After what is under way: a look of its own, in a transaction of its own. */
  #soon(id: string): void {
    if (!this.#isAwake || this.#waiting.has(id)) return;
    this.#waiting.add(id);
    this.#ports.clock.after(0, () => {
      if (this.#waiting.delete(id)) this.#look(id);
      this.#arm();
    });
  }

  #look(id: string): void {
    const worked = this.book.get(id);
    if (!worked || this.#isReplay(worked)) return;
    const account = this.#ports.accountOf(worked.account);
    if (!account) {
      if (worked.state === 'running') this.#orphan(worked, 'paused', `account ${worked.account} is not open`);
      return;
    }
    try {
      account.transact(() => this.#step(worked, account));
    } catch (error) {
      this.#ports.log.error('an algorithm could not go on; it is read anew', { id, error: String(error) });
      this.book.restore(this.#ports.journal.store);
      const again = this.book.get(id);
      if (again) again.nextTime = this.#ports.clock.now() + RETRY_MS;
    }
  }

  /** Sets the timer for the next of those on the clock. */
  #arm(): void {
    this.#disarm();
    const { clock } = this.#ports;
    const due = this.book.active().filter((worked) => worked.nextTime !== null && !this.#isReplay(worked));
    if (due.length === 0) return;
    const next = Math.min(...due.map(({ nextTime }) => nextTime ?? Number.POSITIVE_INFINITY));
    const delay = Math.max(1, next - clock.now());
    const isFar = delay > TIMER_MS_MAX;
    this.#disarm = clock.after(isFar ? TIMER_MS_MAX : delay, () => {
      const now = clock.now();
      for (const { id, nextTime } of due) if (isFar || (nextTime ?? now + 1) <= now) this.#look(id);
      this.#arm();
    });
  }

  #follow({ records, changes }: Committed): void {
    const ids = new Set<string>();
    for (const { kind, correlationId } of records)
      if (kind.startsWith('Algorithm') && correlationId !== null) ids.add(correlationId);
    for (const order of changes.orders) {
      const worked = this.book.changed(order);
      if (!worked) continue;
      ids.add(worked.id);
      if (!this.#isReplay(worked)) this.#soon(worked.id);
    }
    if (ids.size > 0) this.#ports.onChange([...ids]);
  }
}

function countVolume(worked: WorkedOrder, now: number, size: number): void {
  const { kind, startTime } = worked.terms;
  if (kind === 'pov' && worked.state === 'running' && now >= startTime && size > 0) worked.volume += size;
}
