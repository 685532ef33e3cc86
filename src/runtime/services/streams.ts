import type { BookLevels } from '#contract/services/streams';
import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';
import { watchCollection, watchValue } from './watch.ts';

export function streamHandlers(on: Implementer, engine: Engine) {
  const { live, clock } = engine;

  async function* watchBook(
    symbol: string,
    levels: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<BookLevels, void, void> {
    const { value, close } = live.books.open(symbol);
    try {
      const source = {
        read: () => value.get(),
        onChange: (listener: () => void) => value.onChange(listener),
      };
      for await (const book of watchValue(source, { clock, signal }))
        yield { ...book, bids: book.bids.slice(0, levels), asks: book.asks.slice(0, levels) };
    } finally {
      close();
    }
  }

  return {
    sources: on.streams.sources.handler(() => live.sources.items()),
    watchSources: on.streams.watchSources.handler(({ signal }) =>
      watchCollection(live.sources, { clock, signal }),
    ),
    list: on.streams.list.handler(() => live.subscriptions.items()),
    watch: on.streams.watch.handler(({ signal }) => watchCollection(live.subscriptions, { clock, signal })),
    subscribe: on.streams.subscribe.handler(({ input }) =>
      live.subscribe(input.symbols, input.chain, input.dataType),
    ),
    unsubscribe: on.streams.unsubscribe.handler(({ input }) => ({
      removed: live.unsubscribe(input.symbols),
    })),
    configure: on.streams.configure.handler(({ input }) => live.configure(input.source, input.values)),
    watchBook: on.streams.watchBook.handler(({ input, signal }) =>
      watchBook(input.symbol, input.levels, signal),
    ),
  };
}
