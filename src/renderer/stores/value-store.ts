import { createStore, type StoreApi } from 'zustand';
import { onNextFrame } from './next-frame.ts';

export interface ValueState<Value> {
  /** The newest value; kept while the engine is away. */
  readonly value: Value | null;
  /** Wall time at which it arrived. */
  readonly receivedTime: number | null;
  /** Why the stream stopped, while it is stopped. */
  readonly problem: string | null;
}

export interface ValueStore<Value> {
  readonly store: StoreApi<ValueState<Value>>;
  receive(value: Value): void;
  fail(problem: string): void;
  /** Forgets the value, one not shown yet included. */
  reset(): void;
}

/** Holds the newest value of a stream; values that come within one frame are folded into the last of them. */
export function createValueStore<Value>(): ValueStore<Value> {
  const empty = (): ValueState<Value> => ({ value: null, receivedTime: null, problem: null });
  const store = createStore<ValueState<Value>>()(empty);
  let pending: { value: Value } | null = null;
  return {
    store,
    receive(value) {
      const isScheduled = pending !== null;
      pending = { value };
      if (isScheduled) return;
      onNextFrame(() => {
        if (pending === null) return;
        store.setState({ value: pending.value, receivedTime: Date.now(), problem: null });
        pending = null;
      });
    },
    fail: (problem) => store.setState({ problem }),
    reset() {
      pending = null;
      store.setState(empty());
    },
  };
}
