import { OctopusError } from '#contract/errors';
import type { WantedExits } from '#contract/services/exits';
import type { ProposalView } from '#contract/services/proposals';
import type { OrderIntent } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import type { AccountPlace } from '../agent/roles.ts';
import { LiveCollection } from '../bus/live-collection.ts';
import { clientOrderId } from '../journal/hashing.ts';
import { intentPayload, orderIntentFromPayload } from '../journal/intent-payload.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalEntry, JournalPayloads, RecordKind } from '../journal/record-kinds.ts';
import { sessionStamp } from './session-stamp.ts';
import type { TradingAccount } from './trading-account.ts';

/** Proposals that are remembered, open and closed. */
const KEPT = 500;
const LIFE_MS = 300_000;
/** Over a long weekend to the next close, where the next decision takes its place anyway. */
const SESSION_LIFE_MS = 4 * 86_400_000;

/** How long a proposal waits for a person, ms of the market's time: that of a replay goes by fast. */
export function proposalLife({ session }: AccountPlace): number {
  return session ? SESSION_LIFE_MS : LIFE_MS;
}

interface Known {
  readonly view: ProposalView;
  readonly intent: OrderIntent;
  readonly wanted: WantedExits;
}

type Outcome = JournalPayloads['ProposalDecided']['outcome'];

/**
 * Orders that strategies ask for and that wait for a person. The id of a proposal is that of the order it becomes, so
 * that a click repeated sends nothing twice. What is proposed and decided is in the journal; this is a fold over it.
 */
export class Proposals {
  /** What was committed of them, oldest first. */
  readonly views = new LiveCollection<ProposalView>(({ id }) => id, KEPT);
  readonly #journal: Journal;
  #known = new Map<string, Known>();

