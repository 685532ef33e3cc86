import { encodeQuotesFrame } from '#contract/feed/encode-frame';
import type { QuoteBoard } from '../cache/quote-board.ts';
import type { FeedSubscription } from './feed-subscription.ts';

/** Quotes of `symbols`; one the board does not know yet joins when it first appears there. */
export function createQuoteSubscription(
  subscription: number,
  board: QuoteBoard,
  symbols: readonly string[],
): FeedSubscription {
  const unknown = new Map<string, number>();
  const indexOfSlot = new Map<number, number>();
  symbols.forEach((symbol, index) => {
    const slot = board.find(symbol);
    if (slot === undefined) unknown.set(symbol, unknown.get(symbol) ?? index);
    else if (!indexOfSlot.has(slot)) indexOfSlot.set(slot, index);
  });
  const reader = board.reader([...indexOfSlot.keys()]);
  const slots = new Uint32Array(symbols.length);
  const symbolIndexes = new Uint32Array(symbols.length);
  let knownSymbols = board.symbols.length;

  function adoptNewSymbols(): void {
    if (unknown.size === 0 || board.symbols.length === knownSymbols) return;
    knownSymbols = board.symbols.length;
    for (const [symbol, index] of unknown) {
      const slot = board.find(symbol);
      if (slot === undefined) continue;
      unknown.delete(symbol);
      indexOfSlot.set(slot, index);
      reader.watch(slot);
    }
  }

  return {
    takeFrame(sequence) {
      adoptNewSymbols();
      const count = reader.drain(slots);
      if (count === 0) return undefined;
      for (let row = 0; row < count; row++) symbolIndexes[row] = indexOfSlot.get(slots[row]!)!;
      const { conflated } = reader;
      return {
        frame: encodeQuotesFrame({ subscription, sequence, conflated }, board, slots, symbolIndexes, count),
        conflated,
      };
    },
    close: () => reader.close(),
  };
}
