import { OctopusError } from '#contract/errors';
import { parseDecimal } from '#domain/values/decimal';
import type {
  DecisionRow,
  EquityRow,
  JournalRecord,
  JournalStore,
  ProjectionChanges,
  SessionRow,
} from '../ports/journal-store.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JournalPayloads } from './record-kinds.ts';

/** Where sessions and decisions not in memory are looked up. */
export type SessionSource = Pick<JournalStore, 'session' | 'decision'>;

/** Sessions, their decisions, and the equity of each day as a fold over journal records. */
export class SessionFold {
  readonly #source: SessionSource;
  readonly #sessions = new Map<string, SessionRow>();
  #changedSessions = new Map<string, SessionRow>();
  #decisions: DecisionRow[] = [];
  #equity: EquityRow[] = [];

  constructor(source: SessionSource) {
    this.#source = source;
  }

  session(id: string): SessionRow | undefined {
    const known = this.#sessions.get(id) ?? this.#source.session(id);
    if (known) this.#sessions.set(id, known);
    return known;
  }

  decision(id: string): DecisionRow | undefined {
    return this.#decisions.find((row) => row.id === id) ?? this.#source.decision(id);
  }

  start(payload: JournalPayloads['SessionStarted'], record: JournalRecord): void {
    this.#put({
      id: payload.sessionId,
      account: payload.account,
      configuration: canonicalJson(payload.configuration),
      state: 'paused',
      cursor: 0,
      eventTime: record.eventTime,
      decisionHash: '',
      decisionCount: 0,
      startedTime: record.receivedTime,
    });
  }

  update(id: string | undefined, change: Partial<SessionRow>): void {
    if (id) this.#put({ ...this.require(id), ...change });
  }

  addDecision(
    sessionId: string | undefined,
    { decision, decisionHash }: JournalPayloads['DecisionMade'],
    text: string,
  ): void {
    if (!sessionId) return;
    this.#decisions.push({
      id: decision.id,
      sessionId,
      number: decision.number,
      symbol: decision.symbol,
      eventTime: decision.eventTime,
      body: decisionText(text),
    });
    this.update(sessionId, { decisionHash, decisionCount: decision.number });
  }

  /** `sessionId` is the account where there is no session. */
  closeDay(
    sessionId: string | undefined,
    time: number,
    { equity, cash }: JournalPayloads['DayClosed'],
  ): void {
    if (sessionId !== undefined) this.#equity.push({ sessionId, time, equity, cash: parseDecimal(cash) });
  }

  require(id: string): SessionRow {
    const row = this.session(id);
    if (!row)
      throw new OctopusError('STORE_FAILURE', `journal: record for session ${id}, which was never started`);
    return row;
  }

  takeChanges(): Required<Pick<ProjectionChanges, 'sessions' | 'decisions' | 'equity'>> {
    const changes = {
      sessions: [...this.#changedSessions.values()],
      decisions: this.#decisions,
      equity: this.#equity,
    };
    this.#forgetChanges();
    return changes;
  }

  reset(): void {
    this.#sessions.clear();
    this.#forgetChanges();
  }

  #forgetChanges(): void {
    this.#changedSessions = new Map();
    this.#decisions = [];
    this.#equity = [];
  }

  #put(row: SessionRow): void {
    this.#sessions.set(row.id, row);
    this.#changedSessions.set(row.id, row);
  }
}

/** The decision's own canonical text out of its record's: the first member of an object whose keys are sorted. */
function decisionText(payload: string): string {
  return payload.slice('{"decision":'.length, payload.lastIndexOf(',"decisionHash":"'));
}
