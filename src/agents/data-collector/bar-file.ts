import { OctopusError } from '#contract/errors';
import { allocateBars, BAR_FIELDS, type BarColumns } from '#domain/market/bar';
import type { CorporateAction } from '#domain/market/corporate-action';
import { findPriceConvention, type PriceConvention } from '#domain/market/price-convention';
import type { Timeframe } from '#domain/market/timeframe';
import { type BarHeader, readBarHeader, readJsonHeader } from './bar-header.ts';
import { type BarRow, readBarRow } from './bar-row.ts';

/** A row that is not a bar, kept as it stood. */
export interface QuarantinedBarRow {
  /** 1-based line of the file. */
  readonly line: number;
  /** `high 9.8 is below low 10.1` */
  readonly reason: string;
  readonly raw: string;
}

/** What a price file holds. `rowsRead` is always `bars.length + rowsDuplicate + quarantined.length`. */
export interface BarFile {
  readonly bars: BarColumns;
  readonly quarantined: readonly QuarantinedBarRow[];
  readonly rowsRead: number;
  /** Rows that repeat an earlier one with equal values. */
  readonly rowsDuplicate: number;
  /** False when rows were out of order and had to be sorted. */
  readonly wasAscending: boolean;
  /** Splits and dividends of the rows, oldest first; undefined when the file has no column for them. */
  readonly actions?: readonly CorporateAction[];
  /** How prices stand to the splits: as told, or as found. Undefined together with `actions`. */
  readonly prices?: PriceConvention;
}

export interface BarFileOptions {
  readonly fileName: string;
  readonly text: string;
  readonly timeframe: Timeframe;
  /** Milliseconds; bars beyond it are quarantined. */
  readonly now: number;
  /** How prices stand to the splits the file tells; found from the file unless given. */
  readonly prices?: PriceConvention | undefined;
}

const DAY_MS = 86_400_000;
/** A daily bar bears its exchange's date, which may be ahead of UTC by as much as this. */
const DATE_AHEAD_MS_MAX = 14 * 3_600_000;

/**
 * Reads the bars of CSV text (a header in any order, then rows parted by comma, semicolon or tab) or of JSON lines
 * (an object a line, with the keys of the first). Nothing is lost:
 * each row becomes a bar, counts as duplicate, or is quarantined with its reason. Of two different rows for one
 * time the earlier stays. Throws an OctopusError FILE_UNREADABLE when the text is empty, binary or has no header.
 */
export function readBarFile(options: BarFileOptions): BarFile {
  const { fileName, text, timeframe, now } = options;
  if (text.includes('\0')) {
    throw new OctopusError(
      'FILE_UNREADABLE',
      `${fileName} is not text (it holds zero bytes); give a CSV file with a header such as date,open,high,low,close,volume`,
      { file: fileName },
    );
  }
  const isDaily = timeframe === '1d';
  const latest = now + (isDaily ? DATE_AHEAD_MS_MAX : 0);
  const quarantined: QuarantinedBarRow[] = [];
  const row: BarRow = { time: 0, open: 0, high: 0, low: 0, close: 0, volume: 0, dividend: 0, split: 1 };
  const actions: CorporateAction[] = [];
  let header: BarHeader | undefined;
  let accepted = new Accepted(1_024);
  let wasAscending = true;
  let rowsRead = 0;
  let line = 0;
  for (let start = text.charCodeAt(0) === 0xfeff ? 1 : 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const raw = lineAt(text, start, next);
    const lineStart = start;
    start = next;
    line++;
    if (raw.trim() === '') continue;
    if (!header) {
      header = readJsonHeader(fileName, raw);
      if (!header) {
        header = readBarHeader(fileName, raw);
        continue;
      }
    }
    rowsRead++;
    const problem = readBarRow(raw, header, { isDaily, latest }, row);
    if (problem !== undefined) {
      quarantined.push({ line, reason: problem, raw });
      continue;
    }
    if (accepted.length > 0 && row.time <= accepted.bars.time[accepted.length - 1]!) wasAscending = false;
    if (accepted.length === accepted.bars.length) accepted = accepted.doubled();
    accepted.push(row, line, lineStart);
    noteActions(row, actions);
  }
  if (!header) {
    throw new OctopusError(
      'FILE_UNREADABLE',
      `${fileName} is empty; give a CSV file with a header such as date,open,high,low,close,volume`,
      { file: fileName },
    );
  }
  const file = wasAscending
    ? { bars: accepted.trimmed(), quarantined, rowsRead, rowsDuplicate: 0, wasAscending }
    : { ...sortAccepted(accepted, text, quarantined, isDaily), rowsRead, wasAscending };
  if (header.dividend < 0 && header.split < 0) return file;
  const prices = options.prices ?? findPriceConvention(file.bars, actions);
  const told = actions
    .map((action) => ({ ...action, isInPrices: action.kind === 'split' && prices === 'adjusted' }))
    .sort((a, b) => a.time - b.time);
  return { ...file, actions: told, prices };
}

