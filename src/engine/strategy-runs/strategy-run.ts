import type { StrategyRunConfiguration } from '#contract/services/strategy-runs';
import type { BarColumns } from '#domain/market/bar';
import type { FillView } from '#domain/strategies/sdk/strategy-context';
import { clientOrderId } from '../journal/hashing.ts';
import type { Journal } from '../journal/journal.ts';
import type { DecisionTape } from '../simulation/decision-tape.ts';
import { type Proposals, proposalLife } from '../trading/proposals.ts';
import { sessionStamp } from '../trading/session-stamp.ts';
import type { TradingAccount } from '../trading/trading-account.ts';
import type { CourseWork } from './course-work.ts';
import { RunAccount } from './run-account.ts';
import type { CourseRow, RunBars } from './run-bars.ts';
import { askText, exitsOfAsk, intentOfAsk, type OrderAsk } from './run-intent.ts';
import { type RunAnswer, type RunAsk, type RunEvent, type StrategyHost, stepOf } from './run-messages.ts';
import { isOrderOf, nonceOf, RunOrderList } from './run-order-list.ts';

/** Ticks of another symbol may be so late. */
const LAG_MS = 2_000;
const NOTES_MAX = 50;
const LATE_MAX = 20;

export interface StrategyRunOptions {
  readonly id: string;
  /** What its orders bear as their origin. */
  readonly slug: string;
  readonly configuration: StrategyRunConfiguration;
  readonly account: TradingAccount;
  readonly journal: Journal;
  readonly proposals: Pick<Proposals, 'propose'>;
  readonly host: StrategyHost;
  readonly bars: RunBars;
  /** Bars from before the run up to a moment (exclusive end of the newest), by instrument. */
  readonly history: (until: number) => Promise<readonly BarColumns[]>;
  /** Whether the run lives in another time than ours: a replay of what is stored. */
  readonly isPast: () => boolean;
  /** From which moment on bars are whole: those that were under way when it began are not shown. */
  readonly wholeFrom: number;
  readonly firstOrder: number;
  /** Moment of the newest decision of an earlier start, −Infinity without: it is not decided again. */
  readonly decidedUntil: number;
  readonly tape: DecisionTape;
  readonly onChange: () => void;
  readonly onFailure: (reason: string) => void;
}

/** A strategy under way on an account: fed by the account's course, its wishes judged and sent like anyone's. */
export class StrategyRun {
  readonly orderList: RunOrderList;
  readonly notes: string[] = [];
  bars = 0;
  decisions = 0;
  lastEventTime: number | null = null;
  readonly #options: StrategyRunOptions;
  readonly #symbols: readonly string[];
  readonly #account: RunAccount;
  readonly #tape: DecisionTape;
  #isWarm = false;
  #refusal: string | undefined;
  #isOver = false;
  #nextOrder: number;

  constructor(options: StrategyRunOptions) {
    const { configuration, journal, account, id } = options;
    this.#options = options;
    this.#symbols = [...configuration.symbols].sort();
    this.#account = new RunAccount(id, account, this.#symbols);
    this.#tape = options.tape;
    this.#nextOrder = options.firstOrder;
    this.decisions = options.tape.count;
    this.orderList = new RunOrderList(journal.store, account.account, id);
  }

  get id(): string {
    return this.#options.id;
  }

  get decisionHash(): string {
    return this.#tape.hash;
  }

  isPast(): boolean {
    return this.#options.isPast();
  }

  /** Shows the bars that ended before `time`; those of other symbols than the row's when their ticks are surely there. */
  *before(row: CourseRow | undefined, time: number): CourseWork {
    if (this.#isOver) return;
    const own = row && this.#instrumentOf(row.symbol);
    if (!this.#isWarm) {
      if (own === undefined) return;
      yield* this.#warmUp(time);
    }
    const lag = this.isPast() ? 0 : LAG_MS;
    for (const { instrument, bar, end } of this.#options.bars.takeEnded(time, own, lag)) {
      if (bar.time < this.#options.wholeFrom) continue;
      const isTaken = end > this.#options.decidedUntil;
      this.bars += 1;
      yield* this.#call({ kind: 'bar', instrument, bar, time: end, isTaken }, end);
    }
  }

  /** Takes a tick that the account's orders have met. */
  *after(row: CourseRow): CourseWork {
    const instrument = this.#instrumentOf(row.symbol);
    if (this.#isOver || instrument === undefined) return;
    const { time } = row;
    this.#account.take(instrument, row);
    this.#options.bars.take(instrument, row);
    if (this.#options.configuration.resolution === 'ticks') {
      const isTaken = time > this.#options.decidedUntil;
      yield* this.#call({ kind: 'tick', instrument, time, isTaken }, time);
    } else this.lastEventTime = time;
  }

  *filled(symbol: string, fill: FillView): CourseWork {
    const instrument = this.#instrumentOf(symbol);
    if (instrument !== undefined) yield* this.#call({ kind: 'fill', instrument, fill }, fill.time);
  }

  /** An order did not become one; the strategy hears of it at its next call. */
  refused(reason: string): void {
    this.#refusal = reason;
    this.#note(`refused: ${reason}`);
  }

  *end(): CourseWork {
    yield* this.#call({ kind: 'end' }, this.lastEventTime ?? this.#options.account.eventTime);
    this.#isOver = true;
    this.#options.host.close();
  }

  /** Leaves it as it stands, to be taken up another time. */
  leave(): void {
    this.#isOver = true;
    this.#options.host.close();
  }

  /** Ends it for good, whatever it is at; not told of it any more. */
  giveUp(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.host.close();
    this.#options.onFailure(reason);
  }

  *#warmUp(time: number): CourseWork {
    this.#isWarm = true;
    const { wholeFrom } = this.#options;
    const until = Math.min(time, Math.max(wholeFrom, 0) || time);
    try {
      let found: readonly BarColumns[] = [];
      // The line waits for what is stored as it waits for a strategy's answer.
      yield this.#options.history(until).then((bars) => {
        found = bars;
        return NO_ANSWER;
      });
      yield* this.#call({ kind: 'warm-up', bars: found }, time);
    } catch (error) {
      this.giveUp(sentence(error));
    }
  }

