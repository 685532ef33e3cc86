import type { CorporateAction } from '#domain/market/corporate-action';
import type { BarBatch } from './bar-batch.ts';
import { columnOf, type FileFormat, valueColumns } from './file-format.ts';
import type { FileTicks } from './file-ticks.ts';
import { CELL, type RowCells, VALUES_FROM } from './row-cells.ts';

/** Why a row is none; a soft reason may be overruled by a person. */
export interface RowProblem {
  readonly reason: string;
  readonly isReleasable?: true;
}

/** Where what passed goes. */
export interface RowTarget {
  /** One a series of the file; exactly one unless the file is a table. */
  readonly batches: readonly BarBatch[];
  readonly ticks: FileTicks;
  readonly actions: CorporateAction[];
  /** A series of a table whose value is wrong. */
  rejectValue(series: number, reason: string): void;
  /** A row without a value, of one series. */
  noteBlank(series: number): void;
}

export interface JudgeOptions {
  /** Milliseconds, inclusive: what is later is in the future. */
  readonly latest: number;
  /** A person took the row as it is: soft rules are left out. */
  readonly isReleased?: boolean;
}

const DAY_MS = 86_400_000;
/** Digits after the point to which the middle of two prices is exact: one more than a price bears. */
const MID_SCALE = 1e9;

