import type { OrderBook } from '#domain/market/order-book';
import type { StreamSink, StreamState } from '#engine/ports/market-stream';

export interface HeardTick {
  readonly slot: number;
  readonly kind: number;
  readonly eventTime: number;
  readonly receivedTime: number;
  readonly price: number;
  readonly size: number;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
  readonly sequence: number;
}

export interface HeardBook {
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
  readonly sequence: number;
  readonly eventTime: number;
}

/** A sink that copies all it is given. */
export function recordingSink() {
  const heard = {
    ticks: [] as HeardTick[],
    batches: [] as number[],
    books: new Map<number, HeardBook>(),
    unreadable: [] as { raw: string; reason: string }[],
    states: [] as StreamState[],
    missed: [] as { slots: readonly number[]; from: number; to: number; reason: string }[],
  };
  const sink: StreamSink = {
    ticks(batch) {
      heard.batches.push(batch.length);
      for (let row = 0; row < batch.length; row++) {
        heard.ticks.push({
          slot: batch.slot[row]!,
          kind: batch.kind[row]!,
          eventTime: batch.eventTime[row]!,
          receivedTime: batch.receivedTime[row]!,
          price: batch.price[row]!,
          size: batch.size[row]!,
          bid: batch.bid[row]!,
          ask: batch.ask[row]!,
          bidSize: batch.bidSize[row]!,
          askSize: batch.askSize[row]!,
          sequence: batch.sequence[row]!,
        });
      }
    },
    book(slot, book, eventTime) {
      heard.books.set(slot, { ...levelsOf(book), sequence: book.sequence, eventTime });
    },
    unreadable: (raw, reason) => heard.unreadable.push({ raw, reason }),
    state: (state) => heard.states.push(state),
    missed: (slots, from, to, reason) => heard.missed.push({ slots, from, to, reason }),
  };
  const state = (): StreamState | undefined => heard.states.at(-1);
  const times = (kind: StreamState['kind']): number => heard.states.filter((one) => one.kind === kind).length;
  return { heard, sink, state, times };
}

/** The levels of a book as pairs of price and size, best first. */
export function levelsOf(book: OrderBook): Pick<HeardBook, 'bids' | 'asks'> {
  const [bids, asks] = [book.bids, book.asks].map((side) =>
    Array.from({ length: side.length }, (_, i) => [side.price[i]!, side.size[i]!] as const),
  );
  return { bids: bids!, asks: asks! };
}
