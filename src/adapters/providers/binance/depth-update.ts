import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';

/** Prices and sizes in turn: price, size, price, size. */
export type FlatLevels = readonly number[];

/** One change of an order book, as the vendor's `<symbol>@depth` tells it. */
export interface DepthUpdate {
  readonly symbol: string;
  readonly eventTime: number;
  /** Number of the first change in it, `U`. */
  readonly first: number;
  /** Number of the last change in it, `u`. */
  readonly last: number;
  readonly bids: FlatLevels;
  readonly asks: FlatLevels;
}

export interface DepthSnapshot {
  readonly last: number;
  readonly bids: FlatLevels;
  readonly asks: FlatLevels;
}

/** A `depthUpdate`, raw or within its combined envelope; undefined when it is none or not whole. */
export function readDepthUpdate(message: unknown): DepthUpdate | undefined {
  const fields = objectOf(objectOf(message)?.['data']) ?? objectOf(message);
  if (fields?.['e'] !== 'depthUpdate') return undefined;
  const symbol = textOf(fields['s']);
  const eventTime = numberOf(fields['E']);
  const first = numberOf(fields['U']);
  const last = numberOf(fields['u']);
  const bids = readLevels(fields['b']);
  const asks = readLevels(fields['a']);
  if (!symbol || !bids || !asks || !Number.isSafeInteger(first) || !Number.isSafeInteger(last))
    return undefined;
  return Number.isNaN(eventTime) ? undefined : { symbol, eventTime, first, last, bids, asks };
}

/** The answer of `/api/v3/depth`; undefined when it is another. */
export function readDepthSnapshot(body: unknown): DepthSnapshot | undefined {
  const fields = objectOf(body);
  const last = numberOf(fields?.['lastUpdateId']);
  const bids = readLevels(fields?.['bids']);
  const asks = readLevels(fields?.['asks']);
  return bids && asks && Number.isSafeInteger(last) ? { last, bids, asks } : undefined;
}

function readLevels(value: unknown): FlatLevels | undefined {
  const list = listOf(value);
  if (!list) return undefined;
  const flat: number[] = [];
  for (const entry of list) {
    const level = listOf(entry);
    const price = numberOf(level?.[0]);
    const size = numberOf(level?.[1]);
    if (!(price > 0 && size >= 0)) return undefined;
    flat.push(price, size);
  }
  return flat;
}
