import type { ImportReport } from '#contract/services/import';
import type { Instrument } from '#domain/instruments/instrument';
import type { Timeframe } from '#domain/market/timeframe';
import type { MarketStore } from '#engine/ports/market-store';
import type { BarSource } from '#engine/ports/provenance';
import type { BarFile } from './bar-file.ts';
import { type ImportFileRequest, type ImportProgress, importFile } from './import/import-file.ts';
import { quarantineEntries } from './import/quarantine-entries.ts';
import { createTextSource } from './import/text-source.ts';

export interface ImportRequest extends ImportFileRequest {
  readonly fileName: string;
  readonly text: string;
}

/** Imports a text that is there already, waiting for `pause` between its parts; see {@link importFile}. */
export function importBars(
  market: MarketStore,
  request: ImportRequest,
  { pause, ...progress }: ImportProgress & { readonly pause?: () => Promise<void> } = {},
): Promise<ImportReport> {
  return importFile(market, createTextSource(request.fileName, request.text, pause), request, progress);
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
    from,
  }: {
    source: string;
    symbol: string;
    timeframe: Timeframe;
    now: number;
    instrument: Instrument;
    from: BarSource;
  },
) {
  if (file.bars.length > 0) await market.putInstruments([instrument]);
  const { stored, duplicate, revised } = await market.putBars(symbol, timeframe, file.bars, from);
  if (file.actions) await market.putCorporateActions(symbol, file.actions);
  const symbols = [symbol];
  const context = { format: file.format, timeframe, symbols };
  await market.putQuarantine(quarantineEntries(file.quarantined, { symbols, source, now, context }));
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
  } satisfies ImportReport;
}

/** What the store knows of a symbol, or undefined. */
export async function knownInstrument(market: MarketStore, symbol: string): Promise<Instrument | undefined> {
  return (await market.instruments()).find((instrument) => instrument.symbol === symbol);
}
