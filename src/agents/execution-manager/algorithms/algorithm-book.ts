import { OctopusError } from '#contract/errors';
import type { AlgorithmState, AlgorithmTerms } from '#domain/orders/algorithms/algorithm-terms';
import type { AlgorithmProgress } from '#domain/orders/algorithms/next-step';
import { planSlices } from '#domain/orders/algorithms/slice-plan';
import type { Arrival } from '#domain/orders/arrival';
import type { Order } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';
import { isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ZERO, type Decimal, multiplyDecimal, parseDecimal } from '#domain/values/decimal';
import type { AlgorithmPayloads } from '#engine/journal/algorithm-records';
import type { Projection } from '#engine/journal/projection';
import type { JournalStore } from '#engine/ports/journal-store';

/** An order that is worked in parts, as its records tell it. */
export interface WorkedOrder
  extends Pick<AlgorithmProgress, 'lot' | 'plan' | 'lastNumber' | 'isRestSent' | 'volume' | 'reason'> {
  readonly id: string;
  readonly account: string;
  readonly terms: AlgorithmTerms;
  /** How it was planned, and what a start in between could not know. */
  planNote: string | null;
  readonly arrival: Arrival;
  readonly createdTime: number;
  readonly children: Map<string, Order>;
  updatedTime: number;
  state: AlgorithmState;
  endsAs?: 'finished' | 'cancelled';
  reason: string;
  lastNumber: number;
  isRestSent: boolean;
  volume: number;
  /** When what trades counts, from the last part on, whose record has the volume until then. `to` is null while it does. */
  volumeSpans: readonly VolumeSpan[];
  /** Why its account takes nothing for now; empty while it does. Of this run alone. */
  waitsFor: string;
  /** When it wants to be looked at; null when only a fill or a person brings the next step. */
  nextTime: number | null;
}

export interface VolumeSpan {
  readonly from: number;
  readonly to: number | null;
}

type Kind = keyof AlgorithmPayloads;
type Source = Pick<JournalStore, 'readNewest' | 'correlated'>;

/** Of those that have ended the newest are kept at hand. */
const KEPT_MAX = 200;
/** Records of each kind that are looked through for those that have not ended. */
const LOOKED_THROUGH_MAX = 20_000;

/** Every order that is worked in parts, made of its records and of its children as the projection has them. */
export class AlgorithmBook {
  readonly #projection: Pick<Projection, 'order'>;
  readonly #known = new Map<string, WorkedOrder>();
  readonly #active = new Map<string, Set<WorkedOrder>>();

  constructor(projection: Pick<Projection, 'order'>) {
    this.#projection = projection;
  }

  /**
   * Forgets everything and reads it anew from what is durable: all that has not ended, and the newest of the rest. What
   * was counted of the market's volume is true whatever was undone.
   */
  restore(store: Source): void {
    const counted = new Map(this.active().map(({ id, volume, planNote }) => [id, { volume, planNote }]));
    this.#known.clear();
    this.#active.clear();
    const ended = new Set(
      store
        .readNewest({ kind: 'AlgorithmStateChanged', limit: LOOKED_THROUGH_MAX })
        .filter(({ payload }) =>
          isOver((JSON.parse(payload) as AlgorithmPayloads['AlgorithmStateChanged']).state),
        )
        .map(({ correlationId }) => correlationId),
    );
    const started = store.readNewest({ kind: 'AlgorithmStarted', limit: LOOKED_THROUGH_MAX });
    const wanted = started.filter(
      ({ correlationId }, place) => place < KEPT_MAX || !ended.has(correlationId),
    );
    for (const { correlationId } of wanted.reverse())
      for (const { kind, payload, eventTime } of store.correlated(correlationId ?? ''))
        this.apply(kind as Kind, JSON.parse(payload) as AlgorithmPayloads[Kind], eventTime);
    for (const [id, { volume, planNote }] of counted) {
      const worked = this.#known.get(id);
      if (!worked) continue;
      worked.volume = Math.max(worked.volume, volume);
      worked.planNote = planNote;
    }
  }

