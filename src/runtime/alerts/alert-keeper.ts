import type { AlertBook } from '#agents/realtime-processor/alert-book';
import { OctopusError } from '#contract/errors';
import {
  type AlertInput,
  type AlertTriggerView,
  type AlertView,
  alertDefinition,
} from '#contract/services/alerts';
import type { AlertDefinition } from '#domain/alerts/alert-definition';
import { formatAlertFrequency, parseAlertFrequency } from '#domain/alerts/alert-frequency';
import { symbolsOf } from '#domain/alerts/alert-rule';
import { formatAlertRule } from '#domain/alerts/format-alert-rule';
import { parseAlertRule, type RuleContext } from '#domain/alerts/parse-alert-rule';
import type { Clock } from '#engine/ports/clock';
import type { JournalRecord, JournalStore } from '#engine/ports/journal-store';
import type { DocumentStore } from '#engine/ports/market-store';
import type { LiveViews } from '../market-data/live-views.ts';
import { type AlertDocument, readAlertDocument } from './alert-document.ts';
import { alertTriggerOf } from './alert-record.ts';

const COLLECTION = 'alerts';
const ALERTS_MAX = 1_000;

export interface AlertKeeperPorts {
  readonly documents: DocumentStore;
  readonly journal: Pick<JournalStore, 'readNewest' | 'correlated'>;
  readonly book: AlertBook;
  readonly views: LiveViews;
  readonly clock: Clock;
  readonly createId: () => string;
  readonly contextOf: (symbol: string) => Omit<RuleContext, 'symbol'>;
  /** Throws UNKNOWN_SYMBOL for a symbol that neither the store nor the quote board knows. */
  readonly learn: (symbols: readonly string[]) => Promise<void>;
  /** Gives the book the past of bars it wants; called when an alert was armed. */
  readonly warmUp: () => void;
}

/** Alerts a person set: kept on disk, armed in the book, shown on screens. Their triggers are read from the journal. */
export class AlertKeeper {
  readonly #ports: AlertKeeperPorts;
  readonly #kept = new Map<string, AlertDocument>();

  constructor(ports: AlertKeeperPorts) {
    this.#ports = ports;
    this.restore();
  }

  /** Puts every alert as it was kept in the place of those in the book, which may have fired without a record. */
  restore(): void {
    const { documents, clock } = this.#ports;
    for (const { document } of documents.list(COLLECTION, clock.now(), ALERTS_MAX).reverse())
      this.#arm(readAlertDocument(document));
    this.refresh();
    this.#ports.warmUp();
  }