/** Judges taken-apart rows of one format: what passes goes to its target, the answer is what is wrong with the rest. */
export function createRowJudge(
  format: FileFormat,
  { latest, isReleased = false }: JudgeOptions,
  target: RowTarget,
): (cells: RowCells, place: number) => RowProblem | string | undefined {
  const hasVolume = columnOf(format, 'volume') >= 0;
  const isPrice = format.as === 'prices';
  const series = valueColumns(format).length;
  const [batch] = target.batches;
  const future = (time: number): string | undefined =>
    time > latest ? `${new Date(time).toISOString()} is in the future` : undefined;

  function judgeBar({ time, values }: RowCells, place: number): string | undefined {
    const open = values[CELL.open]!;
    const high = values[CELL.high]!;
    const low = values[CELL.low]!;
    const close = values[CELL.close]!;
    const problem = shapeProblem(open, high, low, close, isPrice);
    if (problem !== undefined) return problem;
    const volume = hasVolume ? values[CELL.volume]! : 0;
    if (!(volume >= 0)) return Number.isNaN(volume) ? 'volume is missing' : `volume ${volume} is below zero`;
    const dividend = orElse(values[CELL.dividend]!, 0);
    if (!(dividend >= 0)) return `dividend "${dividend}" is not an amount`;
    const split = orElse(values[CELL.split]!, 1);
    if (!(split >= 0)) return `split "${split}" is not a ratio`;
    if (time > latest) return future(time);
    batch!.push(time, open, high, low, close, volume, place);
    if (dividend > 0 || (split !== 1 && split !== 0)) noteActions(time, dividend, split);
    return undefined;
  }

  /** Actions are those of a day, whatever time of day the row bears; some write a split of 0 where there was none. */
  function noteActions(time: number, dividend: number, split: number): void {
    const day = Math.floor(time / DAY_MS) * DAY_MS;
    if (split !== 1 && split !== 0)
      target.actions.push({ kind: 'split', time: day, value: split, isInPrices: false });
    if (dividend > 0)
      target.actions.push({ kind: 'dividend', time: day, value: dividend, isInPrices: false });
  }

  function judgeQuoteBar({ time, values }: RowCells, place: number): string | undefined {
    const { side } = format;
    if (side !== 'ask') {
      const problem = shapeProblem(
        values[CELL.bid_open]!,
        values[CELL.bid_high]!,
        values[CELL.bid_low]!,
        values[CELL.bid_close]!,
        true,
      );
      if (problem !== undefined) return `bid: ${problem}`;
    }
    if (side !== 'bid') {
      const problem = shapeProblem(
        values[CELL.ask_open]!,
        values[CELL.ask_high]!,
        values[CELL.ask_low]!,
        values[CELL.ask_close]!,
        true,
      );
      if (problem !== undefined) return `ask: ${problem}`;
    }
    if (time > latest) return future(time);
    const price = (bid: number, ask: number): number =>
      side === 'mid' ? middle(values[bid]!, values[ask]!) : values[side === 'bid' ? bid : ask]!;
    batch!.push(
      time,
      price(CELL.bid_open, CELL.ask_open),
      price(CELL.bid_high, CELL.ask_high),
      price(CELL.bid_low, CELL.ask_low),
      price(CELL.bid_close, CELL.ask_close),
      0,
      place,
    );
    return undefined;
  }

  function judgeClose({ time, values }: RowCells, place: number): string | undefined {
    const close = values[CELL.close]!;
    const value = Number.isNaN(close) ? values[CELL.price]! : close;
    if (time > latest) return future(time);
    if (Number.isNaN(value)) target.noteBlank(0);
    else if (isPrice && !(value > 0)) return `close ${value} is not above zero`;
    else batch!.push(time, value, value, value, value, orElse(values[CELL.volume]!, 0), place);
    return undefined;
  }

  function judgeTable({ time, values, problems }: RowCells, place: number): string | undefined {
    if (time > latest) return future(time);
    for (let i = 0; i < series; i++) {
      const value = values[VALUES_FROM + i]!;
      const problem = problems.size > 0 ? problems.get(VALUES_FROM + i) : undefined;
      if (problem !== undefined) target.rejectValue(i, problem);
      else if (Number.isNaN(value)) target.noteBlank(i);
      else if (isPrice && !(value > 0)) target.rejectValue(i, `value ${value} is not above zero`);
      else target.batches[i]!.push(time, value, value, value, value, 0, place);
    }
    return undefined;
  }

  function judgeQuote({ time, values }: RowCells): RowProblem | string | undefined {
    const bid = values[CELL.bid]!;
    const ask = values[CELL.ask]!;
    if (!(bid > 0)) return priceProblem('bid', bid);
    if (!(ask > 0)) return priceProblem('ask', ask);
    if (bid > ask && !isReleased) return { reason: `bid ${bid} is above ask ${ask}`, isReleasable: true };
    if (time > latest) return future(time);
    target.ticks.push(time, bid, ask, values[CELL.bid_size]!, values[CELL.ask_size]!);
    return undefined;
  }

  function judgeTrade({ time, values }: RowCells): string | undefined {
    const price = values[CELL.price]!;
    const size = values[CELL.size]!;
    if (!(price > 0)) return priceProblem('price', price);
    if (!(size >= 0)) return Number.isNaN(size) ? 'size is missing' : `size ${size} is below zero`;
    if (time > latest) return future(time);
    target.ticks.push(time, price, size, Number.NaN, Number.NaN);
    return undefined;
  }

  switch (format.content) {
    case 'bars':
      return judgeBar;
    case 'quote-bars':
      return judgeQuoteBar;
    case 'closes':
      return judgeClose;
    case 'table':
      return judgeTable;
    case 'quotes':
      return judgeQuote;
    case 'trades':
      return judgeTrade;
  }
}

/** What keeps four prices from being those of a bar, naming the one that stands out. */
function shapeProblem(
  open: number,
  high: number,
  low: number,
  close: number,
  isPrice: boolean,
): string | undefined {
  if (low > 0 && high >= open && high >= close && low <= open && low <= close) return undefined;
  const prices = Object.entries({ open, high, low, close });
  for (const [name, value] of prices) {
    if (Number.isNaN(value) || (isPrice && !(value > 0))) return priceProblem(name, value);
  }
  if (high < low) return `high ${high} is below low ${low}`;
  if (high < open || high < close)
    return `high ${high} is below ${high < open ? `open ${open}` : `close ${close}`}`;
  if (low > open || low > close)
    return `low ${low} is above ${low > open ? `open ${open}` : `close ${close}`}`;
  return undefined;
}

function priceProblem(name: string, value: number): string {
  return Number.isNaN(value) ? `${name} is missing` : `${name} ${value} is not above zero`;
}

function orElse(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}

/** The middle of two prices without the dust of binary fractions, where that can be told. */
function middle(a: number, b: number): number {
  const mid = (a + b) / 2;
  const units = Math.round(mid * MID_SCALE);
  return units < Number.MAX_SAFE_INTEGER ? units / MID_SCALE : mid;
}
