import type { z } from 'zod';
import { createStore, useStore } from 'zustand';
import type { EngineClient } from '#contract/rpc/connect-channel';
import type { instrument, series } from '#contract/services/market-data';
import type { SystemInfo } from '#contract/services/system';
import { requireEngine } from '../client/connection.ts';
import { refusalText } from '../client/refusal.ts';

export type InstrumentView = z.infer<typeof instrument>;
export type SeriesView = z.infer<typeof series>;

/** What changes seldom and is asked for, not watched. */
export interface Reference {
  readonly instruments: ReadonlyMap<string, InstrumentView>;
  readonly series: readonly SeriesView[];
  readonly info: SystemInfo | null;
  readonly isLoaded: boolean;
  readonly problem: string | null;
}

export const referenceStore = createStore<Reference>()(() => ({
  instruments: new Map(),
  series: [],
  info: null,
  isLoaded: false,
  problem: null,
}));

/** Asks for instruments, stored series and the running system. Rejects never; the problem is in the store. */
export async function loadReference(client: EngineClient, signal?: AbortSignal): Promise<void> {
  const options = signal ? { signal } : {};
  try {
    const [instruments, series, info] = await Promise.all([
      client.marketData.instruments(undefined, options),
      client.marketData.series(undefined, options),
      client.system.info(undefined, options),
    ]);
    referenceStore.setState({
      instruments: new Map(instruments.map((instrument) => [instrument.symbol, instrument])),
      series,
      info,
      isLoaded: true,
      problem: null,
    });
  } catch (error) {
    if (!signal?.aborted) referenceStore.setState({ problem: refusalText(error) });
  }
}

/** Asks again, after an import or on a press of Retry. */
export async function reloadReference(): Promise<void> {
  try {
    await loadReference(requireEngine());
  } catch (error) {
    referenceStore.setState({ problem: refusalText(error) });
  }
}

export const useReference = (): Reference => useStore(referenceStore);

/** The instrument of a symbol, or null while it is not known. */
export function useInstrument(symbol: string | null): InstrumentView | null {
  return useStore(referenceStore, (state) =>
    symbol === null ? null : (state.instruments.get(symbol) ?? null),
  );
}

/** Time of the first stored bar of a symbol, of whatever length; null while none is known. */
export function useFirstBarTime(symbol: string | null): number | null {
  return useStore(referenceStore, ({ series }) => {
    const times = series.flatMap((one) => (one.symbol === symbol ? [one.firstTime] : []));
    return times.length === 0 ? null : Math.min(...times);
  });
}

/** Digits after the point of a symbol's prices; 2 while it is not known. */
export function usePricePrecision(symbol: string | null): number {
  return useInstrument(symbol)?.pricePrecision ?? 2;
}