  async create(input: AlertInput): Promise<AlertView> {
    const definition = await this.#define(input);
    if (this.#kept.size >= ALERTS_MAX)
      throw new OctopusError('BAD_REQUEST', `there are ${ALERTS_MAX} alerts already; remove some first`);
    return this.#keep({
      id: this.#ports.createId(),
      definition,
      state: 'active',
      createdTime: this.#ports.clock.now(),
      triggerCount: 0,
      lastTrigger: null,
      restsSince: null,
    });
  }

  async update(id: string, input: AlertInput): Promise<AlertView> {
    const definition = await this.#define(input);
    const kept = this.#require(id);
    const state = kept.state === 'disabled' ? 'disabled' : 'active';
    return this.#keep({ ...kept, definition, state, restsSince: null });
  }

  remove(id: string): boolean {
    const { documents, views, book } = this.#ports;
    const isKnown = this.#kept.delete(id);
    book.remove(id);
    if (isKnown) documents.remove(COLLECTION, id);
    views.alerts.remove(id);
    return isKnown;
  }

  /** Arms one that fired or expired, at once. */
  rearm(id: string): AlertView {
    const kept = this.#require(id);
    const { expiresTime } = kept.definition;
    if (kept.state === 'expired' && expiresTime !== null && expiresTime <= this.#ports.clock.now())
      throw new OctopusError('BAD_REQUEST', 'the alert has expired: give it a later expiry, or none');
    return this.#keep({ ...kept, state: 'active', restsSince: null });
  }

  enable(id: string): AlertView {
    const kept = this.#require(id);
    return kept.state === 'disabled' ? this.#keep({ ...kept, state: 'active' }) : this.#view(kept);
  }

  disable(id: string): AlertView {
    return this.#keep({ ...this.#require(id), state: 'disabled' });
  }

  history(input: {
    readonly id?: string | undefined;
    readonly before?: number | undefined;
    readonly limit?: number | undefined;
  }): { rows: AlertTriggerView[]; nextBefore: number | null } {
    const { id, before = Number.MAX_SAFE_INTEGER, limit = 50 } = input;
    const { journal } = this.#ports;
    const records =
      id === undefined
        ? journal.readNewest({ before, kind: 'AlertTriggered', limit: limit + 1 })
        : journal
            .correlated(id)
            .filter(({ kind, sequence }) => kind === 'AlertTriggered' && sequence < before)
            .reverse();
    const rows = records.slice(0, limit).map(alertTriggerOf);
    return { rows, nextBefore: records.length > limit ? (rows.at(-1)?.id ?? null) : null };
  }

  /** The journal holds that an alert fired: keep it and say so, once. */
  fired(record: JournalRecord): void {
    const trigger = alertTriggerOf(record);
    const kept = this.#kept.get(trigger.alertId);
    const { views, documents, book } = this.#ports;
    if (kept) {
      const next: AlertDocument = {
        ...kept,
        state: book.status(kept.id)?.state ?? kept.state,
        triggerCount: kept.triggerCount + 1,
        lastTrigger: trigger,
        restsSince: trigger.eventTime,
      };
      this.#kept.set(next.id, next);
      documents.put(COLLECTION, next.id, next);
      views.alerts.upsert(this.#view(next));
    }
    const rule = `${trigger.symbol} ${trigger.rule}`;
    const title = trigger.name || rule;
    views.notify({
      eventTime: trigger.eventTime,
      severity: trigger.severity,
      source: 'realtime_processor',
      title,
      // The usual message begins with the rule, which need not be said twice.
      text: title === rule ? trigger.message.replace(`${rule} · `, '') : trigger.message,
      symbol: trigger.symbol,
      ...(kept?.definition.isSoundOn ? { isSoundOn: true } : {}),
    });
  }

  /** Another session begins: what fired by the prices of one before is armed again, and nothing rests. */
  beginSession(symbols: readonly string[]): void {
    const { book, documents } = this.#ports;
    book.beginSession(symbols);
    for (const kept of this.#kept.values()) {
      const isOfReplay =
        kept.lastTrigger === null
          ? symbols.includes(kept.definition.symbol)
          : kept.lastTrigger.sessionId !== null;
      if (kept.restsSince === null || !isOfReplay || kept.state === 'disabled') continue;
      const next: AlertDocument = { ...kept, state: 'active', restsSince: null };
      this.#arm(next);
      documents.put(COLLECTION, next.id, next);
    }
    this.refresh();
  }

  /** Wall time passes: alerts on time may fire, some expire, bars come to be known; then everything is shown. */
  tend(): void {
    this.#ports.book.onTime(this.#ports.clock.now());
    this.#ports.warmUp();
    this.refresh();
  }

  /** Shows the newest values of every alert, and keeps that some expired. */
  refresh(): void {
    const { views, book, documents } = this.#ports;
    const changed: AlertView[] = [];
    for (const kept of this.#kept.values()) {
      const status = book.status(kept.id);
      if (status?.state === 'expired' && kept.state !== 'expired') {
        const next: AlertDocument = { ...kept, state: 'expired' };
        this.#kept.set(kept.id, next);
        documents.put(COLLECTION, kept.id, next);
        changed.push(this.#view(next));
        continue;
      }
      const shown = views.alerts.get(kept.id);
      const conditions = status?.conditions ?? [];
      const isSame =
        shown?.conditions.length === conditions.length &&
        shown.state === kept.state &&
        conditions.every(
          ({ value, threshold }, i) =>
            shown.conditions[i]?.value === value && shown.conditions[i].threshold === threshold,
        );
      if (!isSame) changed.push(this.#view(kept));
    }
    if (changed.length > 0) views.alerts.upsert(...changed);
  }

  /** The definition with its texts in their usual form; says where they cannot be read. */
  async #define(input: AlertInput): Promise<AlertDefinition> {
    const definition = alertDefinition.parse(input);
    const { symbol } = definition;
    try {
      await this.#ports.learn([symbol]);
      const rule = parseAlertRule(definition.rule, { symbol, ...this.#ports.contextOf(symbol) });
      await this.#ports.learn(symbolsOf(rule));
      return {
        ...definition,
        rule: formatAlertRule(rule, symbol),
        frequency: formatAlertFrequency(parseAlertFrequency(definition.frequency)),
      };
    } catch (error) {
      throw error instanceof RangeError ? new OctopusError('BAD_REQUEST', error.message) : error;
    }
  }

  #require(id: string): AlertDocument {
    const kept = this.#kept.get(id);
    if (!kept) throw new OctopusError('NOT_FOUND', `no alert ${id}`);
    return kept;
  }

  #keep(document: AlertDocument): AlertView {
    this.#arm(document);
    this.#ports.documents.put(COLLECTION, document.id, document);
    this.#ports.warmUp();
    const view = this.#view(document);
    this.#ports.views.alerts.upsert(view);
    return view;
  }

  #arm(document: AlertDocument): void {
    this.#kept.set(document.id, document);
    this.#ports.book.put(document);
  }

  #view({ id, definition, state, createdTime, triggerCount, lastTrigger }: AlertDocument): AlertView {
    const conditions = this.#ports.book.status(id)?.conditions ?? [];
    return { ...definition, id, state, createdTime, triggerCount, lastTrigger, conditions };
  }
}