/** Actions are those of a day, whatever time of day the row bears. */
function noteActions({ time, dividend, split }: BarRow, actions: CorporateAction[]): void {
  const day = Math.floor(time / DAY_MS) * DAY_MS;
  if (split !== 1) actions.push({ kind: 'split', time: day, value: split, isInPrices: false });
  if (dividend > 0) actions.push({ kind: 'dividend', time: day, value: dividend, isInPrices: false });
}

/** Bars that passed, in the order of the file, with where each stood. */
class Accepted {
  length = 0;
  readonly bars: BarColumns;
  readonly line: Float64Array;
  readonly start: Float64Array;

  constructor(capacity: number) {
    this.bars = allocateBars(capacity);
    this.line = new Float64Array(capacity);
    this.start = new Float64Array(capacity);
  }

  push(row: BarRow, line: number, start: number): void {
    const at = this.length++;
    const { bars } = this;
    bars.time[at] = row.time;
    bars.open[at] = row.open;
    bars.high[at] = row.high;
    bars.low[at] = row.low;
    bars.close[at] = row.close;
    bars.volume[at] = row.volume;
    this.line[at] = line;
    this.start[at] = start;
  }

  doubled(): Accepted {
    const larger = new Accepted(this.bars.length * 2);
    for (const field of BAR_FIELDS) larger.bars[field].set(this.bars[field]);
    larger.line.set(this.line);
    larger.start.set(this.start);
    larger.length = this.length;
    return larger;
  }

  trimmed(): BarColumns {
    const { bars, length } = this;
    const trimmed = allocateBars(length);
    for (const field of BAR_FIELDS) trimmed[field].set(bars[field].subarray(0, length));
    return trimmed;
  }
}

function sortAccepted(
  accepted: Accepted,
  text: string,
  rejected: readonly QuarantinedBarRow[],
  isDaily: boolean,
) {
  const { bars, line, start, length } = accepted;
  const order = Uint32Array.from({ length }, (_, i) => i).sort(
    (a, b) => bars.time[a]! - bars.time[b]! || a - b,
  );
  const sorted = new Accepted(length);
  const quarantined = [...rejected];
  let rowsDuplicate = 0;
  for (const index of order) {
    const last = sorted.length - 1;
    if (last >= 0 && sorted.bars.time[last] === bars.time[index]) {
      if (BAR_FIELDS.every((field) => sorted.bars[field][last] === bars[field][index])) rowsDuplicate++;
      else {
        const when = new Date(bars.time[index]!).toISOString();
        const reason = `line ${sorted.line[last]} gives other values for ${isDaily ? when.slice(0, 10) : when}`;
        const from = start[index]!;
        const newline = text.indexOf('\n', from);
        quarantined.push({
          line: line[index]!,
          reason,
          raw: lineAt(text, from, newline < 0 ? text.length : newline + 1),
        });
      }
      continue;
    }
    const at = sorted.length++;
    for (const field of BAR_FIELDS) sorted.bars[field][at] = bars[field][index]!;
    sorted.line[at] = line[index]!;
  }
  quarantined.sort((a, b) => a.line - b.line);
  return { bars: sorted.trimmed(), quarantined, rowsDuplicate };
}

function lineAt(text: string, start: number, next: number): string {
  let end = next;
  if (end > start && text.charCodeAt(end - 1) === 10) end--;
  if (end > start && text.charCodeAt(end - 1) === 13) end--;
  return text.slice(start, end);
}
