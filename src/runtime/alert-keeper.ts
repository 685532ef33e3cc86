import type { AlertBook } from '#agents/realtime-processor/alert-book';
import { OctopusError } from '#contract/errors';
import type { AlertView } from '#contract/services/alerts';
import type { Clock } from '#engine/ports/clock';
import type { DocumentStore } from '#engine/ports/market-store';
import type { LiveViews } from './live-views.ts';

const COLLECTION = 'alerts';
const ALERTS_MAX = 1_000;

/** Alerts a person set: kept on disk, armed in the book, shown on screens. */
export class AlertKeeper {
  readonly #documents: DocumentStore;
  readonly #book: AlertBook;
  readonly #views: LiveViews;
  readonly #clock: Clock;
  readonly #createId: () => string;

  constructor(ports: {
    documents: DocumentStore;
    book: AlertBook;
    views: LiveViews;
    clock: Clock;
    createId: () => string;
  }) {
    this.#documents = ports.documents;
    this.#book = ports.book;
    this.#views = ports.views;
    this.#clock = ports.clock;
    this.#createId = ports.createId;
    this.restore();
  }

  /** Puts every alert as it was kept in the place of those in the book, which may have fired without a record. */
  restore(): void {
    for (const { document } of this.#documents.list(COLLECTION, this.#clock.now(), ALERTS_MAX).reverse())
      this.#book.put(document as AlertView);
    this.refresh();
  }

  create(condition: AlertView['condition']): AlertView {
    if (this.#book.size >= ALERTS_MAX)
      throw new OctopusError('BAD_REQUEST', `there are ${ALERTS_MAX} alerts already; remove some first`);
    const alert: AlertView = {
      id: this.#createId(),
      condition,
      state: 'active',
      createdTime: this.#clock.now(),
      triggeredTime: null,
      triggeredBy: null,
      currentValue: null,
    };
    this.#keep(alert);
    return alert;
  }

  remove(id: string): boolean {
    const removed = this.#book.remove(id);
    if (removed) this.#documents.remove(COLLECTION, id);
    this.#views.alerts.remove(id);
    return removed;
  }

  rearm(id: string): AlertView {
    const known = this.#book.views().find((alert) => alert.id === id);
    if (!known) throw new OctopusError('NOT_FOUND', `no alert ${id}`);
    const armed: AlertView = { ...known, state: 'active', triggeredTime: null, triggeredBy: null };
    this.#keep(armed);
    return armed;
  }

  /** The journal holds that an alert fired: keep it and say so. */
  fired(id: string): void {
    const alert = this.#book.views().find((candidate) => candidate.id === id);
    if (!alert) return;
    this.#documents.put(COLLECTION, alert.id, alert);
    this.#views.alerts.upsert(alert);
    this.#views.notifyAlert(alert);
  }

  /** Shows the newest values of every alert. */
  refresh(): void {
    const changed = this.#book
      .views()
      .filter(
        (alert) =>
          this.#views.alerts.get(alert.id)?.currentValue !== alert.currentValue ||
          !this.#views.alerts.get(alert.id),
      );
    this.#views.alerts.upsert(...changed);
  }

  #keep(alert: AlertView): void {
    this.#book.put(alert);
    this.#documents.put(COLLECTION, alert.id, alert);
    this.#views.alerts.upsert(alert);
  }
}
