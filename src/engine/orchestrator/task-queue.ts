/** Lane 1 is served before lane 2, and so on; first come, first served within a lane. */
export type Lane = 1 | 2 | 3 | 4;

/** A bounded priority queue of four lanes. The same arrivals leave in the same order. */
export class TaskQueue<Item> {
  readonly #lanes: Item[][] = [[], [], [], []];
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.length, 0);
  }

  /** False when the queue is full; the item was not taken. */
  push(lane: Lane, item: Item): boolean {
    if (this.size >= this.#capacity) return false;
    this.#lanes[lane - 1]!.push(item);
    return true;
  }

  shift(): Item | undefined {
    return this.#lanes.find((lane) => lane.length > 0)?.shift();
  }

  /** Takes out the first item that fits. */
  take(fits: (item: Item) => boolean): Item | undefined {
    for (const lane of this.#lanes) {
      const index = lane.findIndex(fits);
      if (index >= 0) return lane.splice(index, 1)[0];
    }
    return undefined;
  }

  count(fits: (item: Item) => boolean): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.filter(fits).length, 0);
  }
}
