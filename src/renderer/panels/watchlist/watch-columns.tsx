import { type ReactNode, useCallback, useMemo } from 'react';
import type { WatchColumn } from '#contract/services/settings';
import { Sparkline } from '../../charts/sparkline.tsx';
import { useSecond } from '../../components/age.tsx';
import type { Column } from '../../components/data-table.tsx';
import { formatCompact, formatNumber, formatSigned, NO_VALUE } from '../../format/number.ts';
import { formatAge, formatDate } from '../../format/time.ts';
import { useDailyBars } from '../../stores/daily-bars.ts';
import { type PriceSource, usePriceSource } from '../../stores/price-source.ts';
import { quoteAgeMs } from '../../stores/quote-age.ts';
import { changePct, type Quote, quoteOf } from '../../stores/quotes.ts';
import { useFirstBarTime, usePricePrecision } from '../../stores/reference.ts';
import { AmberAge, DayRange, LiveCell, type LiveText } from './live-cell.tsx';
import { LiveLine } from './live-line.tsx';
import type { WatchLine } from './watch-lists.ts';

const SPARKLINE_DAYS = 40;

type Read = (quote: Quote | null, precision: number) => LiveText;

function priced(value: number | null, precision: number): LiveText {
  return { value, text: formatNumber(value, precision) };
}

/** Last less the previous close; null without either. */
function changeOf(quote: Quote | null): number | null {
  return quote?.last == null || quote.previousClose === null ? null : quote.last - quote.previousClose;
}

function spreadOf(quote: Quote | null): number | null {
  return quote?.bid == null || quote.ask === null ? null : quote.ask - quote.bid;
}

const readLast: Read = (quote, precision) => priced(quote?.last ?? null, precision);
const readBid: Read = (quote, precision) => priced(quote?.bid ?? null, precision);
const readAsk: Read = (quote, precision) => priced(quote?.ask ?? null, precision);
const readSpread: Read = (quote, precision) => priced(spreadOf(quote), precision);
const readChange: Read = (quote, precision) => {
  const value = changeOf(quote);
  return { value, text: formatSigned(value, precision), isSigned: true };
};
const readChangePct: Read = (quote) => {
  const value = changePct(quote);
  return { value, text: value === null ? NO_VALUE : formatSigned(value), isSigned: true };
};
// Volume only grows; a flash would say nothing.
const readVolume: Read = (quote) => ({
  value: null,
  text: quote?.volume ? formatCompact(quote.volume) : NO_VALUE,
});

function QuoteCell({
  symbol,
  read,
  title,
}: {
  readonly symbol: string;
  readonly read: Read;
  readonly title?: string;
}): ReactNode {
  const precision = usePricePrecision(symbol);
  const readNow = useCallback((quote: Quote | null) => read(quote, precision), [read, precision]);
  return <LiveCell symbol={symbol} read={readNow} title={title} />;
}

function LastCell({ symbol }: { readonly symbol: string }): ReactNode {
  const source = usePriceSource(symbol);
  const firstTime = useFirstBarTime(symbol);
  const title =
    source.kind === 'none' || firstTime === null
      ? source.text
      : `${source.text}\nfirst bar ${formatDate(firstTime)}`;
  return (
    <span className="stale-pair">
      <AmberAge symbol={symbol} source={source} />
      <QuoteCell symbol={symbol} read={readLast} title={title} />
    </span>
  );
}

/** Beginnings of symbols that say themselves that their prices are not a market's. */
const PREFIXES = ['SIM:', 'REPLAY:'];

/** The symbol with a tag that says what its price is, unless it is simply live. */
function SymbolCell({ symbol }: { readonly symbol: string }): ReactNode {
  const source = usePriceSource(symbol);
  const prefix = PREFIXES.find((one) => symbol.startsWith(one)) ?? '';
  // A name that says it already needs no tag, as long as it is right.
  const isNamed = prefix !== '' && source.tone === 'warning';
  return (
    <span className="watch-symbol">
      <span className="strong">
        {isNamed && <span className="watch-prefix">{prefix}</span>}
        {isNamed ? symbol.slice(prefix.length) : symbol}
      </span>
      {!isNamed && <SourceTag source={source} />}
    </span>
  );
}

function SourceTag({ source }: { readonly source: PriceSource }): ReactNode {
  return (
    <span className={`watch-tag tone-${source.tone}`} title={source.text}>
      {source.tag}
    </span>
  );
}

function AgeCell({ symbol }: { readonly symbol: string }): ReactNode {
  useSecond();
  const source = usePriceSource(symbol);
  const quote = quoteOf(symbol);
  if (quote?.eventTime == null) return <span className="muted">{NO_VALUE}</span>;
  const age = quoteAgeMs(quote, source.clock);
  return age === null ? (
    <span className="number muted">{formatDate(quote.eventTime)}</span>
  ) : (
    <span className="number muted">{formatAge(age)}</span>
  );
}

