import { useEffect, useState } from 'react';
import type { BookLevels, StreamSource, SubscriptionView } from '#contract/services/streams';
import { connectionStore, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useStreamSources, useSubscriptions } from '../../stores/engine-streams.ts';

export interface BookState {
  /** The newest levels, kept while the engine is away; null before the first. */
  readonly book: BookLevels | null;
  readonly problem: string | null;
}

const NONE: BookState = { book: null, problem: null };

/** Watches the order book of a symbol while the caller is on the screen; nothing is watched without one. */
export function useBook(symbol: string | null, levels: number): BookState {
  const isConnected = useIsConnected();
  const [state, setState] = useState<BookState>(NONE);
  useEffect(() => setState((kept) => (kept.book?.symbol === symbol ? kept : NONE)), [symbol]);
  useEffect(() => {
    const client = connectionStore.getState().link?.client;
    if (!isConnected || client === undefined || symbol === null) return undefined;
    const stop = new AbortController();
    const follow = async (): Promise<void> => {
      try {
        const { signal } = stop;
        for await (const book of await client.streams.watchBook({ symbol, levels }, { signal }))
          if (!signal.aborted) setState({ book, problem: null });
      } catch (error) {
        if (!stop.signal.aborted) setState((kept) => ({ ...kept, problem: refusalText(error) }));
      }
    };
    void follow();
    return () => stop.abort();
  }, [isConnected, symbol, levels]);
  return state;
}

/** {@link useBook} of a symbol whose source gives books, with that source; without one, nothing is watched. */
export function useBookOf(
  symbol: string | null,
  levels: number,
): BookState & {
  readonly hasBook: boolean;
  readonly source: StreamSource | undefined;
  readonly subscription: SubscriptionView | undefined;
} {
  const subscription = useSubscriptions().byId.get(symbol ?? '');
  const source = useStreamSources().byId.get(subscription?.source ?? '');
  const hasBook = source?.gives.includes('book') === true;
  return { ...useBook(hasBook ? symbol : null, levels), hasBook, source, subscription };
}
