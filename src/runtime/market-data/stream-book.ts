import type { Clock } from '#engine/ports/clock';
import type { DocumentStore } from '#engine/ports/market-store';

const SUBSCRIPTIONS = 'stream-subscriptions';
const VALUES = 'stream-values';
const DOCUMENTS_MAX = 10_000;

/** What is kept of streams for the next start: the symbols that are to stream, and the numbers that sources are set to. */
export class StreamBook {
  readonly #documents: DocumentStore;
  readonly #clock: Pick<Clock, 'now'>;
  #isKeeping = true;

  constructor(documents: DocumentStore, clock: Pick<Clock, 'now'>) {
    this.#documents = documents;
    this.#clock = clock;
  }

  /** What is subscribed and left from now on changes nothing for the next start. */
  keepNothing(): void {
    this.#isKeeping = false;
  }

  keep(symbol: string, chain: readonly string[]): void {
    if (this.#isKeeping) this.#documents.put(SUBSCRIPTIONS, symbol, { chain });
  }

  forget(symbol: string): void {
    if (this.#isKeeping) this.#documents.remove(SUBSCRIPTIONS, symbol);
  }

  subscriptions(): { readonly symbol: string; readonly chain: readonly string[] }[] {
    return this.#list<{ chain: string[] }>(SUBSCRIPTIONS).map(([symbol, { chain }]) => ({ symbol, chain }));
  }

  /** Numbers by source and name, as far as they were changed. */
  values(): Record<string, Record<string, number>> {
    return Object.fromEntries(this.#list<Record<string, number>>(VALUES));
  }

  putValues(source: string, values: Readonly<Record<string, number>>): void {
    this.#documents.put(VALUES, source, values);
  }

  #list<Kept>(collection: string): [id: string, document: Kept][] {
    const kept = this.#documents.list(collection, this.#clock.now(), DOCUMENTS_MAX);
    return kept.map(({ id, document }) => [id, document as Kept]);
  }
}
