import './ladder.css';
import { type ReactNode, useMemo, useState } from 'react';
import { type Decimal, decimalToNumber, formatDecimal } from '#domain/values/decimal';
import { useIsConnected } from '../../client/connection.ts';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { formatNumber } from '../../format/number.ts';
import { useOrders } from '../../stores/engine-streams.ts';
import { useLinkedSymbol } from '../../stores/focus.ts';
import { useInstrument, usePricePrecision } from '../../stores/reference.ts';
import { tickOf } from '../../trading/amount-text.ts';
import { useMarketPrices } from '../../trading/use-market-prices.ts';
import { useBookOf } from '../depth/use-book.ts';
import { isOpenOrder } from '../order-cells.tsx';
import type { PanelProps } from '../panel-props.ts';
import { confirmKey, LadderConfirm } from './ladder-confirm.tsx';
import { LadderControls } from './ladder-controls.tsx';
import { LadderFoot } from './ladder-foot.tsx';
import { LadderGrid } from './ladder-grid.tsx';
import { ladderSteps, usualStep } from './ladder-rows.ts';

const LEVELS = 100;

/** Prices of the linked symbol one under the other, with what rests there and one's own orders, to be traded by a press. */
export function LadderPanel({ link }: PanelProps): ReactNode {
  const symbol = useLinkedSymbol(link);
  const instrument = useInstrument(symbol);
  if (symbol === null)
    return (
      <EmptyState title="No symbol">Pick one in the watchlist, or type its letters anywhere.</EmptyState>
    );
  if (instrument && !instrument.isTradable)
    return <EmptyState title={`${symbol} can be watched, not traded`}>Orders for it are refused.</EmptyState>;
  return <Ladder key={symbol} symbol={symbol} />;
}

function Ladder({ symbol }: { readonly symbol: string }): ReactNode {
  const isConnected = useIsConnected();
  const precision = usePricePrecision(symbol);
  const prices = useMarketPrices(symbol);
  const { book, hasBook, problem } = useBookOf(symbol, LEVELS);
  const { items } = useOrders();
  const orders = useMemo(
    () => items.filter((order) => order.symbol === symbol && isOpenOrder(order)),
    [items, symbol],
  );
  const tick = tickOf(precision);
  const [chosen, setChosen] = useState<Decimal | null>(null);
  const hasPrice = prices.last !== null;
  // Found once: a ladder whose rows change their price by themselves would be pressed at the wrong one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step follows the first price, not each one
  const usual = useMemo(() => usualStep(prices.last, tick), [hasPrice, tick]);
  const step = chosen ?? usual;
  return (
    <div
      className={isConnected ? 'ladder' : 'ladder stale'}
      onKeyDownCapture={(event) => confirmKey(event, symbol)}
    >
      <LadderControls
        symbol={symbol}
        steps={ladderSteps(tick).map((one) => ({
          value: formatDecimal(one),
          text: formatNumber(decimalToNumber(one), precision),
        }))}
        step={formatDecimal(step)}
        onStep={(text) => setChosen(ladderSteps(tick).find((one) => formatDecimal(one) === text) ?? null)}
      />
      {problem && <Problem text={problem} />}
      {!hasBook && (
        <p className="ladder-note">
          {prices.bid === null
            ? 'Last price only: nothing gives an order book of it.'
            : 'Best prices only: nothing gives an order book of it.'}
        </p>
      )}
      {hasPrice || book ? (
        <LadderGrid
          symbol={symbol}
          step={step}
          precision={precision}
          book={book}
          prices={prices}
          orders={orders}
        />
      ) : (
        <EmptyState title={`No price of ${symbol} yet`}>The ladder stands with the first one.</EmptyState>
      )}
      <LadderConfirm symbol={symbol} />
      <LadderFoot symbol={symbol} last={prices.last} precision={precision} orders={orders} />
    </div>
  );
}
