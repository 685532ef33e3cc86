import { createHash } from 'node:crypto';
import type { ImportReport } from '#contract/services/market-data';
import type { Instrument } from '#domain/instruments/instrument';
import type { BarColumns } from '#domain/market/bar';
import type { PriceConvention } from '#domain/market/price-convention';
import type { Timeframe } from '#domain/market/timeframe';
import type { MarketStore } from '#engine/ports/market-store';
import { type BarFile, readBarFile } from './bar-file.ts';

export interface ImportRequest {
  readonly fileName: string;
  readonly text: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Milliseconds; rows beyond it are quarantined. */
  readonly now: number;
  /** How prices stand to the splits the file tells; found from the file unless given. */
  readonly prices?: PriceConvention | undefined;
  /** What is known of the instrument; a plain entry is made for one that is new. */
  readonly instrument?: Instrument;
}

/**
 * Writes the bars of a file to the store and its bad rows to quarantine. Importing the same file again stores
 * nothing twice. `rowsRead` is always the sum of rows stored, duplicate and quarantined; a bar that replaces an
 * older value of the same time counts as stored.
 */
export async function importBars(market: MarketStore, request: ImportRequest): Promise<ImportReport> {
  const { fileName, symbol, timeframe, now } = request;
  const file = readBarFile(request);
  const known =
    request.instrument ?? (await knownInstrument(market, symbol)) ?? plainInstrument(request, file.bars);
  return storeBarFile(market, file, { source: fileName, symbol, timeframe, now, instrument: known });
}

/** Writes rows that were read: bars and their instrument to the store, the rest to quarantine. */
export async function storeBarFile(
  market: MarketStore,
  file: BarFile,
  {
    source,
    symbol,
    timeframe,
    now,
    instrument,
  }: Required<Pick<ImportRequest, 'symbol' | 'timeframe' | 'now' | 'instrument'>> & { source: string },
): Promise<ImportReport> {
  if (file.bars.length > 0) await market.putInstruments([instrument]);
  const { stored, duplicate, revised } = await market.putBars(symbol, timeframe, file.bars);
  if (file.actions) await market.putCorporateActions(symbol, file.actions);
  await market.putQuarantine(
    file.quarantined.map((row) => ({
      id: createHash('sha256')
        .update(`${symbol}\n${timeframe}\n${source}\n${row.line}\n${row.raw}`)
        .digest('hex')
        .slice(0, 24),
      symbol,
      source,
      line: row.line,
      reason: row.reason,
      raw: row.raw,
      receivedTime: now,
    })),
  );
  return {
    symbol,
    timeframe,
    source,
    rowsRead: file.rowsRead,
    rowsStored: stored + revised,
    rowsDuplicate: duplicate + file.rowsDuplicate,
    rowsQuarantined: file.quarantined.length,
    ...(file.actions ? { corporateActions: file.actions.length } : {}),
    ...(file.prices ? { prices: file.prices } : {}),
  };
}

/** What the store knows of a symbol, or undefined. */
export async function knownInstrument(market: MarketStore, symbol: string): Promise<Instrument | undefined> {
  return (await market.instruments()).find((instrument) => instrument.symbol === symbol);
}

function plainInstrument({ symbol, fileName }: ImportRequest, bars: BarColumns): Instrument {
  return {
    symbol,
    name: symbol,
    assetClass: 'equity',
    currency: 'USD',
    pricePrecision: pricePrecision(bars.close),
    venue: fileName,
    timeZone: 'UTC',
    source: `imported from ${fileName}`,
    isTradable: true,
  };
}

/** Digits that the newest prices show after the point: at least 2, at most 8. */
export function pricePrecision(close: Float64Array): number {
  let precision = 2;
  for (const price of close.subarray(-500)) {
    while (precision < 8 && Number(price.toFixed(precision)) !== price) precision++;
  }
  return precision;
}
