import type { JournalVerification } from '#contract/services/journal';
import { formatDecimal } from '#domain/values/decimal';
import type { JournalStore, ProjectionChanges } from '../ports/journal-store.ts';
import { canonicalJson } from './canonical-json.ts';
import { GENESIS_HASH, recordHash } from './chain.ts';
import { Projection, type RowSource } from './projection.ts';

const PAGE = 2_000;
const NOTHING_STORED: RowSource = {
  order: () => undefined,
  openOrders: () => [],
  positions: () => [],
  account: () => undefined,
  session: () => undefined,
  decision: () => undefined,
};

/** Everything the projections must hold according to the journal alone. */
export interface Rebuilt {
  readonly changes: Required<ProjectionChanges>;
  readonly records: number;
  readonly lastHash: string;
  readonly problem: { readonly sequence: number; readonly text: string } | null;
}

type Rows = Required<ProjectionChanges>;
type Table = keyof Rows;

/** Walks the whole chain, checking every link, and folds it from zero. Stops at the first bad record. */
export function rebuildFromJournal(store: JournalStore): Rebuilt {
  const rows = new RowCollection();
  const walked = walkJournal(store, (changes) => rows.take(changes));
  return { ...walked, changes: rows.all() };
}

/**
 * Verifies the chain and compares the stored orders, positions, cash and the rest with a rebuild from zero. Decisions,
 * by far the most and the longest rows, are compared page by page and never held together.
 */
export function verifyJournal(store: JournalStore, monotonic: () => number): JournalVerification {
  const started = monotonic();
  const rows = new RowCollection();
  let decisions = 0;
  let difference: string | null = null;
  const walked = walkJournal(store, ({ decisions: made, ...changes }) => {
    rows.take({ ...changes, decisions: [] });
    decisions += made.length;
    difference ??= decisionDifference(made, store);
  });
  if (walked.problem === null) {
    difference ??= firstDifference(rows.all(), { ...store.readProjections({ withDecisions: false }) });
    const stored = store.countDecisions();
    if (difference === null && stored !== decisions)
      difference = `decisions: ${stored} are in the table but ${decisions} by the journal`;
  }
  return {
    isValid: walked.problem === null,
    records: walked.records,
    lastHash: walked.lastHash,
    firstBadSequence: walked.problem?.sequence ?? null,
    problem: walked.problem?.text ?? difference,
    isLedgerEqual: walked.problem === null && difference === null,
    elapsedMs: monotonic() - started,
  };
}

/** Hands over, page by page, the rows that the records change. */
function walkJournal(store: JournalStore, onPage: (changes: Rows) => void): Omit<Rebuilt, 'changes'> {
  const projection = new Projection(NOTHING_STORED);
  let previousHash = GENESIS_HASH;
  let sequence = 0;
  let problem: Rebuilt['problem'] = null;
  for (let page = store.read(0, PAGE); page.length > 0 && !problem; page = store.read(sequence, PAGE)) {
    for (const record of page) {
      problem = linkProblem(
        record.sequence,
        sequence + 1,
        record.previousHash === previousHash,
        recordHash(record) === record.hash,
      );
      if (!problem) problem = applyProblem(projection, record);
      if (problem) break;
      sequence = record.sequence;
      previousHash = record.hash;
    }
    onPage(projection.takeChanges());
  }
  return { records: sequence, lastHash: previousHash, problem };
}

/** Rows of every table by key, later ones in the place of earlier. */
class RowCollection {
  readonly #tables = Object.fromEntries(
    (Object.keys(KEYS) as Table[]).map((table) => [table, new Map<string, unknown>()]),
  ) as Record<Table, Map<string, unknown>>;

  take(changes: Rows): void {
    for (const table of Object.keys(KEYS) as Table[]) {
      const key = KEYS[table] as (row: unknown) => string;
      for (const row of changes[table]) this.#tables[table].set(key(row), row);
    }
  }

  all(): Rows {
    const tables = Object.entries(this.#tables).map(([table, rows]) => [table, [...rows.values()]]);
    return Object.fromEntries(tables) as Rows;
  }
}

function decisionDifference(made: Rows['decisions'], store: JournalStore): string | null {
  for (const row of made) {
    const stored = store.decision(row.id);
    if (!stored) return `decisions: ${row.id} is in the journal but not in the table`;
    if (rowText(stored) !== rowText(row))
      return `decisions: ${row.id} is another in the table than by the journal`;
  }
  return null;
}

function linkProblem(
  sequence: number,
  expected: number,
  isLinked: boolean,
  isHashRight: boolean,
): Rebuilt['problem'] {
  if (sequence !== expected)
    return { sequence: expected, text: `record ${expected} is missing; the next one found is ${sequence}` };
  if (!isLinked) return { sequence, text: `record ${sequence} does not link to record ${sequence - 1}` };
  if (!isHashRight)
    return {
      sequence,
      text: `record ${sequence} was changed after it was written: its hash does not match its content`,
    };
  return null;
}

function applyProblem(
  projection: Projection,
  record: Parameters<Projection['apply']>[0],
): Rebuilt['problem'] {
  try {
    projection.apply(record);
    return null;
  } catch (error) {
    return {
      sequence: record.sequence,
      text: `record ${record.sequence} (${record.kind}) does not follow: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

const KEYS: { readonly [Table in keyof Required<ProjectionChanges>]: (row: never) => string } = {
  orders: (row: { clientOrderId: string }) => row.clientOrderId,
  fills: (row: { fillId: string }) => row.fillId,
  positions: (row: { account: string; symbol: string }) => `${row.account} ${row.symbol}`,
  accounts: (row: { account: string }) => row.account,
  sessions: (row: { id: string }) => row.id,
  decisions: (row: { id: string }) => row.id,
  equity: (row: { sessionId: string; time: number }) => `${row.sessionId} ${row.time}`,
};

function firstDifference(
  rebuilt: Required<ProjectionChanges>,
  stored: Required<ProjectionChanges>,
): string | null {
  for (const table of Object.keys(KEYS) as (keyof typeof KEYS)[]) {
    const key = KEYS[table] as (row: unknown) => string;
    const expected = new Map(rebuilt[table].map((row) => [key(row), rowText(row)]));
    const found = new Map(stored[table].map((row) => [key(row), rowText(row)]));
    for (const [id, text] of expected) {
      if (!found.has(id)) return `${table}: ${id} is in the journal but not in the table`;
      if (found.get(id) !== text)
        return `${table}: ${id} is ${found.get(id)} in the table but ${text} by the journal`;
    }
    for (const id of found.keys())
      if (!expected.has(id)) return `${table}: ${id} is in the table but not in the journal`;
  }
  return null;
}

function rowText(row: object): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? formatDecimal(value) : value,
      ]),
    ),
  );
}
