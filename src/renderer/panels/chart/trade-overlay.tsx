import './trade-overlay.css';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { decimalFromNumber, formatDecimal } from '#domain/values/decimal';
import { goToTicket } from '../../app/ticket-control.ts';
import type { PriceChart } from '../../charts/price-chart.ts';
import { useOrders, usePortfolio } from '../../stores/engine-streams.ts';
import { usePricePrecision } from '../../stores/reference.ts';
import { useAccountTakes } from '../../trading/account-takes.ts';
import { tickOf, toStep } from '../../trading/amount-text.ts';
import { moveOrder } from '../../trading/place-order.ts';
import { placeChips } from './place-chips.ts';
import { TradeChip } from './trade-chip.tsx';
import { exitAt, holdingOf, lineProfit, type TradeLine, tradeLines } from './trade-lines.ts';

/** A line on its way to another price. */
interface Moving {
  readonly id: string;
  readonly price: string;
}

/** Working orders, their exits and the average of what is held, as lines that can be dragged or stepped by keys. */
export function TradeOverlay({
  chart,
  symbol,
}: {
  readonly chart: PriceChart | null;
  readonly symbol: string | null;
}): ReactNode {
  const { items: orders } = useOrders();
  const portfolio = usePortfolio();
  const takes = useAccountTakes();
  const precision = usePricePrecision(symbol);
  const tick = tickOf(precision);
  const [moving, setMoving] = useState<Moving | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const position = portfolio?.positions.find((one) => one.symbol === symbol);
  const lines = useMemo(
    () => (symbol === null ? [] : tradeLines(symbol, orders, position, precision)),
    [symbol, orders, position, precision],
  );
  const held = holdingOf(position);

  useEffect(() => {
    chart?.setPriceLines(
      lines.map(({ id, price, tone }) => ({
        price: Number(moving?.id === id ? moving.price : price),
        label: '',
        tone,
      })),
    );
  }, [chart, lines, moving]);

  useEffect(() => chart?.onDrawn(() => host.current && placeChips(chart, host.current)), [chart]);
  useEffect(() => {
    if (chart && host.current) placeChips(chart, host.current);
  });

  /** The tick nearest to a vertical place of the window. */
  const priceAt = useCallback(
    (clientY: number): string | null => {
      const price = chart?.priceAt(clientY) ?? null;
      return price === null || price <= 0 ? null : formatDecimal(toStep(decimalFromNumber(price), tick));
    },
    [chart, tick],
  );

  function drop(line: TradeLine, price: string): void {
    setMoving(null);
    if (line.order) moveOrder(line.order, price);
    else if (held && price !== line.price) {
      const { side, type } = exitAt(Number(price), held);
      goToTicket(side, {
        type,
        [type === 'limit' ? 'limitPrice' : 'stopPrice']: price,
        sizing: 'units',
        quantity: formatDecimal(decimalFromNumber(Math.abs(held.quantity))),
        timeInForce: takes?.validities.gtc === 'yes' ? 'gtc' : 'day',
        isReduceOnly: takes?.reduceOnly === true,
      });
    }
  }

  if (symbol === null) return null;
  return (
    <div ref={host} className="trade-overlay">
      {lines.map((line) => {
        const price = moving?.id === line.id ? moving.price : line.price;
        // What is held is shown at the last price, until it is dragged.
        const at =
          line.order === undefined && moving?.id !== line.id ? (position?.lastPrice ?? null) : Number(price);
        const profit = at === null ? null : lineProfit(line, at, orders, held);
        const exit =
          line.order === undefined && moving?.id === line.id && held ? exitAt(Number(price), held) : null;
        return (
          <TradeChip
            key={line.id}
            line={line}
            price={price}
            profit={profit}
            currency={portfolio?.currency ?? ''}
            tick={tick}
            exitWord={exit?.word ?? null}
            isMoving={moving?.id === line.id}
            priceAt={priceAt}
            onMove={(to) => setMoving(to === null ? null : { id: line.id, price: to })}
            onDrop={(to) => drop(line, to)}
          />
        );
      })}
    </div>
  );
}
