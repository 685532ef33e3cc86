import { type ReactNode, useEffect, useRef } from 'react';
import { useSecond } from '../../components/age.tsx';
import { formatNumber, NO_VALUE, signOf } from '../../format/number.ts';
import { formatAge } from '../../format/time.ts';
import { onPacedQuote } from '../../stores/paced-quotes.ts';
import type { PriceSource } from '../../stores/price-source.ts';
import { amberAgeMs } from '../../stores/quote-age.ts';
import { type Quote, quoteOf, wantQuotes } from '../../stores/quotes.ts';

/** As long as a flash takes: a cell that changes faster than this moves by itself and needs none. */
const FLASH_MS = 250;

/** What a cell shows of a quote. */
export interface LiveText {
  readonly value: number | null;
  readonly text: string;
  /** Colours the text by the sign of the value; the text must carry the sign too. */
  readonly isSigned?: boolean;
}

interface Shown {
  text: string;
  value: number | null;
  changedMs: number;
  flashes: number;
}

/**
 * A number of a symbol's quote, written straight to the page: a price that changes each frame costs no drawing of
 * components. `read` must not change between drawings unless what it reads does.
 */
export function LiveCell({
  symbol,
  read,
  title,
}: {
  readonly symbol: string;
  readonly read: (quote: Quote | null) => LiveText;
  readonly title?: string | undefined;
}): ReactNode {
  const element = useRef<HTMLSpanElement>(null);
  const shown = useRef<Shown>({ text: '', value: null, changedMs: Number.NEGATIVE_INFINITY, flashes: 0 });
  useEffect(() => wantQuotes([symbol]), [symbol]);
  useEffect(() => {
    const write = (): void => {
      if (element.current) writeCell(element.current, shown.current, read(quoteOf(symbol)));
    };
    shown.current = { ...shown.current, text: '', value: null };
    write();
    return onPacedQuote(symbol, write);
  }, [symbol, read]);
  return <span ref={element} className="number" title={title} />;
}

function writeCell(element: HTMLElement, shown: Shown, { value, text, isSigned }: LiveText): void {
  if (text === shown.text) return;
  const move = shown.value === null || value === null ? 0 : value - shown.value;
  const isFirst = shown.text === '';
  shown.text = text;
  shown.value = value;
  const { firstChild } = element;
  // A text that stays in its node is laid out again at less cost than another node.
  if (firstChild === null) element.textContent = text;
  else firstChild.nodeValue = text;
  let className = isSigned ? `number ${signOf(value)}` : 'number';
  const now = performance.now();
  const restedMs = now - shown.changedMs;
  shown.changedMs = now;
  if (move !== 0 && !isFirst && restedMs > FLASH_MS) {
    shown.flashes++;
    // Two names of one animation: changing from one to the other starts it again.
    className += ` flash-${signOf(move)}-${shown.flashes % 2}`;
  }
  if (element.className !== className) element.className = className;
}

/** How old a price is, in amber, once it is too old to be the present one. */
export function AmberAge({
  symbol,
  source,
}: {
  readonly symbol: string;
  readonly source: PriceSource;
}): ReactNode {
  useSecond();
  const age = amberAgeMs(quoteOf(symbol), source);
  if (age === null) return null;
  const clock = source.clock === 'session' ? "the session's clock" : 'now';
  return (
    <span className="stale-age" title={`This price is ${formatAge(age)} older than ${clock}`}>
      {formatAge(age)}
    </span>
  );
}

/** Where the last price lies between the day's low and high, as a bar with a mark. */
export function DayRange({
  symbol,
  precision,
}: {
  readonly symbol: string;
  readonly precision: number;
}): ReactNode {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => wantQuotes([symbol]), [symbol]);
  useEffect(() => {
    const write = (): void => {
      if (element.current) writeRange(element.current, quoteOf(symbol), precision);
    };
    write();
    return onPacedQuote(symbol, write);
  }, [symbol, precision]);
  return (
    <span ref={element} className="day-range" role="img">
      <span />
    </span>
  );
}

function writeRange(element: HTMLElement, quote: Quote | null, precision: number): void {
  const { last = null, dayLow = null, dayHigh = null } = quote ?? {};
  const isKnown = last !== null && dayLow !== null && dayHigh !== null && dayHigh > dayLow;
  const share = isKnown ? Math.round(((last - dayLow) / (dayHigh - dayLow)) * 50) * 2 : 0;
  const at = isKnown ? `${share}%` : '';
  if (element.dataset['at'] === at) return;
  element.dataset['at'] = at;
  element.style.setProperty('--at', at || '0%');
  const text = isKnown
    ? `Day ${formatNumber(dayLow, precision)} to ${formatNumber(dayHigh, precision)}, last at ${share} %`
    : `Day range ${NO_VALUE}`;
  element.title = text;
  element.setAttribute('aria-label', text);
}
