import type { JournalVerification } from '#contract/services/journal';
import { GENESIS_HASH, type JournalRecord, type JournalStore } from '../ports/journal-store.ts';
import { recordHash } from './chain.ts';
import { Projection, type RowSource } from './projection.ts';
import {
  differencesOfTable,
  PROJECTION_TABLES,
  RowCollection,
  type Rows,
  rowText,
} from './projection-rows.ts';

const PAGE = 2_000;

/**
 * Looks up what a rebuild has folded so far: a fill may come late to an order that is closed, and a fee late to a fill.
 */
const foldedRows = (rows: RowCollection): RowSource => ({
  order: (clientOrderId) => rows.order(clientOrderId),
  orderOfVenue: () => undefined,
  ordersOfList: () => [],
  openOrders: () => [],
  fill: (fillId) => rows.fill(fillId),
  positions: () => [],
  account: () => undefined,
  session: () => undefined,
  decision: () => undefined,
});

/** Everything the projections must hold according to the journal alone. */
export interface Rebuilt {
  readonly changes: Rows;
  readonly records: number;
  readonly lastHash: string;
  readonly problem: { readonly sequence: number; readonly text: string } | null;
}

/** Walks the whole chain, checking every link, and folds it from zero. Stops at the first bad record. */
export function rebuildFromJournal(store: JournalStore): Rebuilt {
  const rows = new RowCollection();
  const walked = walkJournal(store, foldedRows(rows), (changes) => rows.take(changes));
  return { ...walked, changes: rows.all() };
}

/**
 * Verifies the chain, compares the stored orders, positions, cash and the rest with a rebuild from zero, and what records
 * are found by with the records. Decisions, by far the most and the longest rows, are compared page by page and never held
 * together.
 */
export function verifyJournal(store: JournalStore, monotonic: () => number): JournalVerification {
  const started = monotonic();
  const rows = new RowCollection();
  let decisions = 0;
  let difference: string | null = null;
  const walked = walkJournal(store, foldedRows(rows), ({ decisions: made, ...changes }) => {
    rows.take({ ...changes, decisions: [] });
    decisions += made.length;
    difference ??= decisionDifference(made, store);
  });
  if (walked.problem === null) {
    difference ??= firstDifference(rows.all(), { ...store.readProjections({ withDecisions: false }) });
    const stored = store.countDecisions();
    if (difference === null && stored !== decisions)
      difference = `decisions: ${stored} are in the table but ${decisions} by the journal`;
    difference ??= store.lookUpFaults()[0] ?? null;
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
function walkJournal(
  store: JournalStore,
  source: RowSource,
  onPage: (changes: Rows) => void,
): Omit<Rebuilt, 'changes'> {
  const projection = new Projection(source);
  let previousHash = GENESIS_HASH;
  let sequence = 0;
  let problem: Rebuilt['problem'] = null;
  for (let page = store.read(0, PAGE); page.length > 0 && !problem; page = store.read(sequence, PAGE)) {
    for (const record of page) {
      problem = linkProblem(record, sequence + 1, previousHash);
      if (!problem) problem = applyProblem(projection, record);
      if (problem) break;
      sequence = record.sequence;
      previousHash = record.hash;
    }
    onPage(projection.takeChanges());
  }
  return { records: sequence, lastHash: previousHash, problem };
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

function linkProblem(record: JournalRecord, expected: number, previousHash: string): Rebuilt['problem'] {
  const { sequence, hash } = record;
  if (sequence !== expected)
    return { sequence: expected, text: `record ${expected} is missing; the next one found is ${sequence}` };
  if (recordHash({ ...record, previousHash }) !== hash)
    return {
      sequence,
      text: `record ${sequence} was changed after it was written, or one before it was taken out: its hash does not match`,
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

function firstDifference(rebuilt: Rows, stored: Rows): string | null {
  for (const table of PROJECTION_TABLES) {
    const [first] = differencesOfTable(table, rebuilt, stored);
    if (first !== undefined) return first;
  }
  return null;
}
