import { OctopusError } from '#contract/errors';
import type { ImportReport } from '#contract/services/import';
import type { Instrument } from '#domain/instruments/instrument';
import type { PriceConvention } from '#domain/market/price-convention';
import type { Timeframe } from '#domain/market/timeframe';
import type { ImportSource } from '#engine/ports/import-source';
import type { MarketStore } from '#engine/ports/market-store';
import type { BarSource } from '#engine/ports/provenance';
import { tellsActions } from '../bar-file.ts';
import { type DetectedFormat, detectFormat } from './detect-format.ts';
import { type FileFormat, type FileMapping, valueColumns } from './file-format.ts';
import { findTimeframe } from './find-timeframe.ts';
import { LineParts } from './line-parts.ts';
import { newInstrument } from './new-instrument.ts';
import { quarantineEntries } from './quarantine-entries.ts';
import { decodeText } from './row-places.ts';
import { RowReader } from './row-reader.ts';
import { type SeriesCounts, SeriesWriter } from './series-writer.ts';
import { storeActions } from './store-actions.ts';

export interface ImportFileRequest {
  /** Symbol of the series; goes before the column names of a table. */
  readonly symbol?: string | undefined;
  /** Found from the rows unless given. */
  readonly timeframe?: Timeframe | undefined;
  /** Milliseconds; rows beyond it are quarantined. */
  readonly now: number;
  /** How prices stand to the splits the file tells; found from the file unless given. */
  readonly prices?: PriceConvention | undefined;
  readonly mapping?: FileMapping | undefined;
  /** What is known of the instrument; a plain entry is made for one that is new. */
  readonly instrument?: Instrument | undefined;
  /** Where the bars come from; the file by its name unless told. */
  readonly origin?: BarSource | undefined;
}

export interface ImportProgress {
  readonly signal?: AbortSignal | undefined;
  /** 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** Bytes a format is told from. */
export const HEAD_BYTES = 65_536;
/** Rows, or values of a table, that are put into the store at a time. */
const BATCH_VALUES = 131_072;
const SYMBOL_LENGTH_MAX = 32;

/**
 * Brings a file into the store, part after part, so that its length does not matter; what was put stays when the rest
 * fails or is cancelled, and the same import again completes it. Every row is stored, counts as repeat or blank, or
 * goes to quarantine with its line, reason and text. Throws an OctopusError FILE_UNREADABLE or BAD_REQUEST that says
 * what to do, or the reason of the signal.
 */
export async function importFile(
  market: MarketStore,
  source: ImportSource,
  request: ImportFileRequest,
  { signal, onProgress }: ImportProgress = {},
): Promise<ImportReport> {
  const { fileName } = source;
  const parts = source.parts(signal)[Symbol.asyncIterator]();
  const { head, isWhole } = await readHead(parts);
  const text = decodeText(isWhole ? head : wholeLines(head));
  const detected = detectFormat(fileName, text, request.mapping);
  const job = new ImportJob(market, fileName, request, detected, text);
  const lines = new LineParts(fileName);
  const readPart = async (part: Uint8Array): Promise<void> => {
    const whole = lines.add(part);
    if (whole) await job.read(whole);
    onProgress?.(Math.min(1, source.progress()));
    signal?.throwIfAborted();
  };
  await readPart(head);
  for (let next = await parts.next(); !next.done; next = await parts.next()) await readPart(next.value);
  await job.read(lines.end());
  return job.finish();
}

async function readHead(parts: AsyncIterator<Uint8Array>): Promise<{ head: Uint8Array; isWhole: boolean }> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let isWhole = false;
  while (bytes < HEAD_BYTES) {
    const next = await parts.next();
    isWhole = next.done === true;
    if (next.done) break;
    pieces.push(next.value);
    bytes += next.value.length;
  }
  if (pieces.length === 1) return { head: pieces[0]!, isWhole };
  const head = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    head.set(piece, at);
    at += piece.length;
  }
  return { head, isWhole };
}

