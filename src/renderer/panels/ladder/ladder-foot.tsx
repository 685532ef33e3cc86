import type { ReactNode } from 'react';
import type { OrderView } from '#contract/services/trading';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { formatAmount, formatQuantity } from '../../format/money.ts';
import { formatSigned, signOf } from '../../format/number.ts';
import { usePortfolio } from '../../stores/engine-streams.ts';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { useOneClick } from '../../trading/one-click.ts';
import { cancelAllOf, flatten, placeAtMarket } from '../../trading/place-order.ts';

/** What is held with its result, and what is done at market or at once. */
export function LadderFoot({
  symbol,
  last,
  precision,
  orders,
}: {
  readonly symbol: string;
  readonly last: number | null;
  readonly precision: number;
  readonly orders: readonly OrderView[];
}): ReactNode {
  const { isArmed, quantity } = useOneClick();
  const portfolio = usePortfolio();
  const account = useTradingAccount();
  const position = portfolio?.positions.find((one) => one.symbol === symbol && Number(one.quantity) !== 0);
  const held = position ? Number(position.quantity) : 0;
  const average = position ? Number(position.averagePrice) : 0;
  const profit = position === undefined || last === null ? null : (last - average) * held;
  const ticks = profit === null ? null : ((last ?? 0) - average) * Math.sign(held);
  const sending = isArmed ? 'Sends at once' : 'Writes it in the ticket';
  return (
    <div className="ladder-foot">
      <section className="ladder-position" aria-label={`Position in ${symbol}`}>
        {position === undefined ? (
          <span className="muted">Flat</span>
        ) : (
          <>
            <span>
              <b className={held > 0 ? 'up' : 'down'}>{held > 0 ? 'Long' : 'Short'}</b>{' '}
              {formatQuantity(position.quantity.replace('-', ''))} @{' '}
              {formatAmount(position.averagePrice, precision)}
            </span>
            <span
              className={signOf(profit)}
              title={`At the last price, in ${portfolio?.currency}, fees left out`}
            >
              {formatSigned(profit)}
              <span className="muted">
                {' '}
                {formatSigned(ticks === null ? null : ticks * 10 ** precision, 0)} ticks
              </span>
            </span>
          </>
        )}
      </section>
      <div className="ladder-line">
        <button
          type="button"
          className="ladder-send buy"
          title={sending}
          onClick={() => placeAtMarket(symbol, 'buy')}
        >
          Buy {quantity} market
        </button>
        <button
          type="button"
          className="ladder-send sell"
          title={sending}
          onClick={() => placeAtMarket(symbol, 'sell')}
        >
          Sell {quantity} market
        </button>
      </div>
      <div className="ladder-line">
        <button
          type="button"
          className="button small"
          disabled={orders.length === 0}
          title="Cancels every open order in this symbol, at once"
          onClick={() => cancelAllOf(symbol)}
        >
          Cancel all{orders.length > 0 ? ` ${orders.length}` : ''}
        </button>
        <span
          className="muted ladder-account"
          title="Orders of this ladder go to this account; the ticket chooses it"
        >
          {account?.account}
        </span>
        <span className="ladder-space" />
        {position !== undefined && (
          <ConfirmButton
            question={`Close ${formatQuantity(position.quantity.replace('-', ''))}?`}
            title="Cancels what works here and closes the position at market"
            onConfirm={() => flatten(symbol)}
          >
            Flatten
          </ConfirmButton>
        )}
      </div>
    </div>
  );
}
