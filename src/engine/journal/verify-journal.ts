import type { JournalVerification } from '#contract/services/journal';
import { formatDecimal } from '#domain/values/decimal';
import type { JournalStore, ProjectionChanges } from '../ports/journal-store.ts';
import { canonicalJson } from './canonical-json.ts';
import { GENESIS_HASH, recordHash } from './chain.ts';
import { Projection, type RowSource } from './projection.ts';

const PAGE = 5_000;
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

/** Walks the whole chain, checking every link, and folds it from zero. Stops at the first bad record. */
export function rebuildFromJournal(store: JournalStore): Rebuilt {
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
  }
  return { changes: projection.takeChanges(), records: sequence, lastHash: previousHash, problem };
}

/** Verifies the chain and compares the stored orders, positions, cash and the rest with a rebuild from zero. */
export function verifyJournal(store: JournalStore, monotonic: () => number): JournalVerification {
  const started = monotonic();
  const rebuilt = rebuildFromJournal(store);
  const difference = rebuilt.problem ? null : firstDifference(rebuilt.changes, store.readProjections());
  return {
    isValid: rebuilt.problem === null,
    records: rebuilt.records,
    lastHash: rebuilt.lastHash,
    firstBadSequence: rebuilt.problem?.sequence ?? null,
    problem: rebuilt.problem?.text ?? difference,
    isLedgerEqual: rebuilt.problem === null && difference === null,
    elapsedMs: monotonic() - started,
  };
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
