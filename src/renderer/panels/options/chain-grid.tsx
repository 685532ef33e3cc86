// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by a virtual list on a CSS grid, which table elements cannot be
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { OptionChainView } from '#contract/services/options';
import { ROW_HEIGHT } from '../../components/data-table.tsx';
import { ChainRowLine, cellId, PRICE_CELLS, type PriceCell, priceIn } from './chain-row.tsx';

const PAGE_ROWS = 10;
const HEADS = [
  ['Open', 'wide', 'Contracts open at the end of the day before'],
  ['Volume', 'wide', 'Contracts traded this day'],
  ['Delta', '', 'Change of price for one unit of the underlying, by the model'],
  ['IV %', '', 'Volatility a year that the middle of bid and ask implies'],
  ['Last', 'wide', 'Last trade'],
  ['Bid', 'price', 'Press to sell at it'],
  ['Ask', 'price', 'Press to buy at it'],
] as const;

/**
 * Calls, strikes and puts of one expiration. Arrow keys walk over the bids and asks; Enter and a click add a leg: at a bid
 * sold, at an ask bought. Only the rows in view are in the page.
 */
export function ChainGrid({
  chain,
  legSides,
  isStale,
  onLeg,
}: {
  readonly chain: OptionChainView;
  /** Sides of the legs there are, by symbol. */
  readonly legSides: ReadonlyMap<string, 'buy' | 'sell'>;
  readonly isStale: boolean;
  readonly onLeg: (symbol: string, side: 'buy' | 'sell') => void;
}): ReactNode {
  const { rows, atTheMoney, underlying, expiration } = chain;
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const strikeDigits = rows.every(({ strike }) => Number.isInteger(strike)) ? 0 : 2;
  const middle = rows.findIndex(({ strike }) => strike === atTheMoney);
  const [cursor, setCursor] = useState<{ strike: number | null; cell: PriceCell }>({
    strike: null,
    cell: 'call-ask',
  });
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollPaddingStart: 2 * ROW_HEIGHT,
  });
  const shown = `${underlying} ${expiration.date} ${chain.source.id}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another chain begins at the money, the same one stays where it is
  useEffect(
    () => (middle < 0 ? undefined : keepInView(scroller.current, (middle + 1) * ROW_HEIGHT)),
    [shown],
  );

  const index = rows.findIndex(({ strike }) => strike === cursor.strike);
  const row = rows[index < 0 ? middle : index];

  function move(toIndex: number, cell: PriceCell): void {
    const target = rows[Math.max(0, Math.min(rows.length - 1, toIndex))];
    if (target === undefined) return;
    setCursor({ strike: target.strike, cell });
    virtualizer.scrollToIndex(rows.indexOf(target));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || row === undefined) return;
    const at = rows.indexOf(row);
    const place = PRICE_CELLS.indexOf(cursor.cell);
    const cellAt = (by: number): PriceCell => PRICE_CELLS[place + by] ?? cursor.cell;
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(index < 0 ? at : at + 1, cursor.cell),
      ArrowUp: () => move(index < 0 ? at : at - 1, cursor.cell),
      PageDown: () => move(at + PAGE_ROWS, cursor.cell),
      PageUp: () => move(at - PAGE_ROWS, cursor.cell),
      Home: () => move(0, cursor.cell),
      End: () => move(rows.length - 1, cursor.cell),
      ArrowRight: () => move(at, cellAt(1)),
      ArrowLeft: () => move(at, cellAt(-1)),
      c: () => move(middle, cursor.cell),
      Enter: () => {
        const price = priceIn(row, cursor.cell);
        if (price !== null && !event.repeat) onLeg(price.symbol, price.side);
      },
    };
    const act = moves[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  const head = (side: 'call' | 'put') =>
    (side === 'call' ? HEADS : [...HEADS].slice(5).concat([...HEADS].slice(0, 5).reverse())).map(
      ([name, kind, hint]) => (
        <div
          key={`${side} ${name}`}
          className={`cell right ${kind}`}
          role="columnheader"
          tabIndex={-1}
          title={hint}
        >
          {name}
        </div>
      ),
    );
  return (
    <div
      ref={scroller}
      className={isStale ? 'table option-chain stale' : 'table option-chain'}
      role="grid"
      aria-label={`Options on ${underlying} to ${expiration.date}`}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={row && index >= 0 ? cellId(gridId, row.strike, cursor.cell) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="table-head option-line" role="row" tabIndex={-1}>
        {head('call')}
        <div className="cell strike" role="columnheader" tabIndex={-1}>
          Calls · Puts
        </div>
        {head('put')}
      </div>
      <div className="table-space" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const one = rows[item.index];
          return one === undefined ? null : (
            <ChainRowLine
              key={one.strike}
              gridId={gridId}
              row={one}
              index={item.index}
              top={item.start}
              isAtTheMoney={one.strike === atTheMoney}
              strikeDigits={strikeDigits}
              chosenCell={one.strike === cursor.strike ? cursor.cell : null}
              callSide={one.call ? (legSides.get(one.call.symbol) ?? null) : null}
              putSide={one.put ? (legSides.get(one.put.symbol) ?? null) : null}
              onPress={(cell) => {
                setCursor({ strike: one.strike, cell });
                const price = priceIn(one, cell);
                if (price !== null) onLeg(price.symbol, price.side);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

/**
 * Scrolls to a place, in pixels from the top, as soon as the view has a height, and back to where it was whenever it is
 * shown again: one that leaves the page, as behind another tab, forgets how far it was scrolled.
 */
function keepInView(view: HTMLElement | null, middle: number): (() => void) | undefined {
  if (view === null) return undefined;
  let top: number | null = null;
  let isShown = false;
  const keep = (): void => {
    if (isShown) top = view.scrollTop;
  };
  const observer = new ResizeObserver(() => {
    const wasShown = isShown;
    isShown = view.clientHeight > 0;
    if (isShown && !wasShown) view.scrollTop = top ?? middle - view.clientHeight / 2;
  });
  observer.observe(view);
  view.addEventListener('scroll', keep);
  return () => {
    observer.disconnect();
    view.removeEventListener('scroll', keep);
  };
}
