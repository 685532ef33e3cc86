import './depth.css';
import type { ReactNode } from 'react';
import type { StreamSource, SubscriptionView } from '#contract/services/streams';
import { useIsConnected } from '../../client/connection.ts';
import { Age } from '../../components/age.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCompact, formatNumber, formatPercent } from '../../format/number.ts';
import { useStreamSources } from '../../stores/engine-streams.ts';
import { useLinkedSymbol } from '../../stores/focus.ts';
import { usePricePrecision } from '../../stores/reference.ts';
import type { PanelProps } from '../panel-props.ts';
import { SourceBadge } from '../source-badge.tsx';
import { streamSymbol } from '../watchlist/stream-control.ts';
import { type BookRow, type BookSideCell, bidShare, bookRows } from './book-rows.ts';
import { useBookOf } from './use-book.ts';

const LEVELS = 25;

/** The order book of the linked symbol: both sides with running totals, best prices on top. */
export function DepthPanel({ panelId, link }: PanelProps): ReactNode {
  const symbol = useLinkedSymbol(link);
  const { items: sources } = useStreamSources();
  const { book, problem, hasBook, source, subscription } = useBookOf(symbol, LEVELS);
  const rows = book ? bookRows(book, LEVELS) : [];
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <span className="strong">{symbol}</span>
        {symbol !== null && <SourceBadge symbol={symbol} />}
      </PanelHead>
      {problem && <Problem text={problem} />}
      {symbol === null ? (
        <EmptyState title="No symbol">Pick one in the watchlist, or type its letters anywhere.</EmptyState>
      ) : !hasBook ? (
        <NoBook symbol={symbol} subscription={subscription} source={source} sources={sources} />
      ) : rows.length === 0 ? (
        <EmptyState title={`No book of ${symbol} yet`}>
          It is drawn with its first change; {source?.name} is {source?.state}.
        </EmptyState>
      ) : (
        <Book symbol={symbol} rows={rows} eventTime={book?.eventTime ?? null} />
      )}
    </div>
  );
}

function Book({
  symbol,
  rows,
  eventTime,
}: {
  readonly symbol: string;
  readonly rows: readonly BookRow[];
  readonly eventTime: number | null;
}): ReactNode {
  const precision = usePricePrecision(symbol);
  const isConnected = useIsConnected();
  const best = rows[0];
  const spread = best?.bid && best.ask ? best.ask.price - best.bid.price : null;
  const middle = best?.bid && best.ask ? (best.ask.price + best.bid.price) / 2 : null;
  const share = bidShare(rows);
  return (
    <div className={isConnected ? 'book' : 'book stale'}>
      <p className="book-summary">
        <span title="Best ask less best bid">
          <span className="muted">Spread</span> {formatNumber(spread, precision)}
          {spread !== null && middle ? (
            <span className="muted"> {formatNumber((spread / middle) * 10_000, 1)} bp</span>
          ) : null}
        </span>
        <span title={`Sizes of the ${rows.length} levels shown`}>
          <span className="muted">Bids</span> {formatPercent(share === null ? null : share * 100, 0)}
        </span>
        <Age time={eventTime} since="book of " />
      </p>
      <table className="book-levels" aria-label={`Order book of ${symbol}`}>
        <thead>
          <tr>
            <th scope="col" title="All sizes down to this level">
              Total
            </th>
            <th scope="col">Size</th>
            <th scope="col">Bid</th>
            <th scope="col">Ask</th>
            <th scope="col">Size</th>
            <th scope="col" title="All sizes down to this level">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bid, ask }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is the n-th best level, whatever its price
            <tr key={index}>
              <Amounts cell={bid} side="bid" precision={precision} />
              <Amounts cell={ask} side="ask" precision={precision} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Amounts({
  cell,
  side,
  precision,
}: {
  readonly cell: BookSideCell | null;
  readonly side: 'bid' | 'ask';
  readonly precision: number;
}): ReactNode {
  if (cell === null) return <td colSpan={3} />;
  const cells = [
    <td key="total" className={`book-total ${side}`}>
      <span className="book-bar" style={{ width: `${cell.share * 100}%` }} aria-hidden="true" />
      <span>{formatCompact(cell.total)}</span>
    </td>,
    <td key="size">{formatCompact(cell.size)}</td>,
    <td key="price" className={side === 'bid' ? 'up' : 'down'}>
      {formatNumber(cell.price, precision)}
    </td>,
  ];
  return side === 'bid' ? cells : cells.reverse();
}

function NoBook({
  symbol,
  subscription,
  source,
  sources,
}: {
  readonly symbol: string;
  readonly subscription: SubscriptionView | undefined;
  readonly source: StreamSource | undefined;
  readonly sources: readonly StreamSource[];
}): ReactNode {
  const names = sources.filter(({ gives }) => gives.includes('book')).map(({ name }) => name);
  const would =
    names.length === 0
      ? 'No source here gives order books.'
      : `Order books come from ${names.join(' and ')}.`;
  const why = subscription ? `${source?.name ?? 'Its source'} gives none.` : `${symbol} is not streamed.`;
  return (
    <EmptyState
      title={`No order book of ${symbol}`}
      action={
        subscription === undefined && (
          <button type="button" className="button small" onClick={() => void streamSymbol(symbol)}>
            Stream {symbol}
          </button>
        )
      }
    >
      {why} {would}
    </EmptyState>
  );
}
