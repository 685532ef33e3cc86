import type { RestingOrder } from './resting-order.ts';

/** Orders that rest, by instrument, in order of arrival. */
export class RestingOrders<Order extends RestingOrder = RestingOrder> {
  /** How many rest in all. */
  count = 0;
  readonly #byInstrument: Order[][];
  #spare: Order | undefined;

  /** Instruments may also come later, by {@link addInstrument}. */
  constructor(instruments: number) {
    this.#byInstrument = Array.from({ length: instruments }, () => []);
  }

  /** Room for one more instrument; its number. */
  addInstrument(): number {
    return this.#byInstrument.push([]) - 1;
  }

  /** The instrument's orders; those that have closed stay in it until {@link sweep}. */
  of(instrument: number): readonly Order[] {
    return this.#byInstrument[instrument]!;
  }

  find(id: number): Order | undefined {
    for (const orders of this.#byInstrument)
      for (const order of orders) if (order.id === id && order.isOpen) return order;
    return undefined;
  }

  add(order: Order): void {
    this.#byInstrument[order.instrument]!.push(order);
    this.count += 1;
  }

  /** Takes an order out of the reckoning; false when it was not resting. */
  close(order: Order): boolean {
    if (!order.isOpen) return false;
    order.isOpen = false;
    this.count -= 1;
    return true;
  }

  /** Puts an order behind all others of its instrument. Not to be called while they are walked. */
  moveToBack(order: Order): void {
    const orders = this.#byInstrument[order.instrument]!;
    const place = orders.indexOf(order);
    if (place < 0) return;
    orders.splice(place, 1);
    orders.push(order);
  }

  /** Forgets the instrument's closed orders. Not to be called while they are walked. */
  sweep(instrument: number): void {
    const orders = this.#byInstrument[instrument]!;
    let kept = 0;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]!;
      if (order.isOpen) orders[kept++] = order;
      else this.#spare = order;
    }
    // Setting an array's length calls into the runtime; popping does not.
    while (orders.length > kept) orders.pop();
  }

  /** The object of an order that was forgotten, at most once, to serve as another. */
  takeSpare(): Order | undefined {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare;
  }

  /** Every order that rests, by instrument and age. */
  all(): Order[] {
    return this.#byInstrument.flatMap((orders) => orders.filter(({ isOpen }) => isOpen));
  }
}