  /** Oldest first. */
  all(): WorkedOrder[] {
    return [...this.#known.values()];
  }

  get(id: string): WorkedOrder | undefined {
    return this.#known.get(id);
  }

  require(id: string): WorkedOrder {
    const worked = this.#known.get(id);
    if (!worked) throw new OctopusError('NOT_FOUND', `no algorithm ${id}; trading.algorithms lists them`);
    return worked;
  }

  /** Those of an account that have not ended; undefined when there are none. */
  activeOf(account: string): ReadonlySet<WorkedOrder> | undefined {
    return this.#active.get(account);
  }

  /** Those of every account that have not ended. */
  active(): WorkedOrder[] {
    return [...this.#active.values()].flatMap((some) => [...some]);
  }

  apply<K extends Kind>(kind: K, payload: AlgorithmPayloads[K], eventTime: number): void {
    if (kind === 'AlgorithmStarted') this.#begin(payload as AlgorithmPayloads['AlgorithmStarted'], eventTime);
    const worked = this.#known.get(payload.algorithmId);
    if (!worked) return;
    worked.updatedTime = eventTime;
    if (kind === 'AlgorithmChildSent') {
      this.#addChild(worked, payload as AlgorithmPayloads['AlgorithmChildSent']);
      worked.volumeSpans = [{ from: eventTime, to: null }];
    }
    if (kind === 'AlgorithmStateChanged') {
      const { state, reason, endsAs } = payload as AlgorithmPayloads['AlgorithmStateChanged'];
      worked.volumeSpans = spansAfter(worked, state, eventTime);
      worked.state = state;
      worked.reason = reason;
      if (endsAs !== undefined) worked.endsAs = endsAs;
    }
    this.#file(worked);
  }

  /** Takes over what has become of the children that were open; answers those that ended since the last look. */
  look(worked: WorkedOrder): Order[] {
    const ended: Order[] = [];
    for (const [id, before] of worked.children) {
      if (!isOpenStatus(before.status)) continue;
      const order = this.#projection.order(id);
      if (!order || order === before) continue;
      worked.children.set(id, order);
      if (!isOpenStatus(order.status)) ended.push(order);
    }
    return ended;
  }

  /** An order of the projection changed: a late fill of one that had ended counts too. */
  changed(order: Order): WorkedOrder | undefined {
    const worked = order.algorithmId === undefined ? undefined : this.#known.get(order.algorithmId);
    const before = worked?.children.get(order.clientOrderId);
    // What is open is taken by `look`, which tells what ended.
    if (before && !isOpenStatus(before.status)) worked?.children.set(order.clientOrderId, order);
    return worked;
  }

  #begin(payload: AlgorithmPayloads['AlgorithmStarted'], createdTime: number): void {
    const { algorithmId, account, lot, seed, weights, planNote, arrival } = payload;
    const terms = amountsFromText<AlgorithmTerms>(payload.terms);
    const { startTime, endTime, jitter = 0 } = terms;
    const plan =
      weights === undefined || endTime === undefined
        ? []
        : planSlices({ startTime, endTime, weights: weights.map(parseDecimal), jitter, seed });
    this.#known.set(algorithmId, {
      id: algorithmId,
      account,
      terms,
      lot: parseDecimal(lot),
      plan,
      planNote: planNote ?? null,
      arrival,
      createdTime,
      updatedTime: createdTime,
      children: new Map(),
      state: 'running',
      reason: '',
      waitsFor: '',
      lastNumber: 0,
      isRestSent: false,
      volume: 0,
      volumeSpans: [{ from: createdTime, to: null }],
      nextTime: startTime,
    });
  }

  #addChild(worked: WorkedOrder, payload: AlgorithmPayloads['AlgorithmChildSent']): void {
    const { number, clientOrderId, volume } = payload;
    const order = this.#projection.order(clientOrderId);
    if (order) worked.children.set(clientOrderId, order);
    if (number === 0) worked.isRestSent = true;
    worked.lastNumber = Math.max(worked.lastNumber, number);
    if (volume !== undefined) worked.volume = Math.max(worked.volume, volume);
  }

  #file(worked: WorkedOrder): void {
    const some = this.#active.get(worked.account) ?? new Set();
    if (isOver(worked.state)) some.delete(worked);
    else some.add(worked);
    if (some.size === 0) this.#active.delete(worked.account);
    else this.#active.set(worked.account, some);
  }
}

/** What trades while it is paused does not count. */
function spansAfter(
  { state: before, volumeSpans }: WorkedOrder,
  state: AlgorithmState,
  eventTime: number,
): readonly VolumeSpan[] {
  if (state === before) return volumeSpans;
  if (state === 'running') return [...volumeSpans, { from: eventTime, to: null }];
  return volumeSpans.map(({ from, to }) => ({ from, to: to ?? eventTime }));
}

/** Whether nothing more is sent, whatever happens. */
export function isOver(state: AlgorithmState): boolean {
  return state === 'finished' || state === 'cancelled';
}

/** How far it has come, by its children; by those given where they are newer than the book's. */
export function progressOf(
  worked: WorkedOrder,
  children: Iterable<Order> = worked.children.values(),
): AlgorithmProgress & { readonly tradedValue: Decimal } {
  let filled = DECIMAL_ZERO;
  let working = DECIMAL_ZERO;
  let tradedValue = DECIMAL_ZERO;
  let hasOpenChild = false;
  for (const { status, quantity, filledQuantity, averagePrice } of children) {
    filled += filledQuantity;
    tradedValue += multiplyDecimal(filledQuantity, averagePrice);
    if (!isOpenStatus(status)) continue;
    hasOpenChild = true;
    working += quantity - filledQuantity;
  }
  return { ...worked, filled, working, hasOpenChild, tradedValue };
}
