import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { BookLevels } from '#contract/services/streams';
import type { OrderView } from '#contract/services/trading';
import type { Decimal } from '#domain/values/decimal';
import { moveOrder, placeAtPrice } from '../../trading/place-order.ts';
import { canMove, type MarketPrices, workingPrice } from '../../trading/price-order.ts';
import { ladderKey } from './ladder-keys.ts';
import { LadderLine } from './ladder-line.tsx';
import { type LadderRow, ladderRows, priceOfRow, rowOf } from './ladder-rows.ts';

export const LADDER_ROW_HEIGHT = 20;
/** Rows the last price may come near the edge before the ladder follows it. */
const EDGE_ROWS = 3;

/** Where an order that is being dragged would go. */
interface Drag {
  readonly order: OrderView;
  readonly row: number;
}

/** The rows of a ladder: prices in the middle, buying at their left, selling at their right. */
export function LadderGrid({
  symbol,
  step,
  precision,
  book,
  prices,
  orders,
}: {
  readonly symbol: string;
  readonly step: Decimal;
  readonly precision: number;
  readonly book: BookLevels | null;
  readonly prices: MarketPrices;
  readonly orders: readonly OrderView[];
}): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const count = useRowCount(host);
  const market = prices.last ?? book?.bids[0]?.[0] ?? 0;
  const marketRow = rowOf(market, step);
  const [isPointed, setIsPointed] = useState(false);
  const { centre, setCentre, centreOnMarket } = useCentre({ marketRow, count, step, isPointed });
  const [chosen, setChosen] = useState<number | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const rows = useMemo(
    () => ladderRows({ centre, count, step, book, prices, orders }),
    [centre, count, step, book, prices, orders],
  );
  const largest = rows.reduce((most, row) => Math.max(most, row.bidSize, row.askSize), 0);
  const selected = chosen ?? marketRow;

  const actions = useRef({ place, startDrag });
  actions.current = { place, startDrag };
  const onPlace = useRef((side: 'buy' | 'sell', index: number) => actions.current.place(side, index)).current;
  const onDrag = useRef((order: OrderView, pointer: number) =>
    actions.current.startDrag(order, pointer),
  ).current;

  function place(side: 'buy' | 'sell', index: number): void {
    setChosen(index);
    placeAtPrice({ symbol, side, price: priceOfRow(index, step) });
  }

  function startDrag(order: OrderView, pointerId: number): void {
    if (!canMove(order)) return;
    host.current?.setPointerCapture(pointerId);
    setDrag({ order, row: Number.NaN });
  }

  function rowAt(clientY: number): number {
    const top = host.current?.getBoundingClientRect().top ?? 0;
    return centre + Math.floor(count / 2) - Math.floor((clientY - top) / LADDER_ROW_HEIGHT);
  }

  function select(index: number): void {
    setChosen(index);
    const half = Math.floor(count / 2);
    if (index > centre + half - 1) setCentre(index - half + 1);
    else if (index < centre - half + 2) setCentre(index + half - 2);
  }

  return (
    <div
      ref={host}
      role="listbox"
      aria-label={`Ladder of ${symbol}`}
      aria-activedescendant={`ladder-${symbol}-${selected}`}
      tabIndex={0}
      className={drag ? 'ladder-grid dragging' : 'ladder-grid'}
      onWheel={(event) => setCentre(centre - Math.sign(event.deltaY) * 3)}
      onPointerEnter={() => setIsPointed(true)}
      onPointerLeave={() => setIsPointed(false)}
      onPointerMove={(event) => drag && setDrag({ ...drag, row: rowAt(event.clientY) })}
      onPointerUp={(event) => {
        if (drag) moveOrder(drag.order, priceOfRow(rowAt(event.clientY), step));
        setDrag(null);
      }}
      onPointerCancel={() => setDrag(null)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && drag) setDrag(null);
        else if (
          !ladderKey(event, {
            symbol,
            selected: rows.find(({ index }) => index === selected),
            moveTo: (row) => priceOfRow(row, step),
            select,
            place,
            centre: () => {
              setChosen(null);
              centreOnMarket();
            },
            page: count - 2,
            index: selected,
          })
        )
          return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <Beyond orders={orders} step={step} top={centre + Math.floor(count / 2)} count={count} />
      {rows.map((row) => (
        <LadderLine
          key={row.index}
          id={`ladder-${symbol}-${row.index}`}
          row={row}
          symbol={symbol}
          precision={precision}
          bidShare={share(row.bidSize, largest)}
          askShare={share(row.askSize, largest)}
          isSelected={row.index === selected}
          dropped={drag && drag.row === row.index ? drag.order : null}
          onPlace={onPlace}
          onDrag={onDrag}
        />
      ))}
    </div>
  );
}

/** How many of one's orders wait above and below what is shown. */
function Beyond({
  orders,
  step,
  top,
  count,
}: {
  readonly orders: readonly OrderView[];
  readonly step: Decimal;
  /** Index of the highest row. */
  readonly top: number;
  readonly count: number;
}): ReactNode {
  const rows = orders.flatMap((order) => {
    const working = workingPrice(order);
    return working === undefined ? [] : [rowOf(Number(working.price), step)];
  });
  const above = rows.filter((row) => row > top).length;
  const below = rows.filter((row) => row <= top - count).length;
  return (
    <>
      {above > 0 && <span className="ladder-beyond above">↑ {above} above</span>}
      {below > 0 && <span className="ladder-beyond below">↓ {below} below</span>}
    </>
  );
}

function share(size: LadderRow['bidSize'], largest: number): number {
  return largest === 0 ? 0 : Math.round((size / largest) * 100);
}

/** How many rows fit. */
function useRowCount(host: React.RefObject<HTMLDivElement | null>): number {
  const [count, setCount] = useState(24);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setCount(Math.max(5, Math.floor(element.clientHeight / LADDER_ROW_HEIGHT))),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [host]);
  return count;
}

/**
 * The row in the middle: it rests until the market comes near an edge, or is moved by hand until centred again. Under a
 * pointer no row moves, so that a press never meets another price than the one aimed at.
 */
function useCentre({
  marketRow,
  count,
  step,
  isPointed,
}: {
  readonly marketRow: number;
  readonly count: number;
  readonly step: Decimal;
  readonly isPointed: boolean;
}) {
  const [centre, setCentre] = useState(marketRow);
  const [isFollowing, setIsFollowing] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step counts its rows otherwise
  useEffect(() => {
    setCentre(marketRow);
    setIsFollowing(true);
  }, [step]);
  const room = Math.floor(count / 2) - EDGE_ROWS;
  useEffect(() => {
    if (isFollowing && !isPointed && Math.abs(marketRow - centre) > room) setCentre(marketRow);
  }, [isFollowing, isPointed, marketRow, centre, room]);
  return {
    centre,
    setCentre: (row: number) => {
      setCentre(row);
      setIsFollowing(false);
    },
    centreOnMarket: () => {
      setCentre(marketRow);
      setIsFollowing(true);
    },
  };
}
