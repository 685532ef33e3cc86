import type { WorkingOrder } from './working-order.ts';

/** Orders that rest, by instrument, in order of arrival. */
export class OrderBook {
  /** How many rest in all. */
  count = 0;
  readonly #byInstrument: WorkingOrder[][];

  constructor(instruments: number) {
    this.#byInstrument = Array.from({ length: instruments }, () => []);
  }

  /** The instrument's orders; those that have closed stay in it until {@link sweep}. */
  of(instrument: number): readonly WorkingOrder[] {
    return this.#byInstrument[instrument]!;
  }

  find(id: number): WorkingOrder | undefined {
    for (const orders of this.#byInstrument)
      for (const order of orders) if (order.id === id && order.isOpen) return order;
    return undefined;
  }

  add(order: WorkingOrder): void {
    this.#byInstrument[order.instrument]!.push(order);
    this.count += 1;
  }

  /** Takes an order out of the reckoning; false when it was not resting. */
  close(order: WorkingOrder): boolean {
    if (!order.isOpen) return false;
    order.isOpen = false;
    this.count -= 1;
    return true;
  }

  /** Forgets the instrument's closed orders. Not to be called while they are walked. */
  sweep(instrument: number): void {
    const orders = this.#byInstrument[instrument]!;
    let kept = 0;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]!;
      if (order.isOpen) orders[kept++] = order;
    }
    // Setting an array's length calls into the runtime; popping does not.
    while (orders.length > kept) orders.pop();
  }

  /** Every order that rests, by instrument and age. */
  all(): WorkingOrder[] {
    return this.#byInstrument.flatMap((orders) => orders.filter(({ isOpen }) => isOpen));
  }
}
