import { useStore } from 'zustand';
import { sessionStream } from '../../stores/engine-streams.ts';

const DAY_MS = 86_400_000;

/**
 * Midnight UTC of the day that the replay session plays of a symbol: what is of that day or later is not known yet.
 * Null for a symbol that lives by the clock of this desk.
 */
export function useMarketDay(symbol: string): number | null {
  return useStore(sessionStream.store, ({ value }) =>
    value?.symbols.includes(symbol) ? Math.floor(value.eventTime / DAY_MS) * DAY_MS : null,
  );
}