  constructor(journal: Journal) {
    this.#journal = journal;
    this.#restore();
    journal.follow({ added: (entry) => this.#fold(entry), rolledBack: () => this.#restore() });
    journal.onCommitted(({ records }) => {
      const touched = new Set(
        records.flatMap(({ kind, correlationId }) =>
          (kind === 'IntentProposed' || kind === 'ProposalDecided') && correlationId ? [correlationId] : [],
        ),
      );
      const views = [...touched].flatMap((id) => this.#known.get(id)?.view ?? []);
      if (views.length > 0) this.views.upsert(...views);
    });
  }

  /**
   * Asks for an order with its exits until `expiryTime`, in the place of what the same strategy asked for in the symbol
   * before. Adds to the journal only; the caller commits. The answer is its id.
   */
  propose(
    intent: OrderIntent,
    place: AccountPlace,
    times: { eventTime: number; expiryTime: number },
    wanted: WantedExits = {},
  ): string {
    const { eventTime, expiryTime } = times;
    const proposalId = clientOrderId(intent);
    if (this.#known.has(proposalId)) return proposalId;
    this.putAside(place, eventTime, 'a newer decision has taken its place', intent);
    const payload = {
      proposalId,
      account: place.account,
      intent: intentPayload(intent),
      expiryTime,
      ...(Object.keys(wanted).length === 0 ? {} : { wanted }),
    };
    this.#add({ kind: 'IntentProposed', payload }, proposalId, 'strategy', place, eventTime);
    return proposalId;
  }

  /** What a newer decision of a strategy about a symbol asks for, or that it asks for nothing, takes the place of the last. */
  replace(
    of: Pick<OrderIntent, 'origin' | 'symbol'>,
    intent: OrderIntent | null,
    place: AccountPlace,
    times: { eventTime: number; expiryTime: number },
  ): void {
    if (intent) this.propose(intent, place, times);
    else this.putAside(place, times.eventTime, 'a newer decision has taken its place', of);
  }

  /** Ends what is open of an account, or of one strategy in one symbol of it; nothing is sent. Adds only. */
  putAside(
    place: AccountPlace,
    eventTime: number,
    reason: string,
    of?: Pick<OrderIntent, 'origin' | 'symbol'>,
  ): void {
    for (const { view } of [...this.#known.values()])
      if (
        view.status === 'open' &&
        view.account === place.account &&
        (of === undefined || (view.origin === of.origin && view.symbol === of.symbol))
      )
        this.#decide(view, 'replaced', reason, place, eventTime);
  }

  /** Ends what has waited too long. Adds only. How many. */
  expire(place: AccountPlace, eventTime: number): number {
    const late = [...this.#known.values()].filter(
      ({ view }) => view.status === 'open' && view.account === place.account && view.expiryTime <= eventTime,
    );
    for (const { view } of late) this.#decide(view, 'expired', 'nobody decided in time', place, eventTime);
    return late.length;
  }

  /** Throws NOT_FOUND. */
  require(id: string): ProposalView {
    const known = this.#known.get(id);
    if (!known) throw new OctopusError('NOT_FOUND', `no proposal ${id}; trading.proposals lists them`);
    return known.view;
  }

  /** Of all accounts unless one is named, oldest first. */
  list(account?: string): ProposalView[] {
    return this.views.items().filter((view) => account === undefined || view.account === account);
  }

  /**
   * A person's word. Confirmed, the order is judged again as things are now, sent, and in one transaction with the
   * decision; when it may not be sent now, the reason is thrown and the proposal stays open.
   */
  decide(id: string, choice: 'confirm' | 'decline', account: TradingAccount): ProposalView {
    const view = this.require(id);
    const { eventTime, place } = account;
    const isLate = view.expiryTime <= eventTime;
    if (view.status === 'open' && isLate)
      account.transact(() => this.#decide(view, 'expired', 'nobody decided in time', place, eventTime));
    const { status } = this.require(id);
    if (status !== 'open')
      throw new OctopusError('BAD_REQUEST', `the proposal is ${status} already: nothing was sent by this`);
    account.transact(() => {
      if (choice === 'confirm') account.orders.send(this.#known.get(id)!.intent, this.#known.get(id)!.wanted);
      const outcome = choice === 'confirm' ? 'confirmed' : 'declined';
      this.#decide(view, outcome, 'decided by a person', place, eventTime);
    });
    return this.require(id);
  }

  #decide(
    view: ProposalView,
    outcome: Outcome,
    reason: string,
    place: AccountPlace,
    eventTime: number,
  ): void {
    const payload = { proposalId: view.id, account: view.account, outcome, reason };
    const isByPerson = outcome === 'confirmed' || outcome === 'declined';
    const source = isByPerson ? 'person' : 'strategy';
    this.#add({ kind: 'ProposalDecided', payload }, view.id, source, place, eventTime);
  }

  #add(
    entry: Pick<JournalEntry, 'kind' | 'payload'>,
    correlationId: string,
    source: string,
    place: AccountPlace,
    eventTime: number,
  ): void {
    this.#journal.add({
      ...entry,
      eventTime,
      source,
      correlationId,
      ...sessionStamp(place),
    } as JournalEntry);
  }

  #fold(entry: Pick<JournalEntry, 'kind' | 'payload' | 'eventTime'>): void {
    if (entry.kind === 'IntentProposed') {
      const payload = entry.payload as JournalPayloads['IntentProposed'];
      const { proposalId, intent, wanted = {} } = payload;
      const view = viewOf(payload, orderIntentFromPayload(intent), entry.eventTime);
      this.#known.set(proposalId, { intent: orderIntentFromPayload(intent), view, wanted });
      if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value!);
    } else if (entry.kind === 'ProposalDecided') {
      const { proposalId, outcome } = entry.payload as JournalPayloads['ProposalDecided'];
      const known = this.#known.get(proposalId);
      if (!known) return;
      const clientOrderId = outcome === 'confirmed' ? proposalId : null;
      const view = { ...known.view, status: outcome, decidedTime: entry.eventTime, clientOrderId };
      this.#known.set(proposalId, { ...known, view });
    }
  }

  #restore(): void {
    this.#known = new Map();
    const { store } = this.#journal;
    const kinds: RecordKind[] = ['IntentProposed', 'ProposalDecided'];
    const records = kinds
      .flatMap((kind) => store.readNewest({ kind, limit: KEPT }))
      .sort((a, b) => a.sequence - b.sequence);
    for (const { kind, payload, eventTime } of records)
      this.#fold({ kind, payload: JSON.parse(payload), eventTime } as JournalEntry);
    this.views.replace([...this.#known.values()].map(({ view }) => view));
  }
}

function viewOf(
  { proposalId: id, account, expiryTime, wanted = {} }: JournalPayloads['IntentProposed'],
  intent: OrderIntent,
  proposedTime: number,
): ProposalView {
  const { origin, symbol, side, type, quantity, limitPrice, stopPrice, reason, decisionId } = intent;
  return amountsAsText({
    id,
    account,
    origin,
    symbol,
    side,
    type,
    quantity,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(wanted.bracket === undefined ? {} : { bracket: wanted.bracket }),
    ...(wanted.exits === undefined
      ? {}
      : { exits: { ...wanted.exits, unit: wanted.exits.unit ?? ('price' as const) } }),
    reason,
    ...(decisionId === undefined ? {} : { decisionId }),
    proposedTime,
    expiryTime,
    status: 'open' as const,
    decidedTime: null,
    clientOrderId: null,
  });
}
