// biome-ignore-all lint/a11y/useSemanticElements: a row of a virtual list on a CSS grid
import { memo, type ReactNode } from 'react';
import type { OptionChainRow, OptionQuoteView } from '#contract/services/options';
import { formatCompact, formatNumber } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';

/** The prices of a row that can be traded, from left to right. */
export const PRICE_CELLS = ['call-bid', 'call-ask', 'put-bid', 'put-ask'] as const;
export type PriceCell = (typeof PRICE_CELLS)[number];

/** What pressing a price means: at a bid it is sold, at an ask bought; null where nothing is quoted. */
export function priceIn(
  row: OptionChainRow,
  cell: PriceCell,
): { readonly symbol: string; readonly side: 'buy' | 'sell' } | null {
  const quote = cell.startsWith('call') ? row.call : row.put;
  const isBid = cell.endsWith('bid');
  const price = isBid ? quote?.bid : quote?.ask;
  return quote === null || price === null || price === undefined
    ? null
    : { symbol: quote.symbol, side: isBid ? 'sell' : 'buy' };
}

export function cellId(gridId: string, strike: number, cell: PriceCell): string {
  return `${gridId}-${strike}-${cell}`;
}

interface ChainRowProps {
  readonly gridId: string;
  readonly row: OptionChainRow;
  readonly index: number;
  readonly top: number;
  readonly isAtTheMoney: boolean;
  /** Digits after the point that the strikes of the chain need. */
  readonly strikeDigits: number;
  readonly chosenCell: PriceCell | null;
  /** Side of the leg there is in the row's call or put. */
  readonly callSide: 'buy' | 'sell' | null;
  readonly putSide: 'buy' | 'sell' | null;
  readonly onPress: (cell: PriceCell) => void;
}

/** One strike: its call, itself, its put. The press means the same price on each draw, so it does not count as a change. */
export const ChainRowLine = memo(
  function ChainRowLine(props: ChainRowProps): ReactNode {
    const { row, index, top, isAtTheMoney, strikeDigits } = props;
    const { strike, call, put, parity } = row;
    return (
      <div
        className={isAtTheMoney ? 'table-row option-line at-the-money' : 'table-row option-line'}
        role="row"
        aria-rowindex={index + 2}
        tabIndex={-1}
        style={{ position: 'absolute', top }}
      >
        <Figures quote={call} right="call" />
        <Prices {...props} quote={call} right="call" legSide={props.callSide} />
        <div
          className="cell strike"
          role="rowheader"
          tabIndex={-1}
          title={
            parity ? `Put–call parity: ${parity.text}` : isAtTheMoney ? 'Nearest to the price' : undefined
          }
        >
          {parity && (
            <span className="warning-text" role="img" aria-label="breaks put–call parity">
              ≠{' '}
            </span>
          )}
          {formatNumber(strike, strikeDigits)}
          {isAtTheMoney && <span className="at-mark"> ATM</span>}
        </div>
        <Prices {...props} quote={put} right="put" legSide={props.putSide} />
        <Figures quote={put} right="put" />
      </div>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.index === after.index &&
    before.top === after.top &&
    before.isAtTheMoney === after.isAtTheMoney &&
    before.strikeDigits === after.strikeDigits &&
    before.chosenCell === after.chosenCell &&
    before.callSide === after.callSide &&
    before.putSide === after.putSide,
);

/** Open interest, volume, delta, volatility, last; the other way round for a put. */
function Figures({
  quote,
  right,
}: {
  readonly quote: OptionQuoteView | null;
  readonly right: 'call' | 'put';
}): ReactNode {
  const tone = toneOf(quote);
  const cells = [
    <Figure key="open" kind={`wide ${tone}`} text={formatCompact(quote?.openInterest)} />,
    <Figure key="volume" kind={`wide ${tone}`} text={formatCompact(quote?.volume)} />,
    <Figure key="delta" kind={tone} text={formatNumber(quote?.greeks?.delta, 2)} title={greeksText(quote)} />,
    <Figure
      key="volatility"
      kind={tone}
      text={quote?.fault ? '▲' : formatNumber(quote?.volatilityPct, 1)}
      title={quote?.fault ?? undefined}
    />,
    <Figure key="last" kind={`wide ${tone}`} text={formatNumber(quote?.last)} />,
  ];
  return right === 'call' ? cells : cells.reverse();
}

function Figure({
  kind,
  text,
  title,
}: {
  readonly kind: string;
  readonly text: string;
  readonly title?: string | undefined;
}): ReactNode {
  return (
    <div className={`cell right ${kind}`} role="gridcell" tabIndex={-1} title={title}>
      {text}
    </div>
  );
}

function Prices({
  gridId,
  row,
  quote,
  right,
  legSide,
  chosenCell,
  onPress,
}: ChainRowProps & {
  readonly quote: OptionQuoteView | null;
  readonly right: 'call' | 'put';
  readonly legSide: 'buy' | 'sell' | null;
}): ReactNode {
  const tone = toneOf(quote);
  return (['bid', 'ask'] as const).map((name) => {
    const cell: PriceCell = `${right}-${name}`;
    const isLeg = legSide === (name === 'bid' ? 'sell' : 'buy');
    const price = priceIn(row, cell);
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself handles the keys for its cells
      <div
        key={name}
        id={cellId(gridId, row.strike, cell)}
        className={`cell right price ${tone} ${name}${chosenCell === cell ? ' chosen' : ''}${isLeg ? ' is-leg' : ''}`}
        role="gridcell"
        tabIndex={-1}
        aria-selected={chosenCell === cell}
        aria-label={priceLabel(row.strike, right, name, quote)}
        title={priceTitle(quote, price?.side)}
        onClick={() => onPress(cell)}
      >
        {formatNumber(name === 'bid' ? quote?.bid : quote?.ask)}
      </div>
    );
  });
}

function toneOf(quote: OptionQuoteView | null): string {
  return `${quote?.isInTheMoney ? 'inside' : ''}${quote?.isStale ? ' old' : ''}`;
}

function priceLabel(
  strike: number,
  right: 'call' | 'put',
  name: 'bid' | 'ask',
  quote: OptionQuoteView | null,
): string {
  return `${strike} ${right} ${name} ${formatNumber(name === 'bid' ? quote?.bid : quote?.ask)}`;
}

function priceTitle(quote: OptionQuoteView | null, side: 'buy' | 'sell' | undefined): string | undefined {
  if (quote === null) return undefined;
  const old = quote.isStale ? `OLD: of ${formatMinute(quote.quoteTime)} New York. ` : '';
  return `${old}${side === undefined ? 'Nothing is quoted' : `Adds a leg that is ${side === 'buy' ? 'bought' : 'sold'}`}`;
}

function greeksText(quote: OptionQuoteView | null): string | undefined {
  if (!quote?.greeks) return undefined;
  const { gamma, theta, vega, rho } = quote.greeks;
  return `Gamma ${formatNumber(gamma, 4)}, theta ${formatNumber(theta, 3)} a day, vega ${formatNumber(vega, 3)} and rho ${formatNumber(rho, 3)} a point`;
}
