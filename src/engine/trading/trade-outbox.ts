import { topics } from '#contract/topics';
import type { Bus } from '../bus/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../ports/clock.ts';
import type { JournalRecord } from '../ports/journal-store.ts';
import type { DocumentStore } from '../ports/market-store.ts';

/** What is published of a record. `id` is its sequence: one that comes again after a crash has the same. */
export interface TradeUpdate {
  readonly id: number;
  readonly kind: string;
  readonly account: string;
  /** Of a trade. */
  readonly fillId?: string;
}

export interface TradeOutboxPorts {
  readonly journal: Journal;
  readonly bus: Pick<Bus, 'publish'>;
  readonly documents: Pick<DocumentStore, 'get' | 'put'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly isReadOnly: boolean;
  readonly onProblem: (error: unknown) => void;
}

const COLLECTION = 'outbox';
const DOCUMENT = 'trades';
const PAGE = 1_000;
/** How long after a publication the place in the journal is kept: a burst costs one write. */
const KEEP_AFTER_MS = 100;

const TRADES = new Set(['OrderFilled', 'FeeBooked']);
const PORTFOLIO = new Set([...TRADES, 'CashAdjusted', 'PositionAdjusted', 'AccountOpened', 'SessionStarted']);

/**
 * Tells the bus of trades and of changed portfolios once they are durable, in the order of the journal. How far it is, is
 * kept: what was committed and not published when the engine was killed is published at the next start.
 */
export class TradeOutbox {
  readonly #ports: TradeOutboxPorts;
  #sequence = 0;
  #kept = 0;
  #stops: (() => void)[] = [];
  #cancelKeep: (() => void) | undefined;

  constructor(ports: TradeOutboxPorts) {
    this.#ports = ports;
  }

  /** Publishes what is left from before, and from now on what is committed. Listeners have to be there already. */
  start(): void {
    const { journal, documents, clock } = this.#ports;
    const stored = documents.get(COLLECTION, DOCUMENT, clock.now()) as { sequence?: number } | undefined;
    this.#sequence = stored?.sequence ?? journal.store.last()?.sequence ?? 0;
    this.#kept = stored?.sequence ?? -1;
    for (
      let page = journal.store.read(this.#sequence, PAGE);
      page.length > 0;
      page = journal.store.read(this.#sequence, PAGE)
    )
      this.#publish(page);
    this.#keep();
    this.#stops = [journal.onCommitted(({ records }) => this.#publish(records))];
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#cancelKeep?.();
    this.#cancelKeep = undefined;
    this.#keep();
  }

  #publish(records: readonly JournalRecord[]): void {
    const { bus, clock } = this.#ports;
    let hasPublished = false;
    for (const record of records) {
      this.#sequence = record.sequence;
      if (!PORTFOLIO.has(record.kind)) continue;
      const update = this.#updateOf(record);
      if (TRADES.has(record.kind)) bus.publish(topics.trades, record.eventTime, update, record.correlationId);
      bus.publish(topics.portfolioUpdates, record.eventTime, update, record.correlationId);
      hasPublished = true;
    }
    if (!hasPublished || this.#cancelKeep) return;
    this.#cancelKeep = clock.after(KEEP_AFTER_MS, () => {
      this.#cancelKeep = undefined;
      this.#keep();
    });
  }

  #keep(): void {
    const { documents, isReadOnly, onProblem } = this.#ports;
    if (isReadOnly || this.#kept === this.#sequence) return;
    try {
      documents.put(COLLECTION, DOCUMENT, { sequence: this.#sequence });
      this.#kept = this.#sequence;
    } catch (error) {
      // It is kept with the next publication; until then a crash would publish some once more, by the same ids.
      onProblem(error);
    }
  }

  #updateOf({ sequence, kind, payload }: JournalRecord): TradeUpdate {
    const { account, clientOrderId, fillId } = JSON.parse(payload) as Record<string, string | undefined>;
    const order =
      clientOrderId === undefined ? undefined : this.#ports.journal.projection.order(clientOrderId);
    return {
      id: sequence,
      kind,
      account: account ?? order?.account ?? '',
      ...(fillId === undefined ? {} : { fillId }),
    };
  }
}
