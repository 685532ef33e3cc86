import { createStore, useStore } from 'zustand';
import type { SystemHealth } from '#contract/services/system';
import { healthStream } from './engine-streams.ts';

/** Figures kept: ten minutes at one a second. */
export const HEALTH_KEPT = 600;

const historyStore = createStore<{ readonly items: readonly SystemHealth[] }>()(() => ({ items: [] }));

healthStream.store.subscribe(({ value }, before) => {
  if (value !== null && value !== before.value)
    historyStore.setState(({ items }) => ({ items: withHealth(items, value) }));
});

/** The history with one more; a clock that went back, as that of another engine, begins it anew. */
export function withHealth(items: readonly SystemHealth[], next: SystemHealth): readonly SystemHealth[] {
  const last = items.at(-1);
  if (last !== undefined && next.time < last.time) return [next];
  return [...items.slice(Math.max(0, items.length - HEALTH_KEPT + 1)), next];
}

/** What the engine said of itself since this window opened, oldest first. */
export const useHealthHistory = (): readonly SystemHealth[] => useStore(historyStore, ({ items }) => items);
