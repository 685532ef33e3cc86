import type { AlgorithmRequest } from '#contract/services/algorithms';
import type { OrderRequest } from '#contract/services/trading';
import { ALGORITHM_KINDS } from '#domain/orders/algorithms/algorithm-terms';
import { formatDecimal } from '#domain/values/decimal';
import { readAmount } from '../../trading/amount-text.ts';

/** How an order is worked: as it is, or in parts by an algorithm. */
export const WORKINGS = ['whole', ...ALGORITHM_KINDS] as const;
export type Working = (typeof WORKINGS)[number];

/** An algorithm as it is being written: texts as typed. */
export interface AlgorithmDraft {
  readonly working: Working;
  readonly minutes: string;
  readonly slices: string;
  /** Percent of the traded volume. */
  readonly participation: string;
  readonly childMax: string;
  readonly display: string;
  readonly atEnd: 'cancel' | 'market';
}

export const EMPTY_ALGORITHM: AlgorithmDraft = {
  working: 'whole',
  minutes: '30',
  slices: '10',
  participation: '10',
  childMax: '',
  display: '',
  atEnd: 'cancel',
};

export type AlgorithmField = 'minutes' | 'slices' | 'participation' | 'childMax' | 'display';

/** The fields each algorithm has; those in `optional` may stay empty. */
export const FIELDS_OF_ALGORITHM: Readonly<Record<Exclude<Working, 'whole'>, readonly AlgorithmField[]>> = {
  twap: ['minutes', 'slices'],
  vwap: ['minutes', 'slices'],
  pov: ['minutes', 'participation', 'childMax'],
  iceberg: ['display', 'minutes'],
};

export interface AlgorithmCheck {
  readonly request: Omit<AlgorithmRequest, 'nonce' | 'account'> | null;
  readonly errors: Readonly<Partial<Record<AlgorithmField, string>>>;
  /** What is missing besides numbers, in a sentence. */
  readonly missing: string | null;
}

const NAMES: Readonly<Record<AlgorithmField, string>> = {
  minutes: 'duration',
  slices: 'number of parts',
  participation: 'share of the volume',
  childMax: 'largest part',
  display: 'part shown',
};
const OPTIONAL: ReadonlySet<string> = new Set(['childMax', 'iceberg minutes']);

/** Reads an algorithm for the order it works, which must be a market or a limit order without exits. */
export function checkAlgorithm(
  draft: AlgorithmDraft,
  order: Omit<OrderRequest, 'nonce'> | null,
): AlgorithmCheck {
  const { working } = draft;
  if (working === 'whole') return { request: null, errors: {}, missing: null };
  const errors: Partial<Record<AlgorithmField, string>> = {};
  const read = new Map<AlgorithmField, number>();
  let isMissing = false;
  for (const field of FIELDS_OF_ALGORITHM[working]) {
    const { amount, error } = readAmount(draft[field], NAMES[field]);
    if (error !== undefined) errors[field] = error;
    else if (amount !== null) read.set(field, Number(formatDecimal(amount)));
    else if (!OPTIONAL.has(field) && !OPTIONAL.has(`${working} ${field}`)) isMissing = true;
  }
  const participation = read.get('participation');
  if (participation !== undefined && participation > 100)
    errors.participation = 'no more than 100 % of the volume can be taken';
  const slices = read.get('slices');
  if (slices !== undefined && (!Number.isInteger(slices) || slices > 1_000))
    errors.slices = 'the number of parts is a whole number up to 1,000';
  const missing = orderFault(working, order);
  if (order === null || isMissing || missing !== null || Object.keys(errors).length > 0)
    return { request: null, errors, missing };
  const minutes = read.get('minutes');
  const text = (field: AlgorithmField): string => String(read.get(field));
  return {
    errors,
    missing,
    request: {
      kind: working,
      symbol: order.symbol,
      side: order.side,
      quantity: order.quantity,
      ...(order.limitPrice !== undefined && { limitPrice: order.limitPrice }),
      atEnd: draft.atEnd,
      ...(minutes !== undefined && { durationMs: Math.round(minutes * 60_000) }),
      ...(slices !== undefined && { slices }),
      ...(participation !== undefined && { participation: participation / 100 }),
      ...(read.has('childMax') && { childQuantityMax: text('childMax') }),
      ...(read.has('display') && { displayQuantity: text('display') }),
    },
  };
}

function orderFault(working: Working, order: Omit<OrderRequest, 'nonce'> | null): string | null {
  if (order === null) return null;
  if (order.type !== 'market' && order.type !== 'limit')
    return 'Orders worked in parts are market or limit orders; choose one of these types.';
  if (order.bracket !== undefined || order.exits !== undefined)
    return 'An order worked in parts has no exits of its own; leave them empty.';
  return working === 'iceberg' && order.type !== 'limit' ? 'An iceberg needs a limit price.' : null;
}
