import '../orders/orders.css';
import './costs.css';
import { type ReactNode, useMemo, useState } from 'react';
import type { ExecutionCostReport } from '#contract/services/execution-costs';
import { useIsConnected } from '../../client/connection.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { formatCount, formatSigned } from '../../format/number.ts';
import { useAccounts } from '../../stores/engine-streams.ts';
import { linkSymbol } from '../../stores/focus.ts';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { explainOrder } from '../order-cells.tsx';
import { AccountScope } from '../orders/order-tools.tsx';
import type { PanelProps } from '../panel-props.ts';
import { COST_COLUMNS_OF_GROUPS, COST_COLUMNS_OF_ORDERS } from './cost-columns.tsx';
import { COST_GROUPS, type CostGrouping, type CostRow, costRows } from './cost-groups.ts';
import { FillModelLine } from './fill-model-line.tsx';
import { SlippageStrip } from './slippage-strip.tsx';

const ORDERS_ASKED = 1_000;
const EVERY_MS = 10_000;

/** What trading cost beside the price: against the price at the decision, and against the market while it went on. */
export function CostsPanel({ panelId, link }: PanelProps): ReactNode {
  const [isEvery, setIsEvery] = useState(false);
  const [grouping, setGrouping] = useState<CostGrouping>('order');
  const { reports, problem, isLoading, askAgain } = useCostReports(isEvery);
  const isConnected = useIsConnected();
  const costs = useMemo(() => reports?.flatMap(({ orders }) => orders) ?? [], [reports]);
  const rows = useMemo(() => costRows(costs, grouping), [costs, grouping]);
  const slippages = useMemo(
    () => costs.flatMap(({ arrivalSlippageBps }) => arrivalSlippageBps ?? []),
    [costs],
  );
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <CostTotals reports={reports ?? []} />
      </PanelHead>
      <div className="table-tools" role="toolbar" aria-label="Costs listed">
        <AccountScope isEvery={isEvery} onEvery={setIsEvery} />
        <SegmentedControl
          label="Put together"
          value={grouping}
          segments={COST_GROUPS}
          onChoose={setGrouping}
        />
        <span className="muted tools-end" title="The same for buying and selling: paid more, or got less">
          Basis points: + is worse for you, − is better
        </span>
      </div>
      {slippages.length > 0 && <SlippageStrip values={slippages} />}
      {problem && <Problem text={problem} onRetry={askAgain} />}
      <DataTable<CostRow>
        key={grouping === 'order' ? 'orders' : 'groups'}
        label="Execution costs"
        columns={grouping === 'order' ? COST_COLUMNS_OF_ORDERS : COST_COLUMNS_OF_GROUPS}
        rows={rows}
        idOf={({ id }) => id}
        onSelect={({ order }) => {
          if (order) linkSymbol(order.symbol, link);
        }}
        onActivate={({ order }) => {
          if (order && !order.isAlgorithm) explainOrder(order.id);
        }}
        isStale={!isConnected}
        empty={
          <EmptyState
            title={isLoading && reports === null ? 'Working out what trading cost' : 'Nothing traded yet'}
          >
            {reports !== null && 'Once an order has filled, its price is held against that at its decision.'}
          </EmptyState>
        }
      />
      {!isEvery && <FillModelLine />}
    </div>
  );
}

/** Of the chosen account, or of all; asked anew every ten seconds. */
function useCostReports(isEvery: boolean) {
  const chosen = useTradingAccount()?.account;
  const every = useAccounts().items.map(({ account }) => account);
  const accounts = isEvery ? every : chosen === undefined ? [] : [chosen];
  const { value, problem, isLoading, askAgain } = useAnswer<readonly ExecutionCostReport[]>(
    `execution-costs ${accounts.join(' ')}`,
    ({ trading }, options) =>
      Promise.all(
        accounts.map((account) => trading.executionCosts({ account, limit: ORDERS_ASKED }, options)),
      ),
    { everyMs: EVERY_MS },
  );
  return { reports: value, problem, isLoading, askAgain };
}

function CostTotals({ reports }: { readonly reports: readonly ExecutionCostReport[] }): ReactNode {
  const orders = reports.reduce((sum, { summary }) => sum + summary.orders, 0);
  const measured = reports.reduce((sum, { summary }) => sum + summary.measured, 0);
  if (orders === 0) return null;
  const [only] = reports;
  return (
    <span className="account-summary">
      <span className="optional">
        {formatCount(orders)} orders, {formatCount(measured)} measured
      </span>
      {reports.length === 1 && only && (
        <>
          <span>
            Arrival <b>{formatSigned(only.summary.arrivalSlippageBps, 1)} bp</b>
          </span>
          <span>
            Shortfall{' '}
            <b>
              {formatSigned(only.summary.shortfall)} {only.currency}
            </b>
          </span>
        </>
      )}
    </span>
  );
}