function SourceCell({ symbol }: { readonly symbol: string }): ReactNode {
  const source = usePriceSource(symbol);
  return (
    <span className={`tone-text-${source.tone}`} title={source.text}>
      {source.label}
    </span>
  );
}

/** The newest 40 daily closes. */
function DailyLine({ symbol }: { readonly symbol: string }): ReactNode {
  const bars = useDailyBars(symbol);
  const closes = useMemo(
    () => bars.close.subarray(Math.max(0, bars.length - SPARKLINE_DAYS), bars.length),
    [bars],
  );
  return <Sparkline values={closes} width={46} />;
}

function RangeCell({ symbol }: { readonly symbol: string }): ReactNode {
  return <DayRange symbol={symbol} precision={usePricePrecision(symbol)} />;
}

type SymbolColumn = Omit<Column<WatchLine>, 'id' | 'cell' | 'sortBy'> & {
  readonly name: string;
  readonly Cell: (properties: { readonly symbol: string }) => ReactNode;
  readonly sortBy?: (quote: Quote | null) => number | null;
};

const right = { align: 'right' } as const;
const cellOf = (read: Read) => (properties: { readonly symbol: string }) => (
  <QuoteCell {...properties} read={read} />
);

/** What each column of the settings is called and shows. */
export const WATCH_COLUMN_KINDS: Readonly<Record<WatchColumn, SymbolColumn>> = {
  'daily-line': {
    name: '40 days',
    header: '40 d',
    hint: 'Daily closes of the newest 40 days known',
    width: '56px',
    Cell: DailyLine,
  },
  'live-line': {
    name: 'Today, as it comes',
    header: 'Today',
    hint: 'Prices since the day began or this window opened; the line across is the previous close',
    width: '74px',
    Cell: LiveLine,
  },
  last: {
    name: 'Last',
    header: 'Last',
    width: 'minmax(68px, 1fr)',
    ...right,
    Cell: LastCell,
    sortBy: (quote) => quote?.last ?? null,
  },
  change: {
    name: 'Change',
    header: 'Chg',
    hint: 'Change from the previous close',
    width: 'minmax(58px, 0.8fr)',
    ...right,
    Cell: cellOf(readChange),
    sortBy: changeOf,
  },
  'change-percent': {
    name: 'Change %',
    header: 'Chg %',
    hint: 'Change from the previous close in percent',
    width: '52px',
    ...right,
    Cell: cellOf(readChangePct),
    sortBy: changePct,
  },
  bid: {
    name: 'Bid',
    header: 'Bid',
    width: 'minmax(62px, 0.9fr)',
    ...right,
    Cell: cellOf(readBid),
    sortBy: (quote) => quote?.bid ?? null,
  },
  ask: {
    name: 'Ask',
    header: 'Ask',
    width: 'minmax(62px, 0.9fr)',
    ...right,
    Cell: cellOf(readAsk),
    sortBy: (quote) => quote?.ask ?? null,
  },
  spread: {
    name: 'Spread',
    header: 'Spread',
    hint: 'Ask less bid, in the price’s unit',
    width: '56px',
    ...right,
    Cell: cellOf(readSpread),
    sortBy: spreadOf,
  },
  volume: {
    name: 'Volume',
    header: 'Vol',
    hint: 'Traded since the day began',
    width: '56px',
    ...right,
    Cell: cellOf(readVolume),
    sortBy: (quote) => quote?.volume ?? null,
  },
  'day-range': {
    name: 'Day range',
    header: 'Day range',
    hint: 'Where the last price lies between the day’s low and high',
    width: '76px',
    Cell: RangeCell,
  },
  age: {
    name: 'Age',
    header: 'Age',
    hint: 'Since the newest price: by the session’s clock in a replay, else by this desk’s',
    width: '72px',
    ...right,
    Cell: AgeCell,
    sortBy: (quote) => quote?.eventTime ?? null,
  },
  source: {
    name: 'Source',
    header: 'Source',
    hint: 'Where the price comes from',
    width: 'minmax(96px, 1.4fr)',
    Cell: SourceCell,
  },
};

const SYMBOL_COLUMN: Column<WatchLine> = {
  id: 'symbol',
  header: 'Symbol',
  width: 'minmax(76px, 1.2fr)',
  sortBy: ({ symbol }) => symbol,
  cell: ({ symbol }) => symbol !== null && <SymbolCell symbol={symbol} />,
};

/** The table's columns for those a list shows, the symbol first. */
export function watchColumns(shown: readonly WatchColumn[]): Column<WatchLine>[] {
  const chosen = shown.map((id): Column<WatchLine> => {
    const { name: _name, Cell, sortBy, ...column } = WATCH_COLUMN_KINDS[id];
    return {
      ...column,
      id,
      cell: ({ symbol }) => symbol !== null && <Cell symbol={symbol} />,
      ...(sortBy
        ? { sortBy: ({ symbol }: WatchLine) => (symbol === null ? null : sortBy(quoteOf(symbol))) }
        : {}),
    };
  });
  return [SYMBOL_COLUMN, ...chosen];
}
