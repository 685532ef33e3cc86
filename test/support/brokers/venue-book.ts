import type { OrderChange, OrderTerms } from '#domain/orders/order';
import { type Decimal, divideDecimal, multiplyDecimal } from '#domain/values/decimal';
import type { VenueAnswer, VenueCommand } from './broker-vendor.ts';

export type VenueStatus = 'open' | 'filled' | 'cancelled' | 'rejected' | 'expired' | 'replaced';

export interface VenueFill {
  /** Counted from 1 within the venue. */
  readonly number: number;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly time: number;
  /** Filled of the order with this fill; of a combination of the leg. */
  readonly total: Decimal;
  /** Of a combination: its leg's place. */
  readonly leg?: number;
}

/** An order as a venue keeps it, in no vendor's words. */
export interface VenueOrder {
  readonly id: string;
  readonly clientId: string | null;
  readonly terms: VenueCommand['terms'];
  readonly enteredTime: number;
  readonly replaces: string | null;
  readonly fills: VenueFill[];
  replacedBy: string | null;
  status: VenueStatus;
  reason: string;
  updatedTime: number;
}

/** What doubles of venues have in common: orders, what reached them, and how the next command is met. */
export class VenueBook {
  readonly commands: VenueCommand[] = [];
  readonly orders = new Map<string, VenueOrder>();
  readonly #now: () => number;
  readonly #idOf: (count: number) => string;
  readonly #answers = new Map<VenueCommand['command'], VenueAnswer>();
  #fillCount = 0;

  constructor(now: () => number, idOf: (count: number) => string) {
    this.#now = now;
    this.#idOf = idOf;
  }

  answerNext(command: VenueCommand['command'], answer: VenueAnswer): void {
    this.#answers.set(command, answer);
  }

  /** How the command that is here now is met. */
  take(command: VenueCommand['command']): VenueAnswer {
    const answer = this.#answers.get(command) ?? { kind: 'accept' };
    this.#answers.delete(command);
    return answer;
  }

  add(terms: VenueOrder['terms'], clientId: string | null, replaces: string | null = null): VenueOrder {
    const time = this.#now();
    const order: VenueOrder = {
      id: this.#idOf(this.orders.size + 1),
      clientId,
      terms,
      enteredTime: time,
      replaces,
      fills: [],
      replacedBy: null,
      status: 'open',
      reason: '',
      updatedTime: time,
    };
    this.orders.set(order.id, order);
    return order;
  }

  /** A new order in the place of one that is open; to the venue it is an order of its own. */
  replace(old: VenueOrder, change: OrderChange, clientId: string | null): VenueOrder {
    const order = this.add({ ...old.terms, ...change }, clientId, old.id);
    old.replacedBy = order.id;
    this.end(old.id, 'replaced', '');
    return order;
  }

  fill(id: string, quantity: Decimal, price: Decimal): VenueFill {
    const order = this.get(id);
    const total = filledOf(order) + quantity;
    const time = this.#now();
    const fill = { number: ++this.#fillCount, quantity, price, time, total };
    order.fills.push(fill);
    order.updatedTime = time;
    if (order.status === 'open' && total === order.terms.quantity) order.status = 'filled';
    return fill;
  }

  /** So many combinations, each leg at its price. */
  fillLegs(id: string, quantity: Decimal, prices: readonly Decimal[]): VenueFill[] {
    const order = this.get(id);
    const time = this.#now();
    const fills = (order.terms.legs ?? []).map(({ ratio }, leg): VenueFill => {
      const traded = quantity * BigInt(ratio);
      const total = legFilledOf(order, leg) + traded;
      return { number: ++this.#fillCount, quantity: traded, price: prices[leg] ?? 0n, time, total, leg };
    });
    order.fills.push(...fills);
    order.updatedTime = time;
    if (order.status === 'open' && filledOf(order) === order.terms.quantity) order.status = 'filled';
    return fills;
  }

  end(id: string, status: VenueStatus, reason: string): VenueOrder {
    const order = this.get(id);
    order.status = status;
    order.reason = reason;
    order.updatedTime = this.#now();
    return order;
  }

  get(id: string): VenueOrder {
    const order = this.orders.get(id);
    if (!order) throw new Error(`the venue has no order ${id}`);
    return order;
  }

  byClientId(clientId: string): VenueOrder | undefined {
    return [...this.orders.values()].find((order) => order.clientId === clientId);
  }

  open(): VenueOrder[] {
    return [...this.orders.values()].filter(({ status }) => status === 'open');
  }
}

export function filledOf(order: VenueOrder): Decimal {
  const [first] = order.terms.legs ?? [];
  return first ? legFilledOf(order, 0) / BigInt(first.ratio) : (order.fills.at(-1)?.total ?? 0n);
}

/** Units of one leg of a combination. */
export function legFilledOf({ fills }: VenueOrder, leg: number): Decimal {
  return fills.findLast((fill) => fill.leg === leg)?.total ?? 0n;
}

/** Zero before the first fill. */
export function legAverageOf({ fills }: VenueOrder, leg: number): Decimal {
  const own = fills.filter((fill) => fill.leg === leg);
  const cost = own.reduce((sum, { quantity, price }) => sum + multiplyDecimal(quantity, price), 0n);
  const filled = own.at(-1)?.total ?? 0n;
  return filled === 0n ? 0n : divideDecimal(cost, filled);
}

/** Zero before the first fill. */
export function averageOf(order: VenueOrder): Decimal {
  const cost = order.fills.reduce((sum, { quantity, price }) => sum + multiplyDecimal(quantity, price), 0n);
  const filled = filledOf(order);
  return filled === 0n ? 0n : divideDecimal(cost, filled);
}

/** Terms without what is undefined, so that they can be compared. */
export function termsOf(
  terms: {
    readonly [Name in keyof OrderTerms]?: OrderTerms[Name] | undefined;
  },
): VenueCommand['terms'] {
  return Object.fromEntries(
    Object.entries(terms).filter(([, value]) => value !== undefined),
  ) as VenueCommand['terms'];
}
