import type { AccountView } from '#contract/services/accounts';
import { Badge } from '../../components/badge.tsx';
import type { Column } from '../../components/data-table.tsx';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { NumberCell } from '../../components/number-cell.tsx';
import { formatAmount } from '../../format/money.ts';
import { formatCount, formatNumber, formatSigned, NO_VALUE } from '../../format/number.ts';
import { ConnectionText, MarginCell, openQuestions, TradingStateBadge } from './account-cells.tsx';

export const ACCOUNT_COLUMNS: readonly Column<AccountView>[] = [
  {
    id: 'environment',
    header: '',
    label: 'Whose money',
    width: '66px',
    sortBy: ({ environment }) => environment,
    cell: ({ environment }) => <EnvironmentBadge environment={environment} />,
  },
  {
    id: 'account',
    header: 'Account',
    width: 'minmax(90px, 1.2fr)',
    sortBy: ({ account }) => account,
    cell: ({ account }) => (
      <span className="strong" title={account}>
        {account}
      </span>
    ),
  },
  {
    id: 'broker',
    header: 'Broker',
    width: 'minmax(70px, 1.1fr)',
    sortBy: ({ brokerName }) => brokerName,
    cell: ({ brokerName }) => <span title={brokerName}>{brokerName}</span>,
  },
  {
    id: 'connection',
    header: 'Line',
    width: 'minmax(126px, 1.2fr)',
    sortBy: ({ connection }) => connection?.kind ?? null,
    cell: (account) => <ConnectionText account={account} />,
  },
  {
    id: 'state',
    header: 'Orders are',
    width: '88px',
    sortBy: ({ tradingState }) => tradingState,
    cell: (account) => <TradingStateBadge account={account} />,
  },
  {
    id: 'equity',
    header: 'Equity',
    align: 'right',
    width: 'minmax(84px, 1fr)',
    sortBy: ({ equity }) => equity,
    cell: ({ equity, currency }) => (
      <NumberCell value={equity} text={formatNumber(equity)} source={currency} />
    ),
  },
  {
    id: 'day',
    header: 'Today',
    hint: 'Result since the previous close, in the currency of the account',
    align: 'right',
    width: 'minmax(88px, 0.9fr)',
    sortBy: ({ dayPnl }) => dayPnl,
    cell: ({ dayPnl }) => <NumberCell value={dayPnl} text={formatSigned(dayPnl)} isSigned />,
  },
  {
    id: 'orders',
    header: 'Open',
    hint: 'Orders that may still trade',
    align: 'right',
    width: '48px',
    sortBy: ({ openOrders }) => openOrders,
    cell: ({ openOrders }) => formatCount(openOrders),
  },
  {
    id: 'positions',
    header: 'Held',
    hint: 'Symbols it holds',
    align: 'right',
    width: '46px',
    sortBy: ({ positions }) => positions,
    cell: ({ positions }) => formatCount(positions),
  },
  {
    id: 'questions',
    header: 'To decide',
    hint: 'Orders of unknown outcome, orders placed elsewhere, differences of the books',
    width: '82px',
    sortBy: openQuestions,
    cell: (account) => {
      const unknown = account.reconciliation?.unknown.length ?? 0;
      if (unknown > 0) return <Badge tone="alarm">{formatCount(unknown)} unknown</Badge>;
      const rest = openQuestions(account);
      return rest === 0 ? (
        <span className="muted">{NO_VALUE}</span>
      ) : (
        <Badge tone="warning">{formatCount(rest)}</Badge>
      );
    },
  },
  {
    id: 'power',
    header: 'Buying power',
    align: 'right',
    width: 'minmax(92px, 1fr)',
    sortBy: ({ buyingPower }) => Number(buyingPower),
    cell: ({ buyingPower, currency }) => (
      <NumberCell value={Number(buyingPower)} text={formatAmount(buyingPower)} source={currency} />
    ),
  },
  {
    id: 'margin',
    header: 'Margin',
    hint: 'Share of the equity that the exposure requires to be held; cash where nothing is lent',
    align: 'right',
    width: '72px',
    sortBy: ({ margin }) => margin?.usePct ?? null,
    cell: (account) => <MarginCell account={account} />,
  },
];
