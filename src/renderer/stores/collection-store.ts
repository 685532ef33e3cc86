import { createStore, type StoreApi } from 'zustand';
import { onNextFrame } from './next-frame.ts';

/** What a `watch` of a collection yields. */
export type CollectionEvent<Item> =
  | { readonly kind: 'snapshot'; readonly items: readonly Item[] }
  | { readonly kind: 'changed'; readonly items: readonly Item[]; readonly removedIds: readonly string[] };

export interface CollectionState<Item> {
  /** In the store's order, at most its limit. */
  readonly items: readonly Item[];
  readonly byId: ReadonlyMap<string, Item>;
  /** False until the first snapshot. */
  readonly isLoaded: boolean;
  readonly problem: string | null;
}

export interface CollectionStore<Item> {
  readonly store: StoreApi<CollectionState<Item>>;
  receive(event: CollectionEvent<Item>): void;
  fail(problem: string): void;
  /** Forgets everything, what has not been shown yet included. */
  reset(): void;
}

export interface CollectionOptions<Item> {
  readonly idOf: (item: Item) => string;
  /** Zero for equals, of which the one heard of last comes first. */
  readonly compare: (a: Item, b: Item) => number;
  /** Items kept, the first of the order. */
  readonly limit?: number;
  /** Told of every event at once, before the frame, for what must not wait for a screen. */
  readonly onEvent?: (event: CollectionEvent<Item>) => void;
}

/** Holds a watched collection; events that come within one frame are applied in order and shown once. */
export function createCollectionStore<Item>(options: CollectionOptions<Item>): CollectionStore<Item> {
  const { idOf, compare, limit = 5_000, onEvent } = options;
  const empty = (): CollectionState<Item> => ({ items: [], byId: new Map(), isLoaded: false, problem: null });
  const store = createStore<CollectionState<Item>>()(empty);
  let pending: CollectionEvent<Item>[] = [];

  function apply(): void {
    const events = pending;
    pending = [];
    if (events.length === 0) return;
    let byId = new Map(store.getState().byId);
    for (const event of events) {
      if (event.kind === 'snapshot') byId = new Map();
      for (const item of event.items) byId.set(idOf(item), item);
      if (event.kind === 'changed') for (const id of event.removedIds) byId.delete(id);
    }
    // Of equals the one heard of last stands first: while a replay rests, market time does not tell orders apart.
    const items = [...byId.values()].reverse().sort(compare);
    for (const item of items.splice(limit)) byId.delete(idOf(item));
    store.setState({ items, byId, isLoaded: true, problem: null });
  }

  return {
    store,
    receive(event) {
      onEvent?.(event);
      pending.push(event);
      if (pending.length === 1) onNextFrame(apply);
    },
    fail: (problem) => store.setState({ problem }),
    reset() {
      pending = [];
      store.setState(empty());
    },
  };
}