  *#call(event: RunEvent, time: number): CourseWork {
    if (this.#isOver) return;
    this.lastEventTime = time;
    try {
      const refusal = this.#refusal === undefined ? {} : { refusal: this.#refusal };
      this.#refusal = undefined;
      const given = this.#options.host.take({ event, now: this.#account.now(), ...refusal });
      const answer: RunAnswer = given instanceof Promise ? yield given : given;
      if (this.#isOver) return;
      this.#follow(answer, event, time);
    } catch (error) {
      this.giveUp(sentence(error));
    }
  }

  #follow(answer: RunAnswer, event: RunEvent, time: number): void {
    this.notes.push(...answer.notes);
    this.notes.splice(0, Math.max(0, this.notes.length - NOTES_MAX));
    const { autonomy } = this.#options.configuration;
    const instrument = 'instrument' in event ? event.instrument : 0;
    for (const ask of answer.asks) this.#count(ask, time);
    if (answer.asks.length > 0 && autonomy !== 'off') {
      const refusals = this.#options.account.at(time, () =>
        this.#options.account.transact(() => this.#decide(answer, instrument, time)),
      );
      for (const reason of refusals) this.refused(reason);
    }
    this.#options.onChange();
  }

  #count(ask: RunAsk, time: number): void {
    if (ask.kind !== 'order') return;
    this.#nextOrder = ask.number + 1;
    const { instrument, isBuy, size, terms } = ask;
    const symbol = this.#symbols[instrument]!;
    this.#tape.add({ time, symbol, side: isBuy ? 'buy' : 'sell', size, terms });
    this.decisions = this.#tape.count;
  }

  /** One decision with its orders in one transaction; why orders were not taken. */
  #decide(answer: RunAnswer, instrument: number, time: number): string[] {
    const { id, slug, configuration, account, journal, proposals } = this.#options;
    const { autonomy } = configuration;
    const late = this.#options.bars.takeLate();
    const decisionId = `${id}-d${this.#tape.count}`;
    const symbol = this.#symbols[instrument]!;
    const asked = answer.asks.map((ask) => askText(ask, (at) => this.#symbols[at]!));
    const reason = [...answer.notes.slice(-1), asked[0]].find((one) => one !== undefined && one !== '')!;
    const intended = answer.asks
      .filter((ask): ask is OrderAsk => ask.kind === 'order')
      .map((ask) => {
        const frame = { runId: id, origin: slug, account: account.account, reason, decisionId };
        const intent = intentOfAsk(ask, { ...frame, symbol: this.#symbols[ask.instrument]! });
        return { ask, intent, orderId: clientOrderId(intent) };
      });
    journal.add({
      kind: 'StrategyDecided',
      payload: {
        runId: id,
        account: account.account,
        decisionId,
        symbol,
        barTime: answer.barTime,
        bars: answer.bars,
        asked,
        values: { ...answer.values },
        notes: [...answer.notes],
        orders: autonomy === 'suggest' ? [] : intended.map(({ orderId }) => orderId),
        autonomy,
        ...(late.length === 0 ? {} : { lateTicks: late.slice(-LATE_MAX) }),
        nextOrder: this.#nextOrder,
        decisionHash: this.#tape.hash,
        asks: this.#tape.count,
      },
      eventTime: time,
      source: 'strategy',
      correlationId: intended[0]?.orderId ?? id,
      ...sessionStamp(account.place),
    });
    if (autonomy === 'suggest') return [];
    const refusals: string[] = [];
    const byNumber = new Map(intended.map((one) => [one.ask.number, one]));
    for (const ask of answer.asks) {
      if (ask.kind !== 'order') {
        this.#cancel(ask);
        continue;
      }
      const { intent } = byNumber.get(ask.number)!;
      try {
        const wanted = exitsOfAsk(ask, stepOf(this.#options.configuration));
        if (autonomy === 'confirm') {
          const times = { eventTime: time, expiryTime: time + proposalLife(account.place) };
          proposals.propose(intent, account.place, times, wanted);
          continue;
        }
        const order = account.orders.send(intent, wanted);
        if (order.status === 'refused' || order.status === 'rejected')
          refusals.push(order.statusReason ?? order.status);
      } catch (error) {
        refusals.push(sentence(error));
      }
    }
    return refusals;
  }

  #cancel(ask: Exclude<RunAsk, { kind: 'order' }>): void {
    const { id, account } = this.#options;
    const symbol =
      ask.kind === 'cancel-all' && ask.instrument !== null ? this.#symbols[ask.instrument] : undefined;
    for (const order of account.orders.openOrders()) {
      const isMeant =
        ask.kind === 'cancel'
          ? order.nonce === nonceOf(id, ask.number)
          : isOrderOf(id, order) && (symbol === undefined || order.symbol === symbol);
      if (isMeant) account.orders.cancel(order.clientOrderId, 'cancelled by its strategy');
    }
  }

  #note(text: string): void {
    this.notes.push(text);
    if (this.notes.length > NOTES_MAX) this.notes.shift();
  }

  #instrumentOf(symbol: string): number | undefined {
    const found = this.#symbols.indexOf(symbol);
    return found < 0 ? undefined : found;
  }
}

const NO_ANSWER: RunAnswer = { asks: [], notes: [], bars: 0, barTime: null, values: {} };

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