/** The beginning of a file without a line, and perhaps a character, that is cut. */
function wholeLines(head: Uint8Array): Uint8Array {
  const start = head.subarray(0, HEAD_BYTES);
  const end = Math.max(start.lastIndexOf(10), start.lastIndexOf(13)) + 1;
  return end > 0 ? start.subarray(0, end) : start;
}

/** One import on its way: the reader, a writer a series, and what is known so far. */
class ImportJob {
  readonly #market: MarketStore;
  readonly #fileName: string;
  readonly #request: ImportFileRequest;
  readonly #format: FileFormat;
  readonly #warnings: readonly string[];
  readonly #timeframe: Timeframe | undefined;
  readonly #reader: RowReader;
  readonly #writers: readonly SeriesWriter[];
  readonly #ticks: SeriesCounts = { stored: 0, duplicate: 0, quarantined: 0, blank: 0 };
  #areInstrumentsKnown = false;

  constructor(
    market: MarketStore,
    fileName: string,
    request: ImportFileRequest,
    { format, warnings }: DetectedFormat,
    head: string,
  ) {
    const isTicks = format.content === 'quotes' || format.content === 'trades';
    const { now } = request;
    const timeframe = isTicks ? undefined : (request.timeframe ?? findTimeframe(head, format, now));
    const symbols = symbolsOf(fileName, format, request.symbol);
    this.#market = market;
    this.#fileName = fileName;
    this.#request = request;
    this.#format = format;
    this.#warnings = warnings;
    this.#timeframe = timeframe;
    this.#reader = new RowReader(format, { timeframe, now });
    const isPrice = format.as === 'prices';
    const source = request.origin ?? { source: fileName, kind: 'file', receivedTime: now };
    this.#writers = symbols.map(
      (symbol, series) =>
        new SeriesWriter({ market, source, symbol, timeframe: timeframe ?? '1s', series, isPrice }),
    );
  }

  async read(lines: Uint8Array): Promise<void> {
    this.#reader.read(lines);
    if (this.#reader.places.length * this.#writers.length >= BATCH_VALUES) await this.#flush(false);
  }

  async finish(): Promise<ImportReport> {
    await this.#flush(true);
    const { rowsRead, actions, blanks } = this.#reader;
    const [first] = this.#writers;
    const isTicks = this.#timeframe === undefined;
    const told = tellsActions(this.#format)
      ? await storeActions(
          this.#market,
          first!.symbol,
          this.#timeframe ?? '1d',
          actions,
          this.#request.prices,
        )
      : undefined;
    const series = this.#writers.map(({ symbol, counts }, i) => {
      if (!isTicks) counts.blank = blanks[i]!;
      return countsOf(symbol, rowsRead, isTicks ? this.#ticks : counts);
    });
    const sum = (field: keyof SeriesCounts) =>
      this.#writers.reduce((total, { counts }) => total + (isTicks ? this.#ticks : counts)[field], 0);
    const rowsBlank = sum('blank');
    const warnings = [...this.#warnings];
    if (rowsRead === 0)
      warnings.push(`${this.#fileName} has a header and no rows below it; nothing was stored`);
    return {
      symbol: this.#request.symbol ?? first!.symbol,
      timeframe: this.#timeframe ?? 'tick',
      source: this.#fileName,
      rowsRead: rowsRead * this.#writers.length,
      rowsStored: sum('stored'),
      rowsDuplicate: sum('duplicate'),
      rowsQuarantined: sum('quarantined'),
      ...(rowsBlank > 0 ? { rowsBlank } : {}),
      content: this.#format.content,
      ...(series.length > 1 ? { series } : {}),
      ...(told ? { corporateActions: told.count, prices: told.prices } : {}),
      ...(warnings.length > 0 ? { warnings } : {}),
    };
  }

  async #flush(isLast: boolean): Promise<void> {
    const reader = this.#reader;
    await this.#putInstruments();
    const rejected = reader.rejected;
    reader.rejected = [];
    for (const [i, writer] of this.#writers.entries())
      rejected.push(...(await writer.write(reader.batches[i]!, reader.places)));
    await this.#putTicks(isLast);
    for (const { series } of rejected) {
      if (this.#timeframe === undefined) this.#ticks.quarantined++;
      else if (series >= 0) this.#writers[series]!.counts.quarantined++;
      else for (const { counts } of this.#writers) counts.quarantined++;
    }
    const symbols = this.#writers.map(({ symbol }) => symbol);
    await this.#market.putQuarantine(
      quarantineEntries(
        rejected.sort((a, b) => a.line - b.line),
        {
          symbols,
          source: this.#fileName,
          now: this.#request.now,
          context: { format: this.#format, timeframe: this.#timeframe ?? null, symbols },
        },
      ),
    );
    reader.places.clear();
  }

  async #putTicks(isLast: boolean): Promise<void> {
    const { ticks } = this.#reader;
    const [{ symbol }] = this.#writers as [SeriesWriter];
    const columns = ticks.take(isLast);
    if (columns.length === 0) return;
    const { stored, duplicate } =
      this.#format.content === 'trades'
        ? await this.#market.putTrades(symbol, columns.trades())
        : await this.#market.putQuotes(symbol, columns.quotes());
    this.#ticks.stored += stored;
    this.#ticks.duplicate += duplicate;
  }

  /** An instrument that is known stays as it is. */
  async #putInstruments(): Promise<void> {
    if (this.#areInstrumentsKnown) return;
    const { batches, ticks } = this.#reader;
    if (ticks.length === 0 && batches.every(({ length }) => length === 0)) return;
    this.#areInstrumentsKnown = true;
    const known = new Set((await this.#market.instruments()).map(({ symbol }) => symbol));
    const given = this.#request.instrument;
    const fresh = this.#writers.flatMap(({ symbol }, i) => {
      if (given) return given;
      if (known.has(symbol)) return [];
      const { bars, length } = batches[i]!;
      const close = ticks.length > 0 ? ticks.newestPrices() : bars.close.subarray(0, length);
      return newInstrument({
        symbol,
        fileName: this.#fileName,
        close,
        isTradable: this.#format.as === 'prices',
      });
    });
    await this.#market.putInstruments(fresh);
  }
}

function countsOf(symbol: string, rowsRead: number, { stored, duplicate, quarantined, blank }: SeriesCounts) {
  return {
    symbol,
    rowsRead,
    rowsStored: stored,
    rowsDuplicate: duplicate,
    rowsQuarantined: quarantined,
    ...(blank > 0 ? { rowsBlank: blank } : {}),
  };
}

/** Symbols of the series of a file. Throws a BAD_REQUEST when one is missing or cannot be one. */
function symbolsOf(fileName: string, format: FileFormat, symbol: string | undefined): string[] {
  if (format.content !== 'table') {
    if (symbol !== undefined) return [symbol];
    throw new OctopusError(
      'BAD_REQUEST',
      `${fileName} names no symbol; say under which its rows are stored (--symbol AAPL)`,
    );
  }
  const columns = valueColumns(format);
  if (symbol !== undefined && columns.length === 1) return [symbol];
  const symbols = columns.map(({ name }) => (symbol === undefined ? name : `${symbol}.${name}`));
  const odd = symbols.find((one) => !/^\S+$/.test(one) || one.length > SYMBOL_LENGTH_MAX);
  const twice = symbols.find((one, i) => symbols.indexOf(one) !== i);
  if (odd === undefined && twice === undefined) return symbols;
  const why =
    odd === undefined ? `names the column "${twice}" twice` : `has a column "${odd}" that is no symbol`;
  throw new OctopusError(
    'BAD_REQUEST',
    `${fileName} ${why}; name its symbol (--map "${odd ?? twice}=value:SYMBOL") or leave it out (=ignore)`,
  );
}
