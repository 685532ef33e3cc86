import type { ReactNode } from 'react';
import { formatAmount } from '../../format/money.ts';
import {
  formatNumber,
  formatPercent,
  formatSigned,
  formatSignedPercent,
  signOf,
} from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { usePortfolio } from '../../stores/engine-streams.ts';

/** The account in one line: equity, result, drawdown, risk. */
export function AccountSummary(): ReactNode {
  const portfolio = usePortfolio();
  if (portfolio === null) return null;
  const { currency, equity, totalPnl, totalPnlPct, drawdownPct, valueAtRiskPct, cash, eventTime } = portfolio;
  return (
    <span
      className="account-summary"
      title={`Account ${portfolio.account}, ${currency}, at ${formatDateTime(eventTime)} New York`}
    >
      <span className="optional">
        Cash <b>{formatAmount(cash)}</b>
      </span>
      <span>
        Equity <b>{formatNumber(equity)}</b>
      </span>
      <span className={signOf(totalPnl)}>
        {formatSigned(totalPnl)} · {formatSignedPercent(totalPnlPct)}
      </span>
      <span>
        Drawdown <span className={drawdownPct < 0 ? 'down' : ''}>{formatPercent(drawdownPct, 1)}</span>
      </span>
      <span
        className="optional"
        title="Historical value at risk of one day at 99 %, share of equity, as of the last close"
      >
        VaR {formatPercent(valueAtRiskPct)}
      </span>
    </span>
  );
}
