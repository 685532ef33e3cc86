import type { ReactNode } from 'react';
import type { FillModelView } from '#contract/services/execution-costs';
import { useAnswer } from '../../client/use-answer.ts';
import { formatCount, formatNumber, formatPercent } from '../../format/number.ts';
import { useTradingAccount } from '../../stores/trading-account.ts';

const EVERY_MS = 60_000;

/** What one's own fills say about slippage in backtests: the best fit, and how far to trust it. */
export function FillModelLine(): ReactNode {
  const account = useTradingAccount()?.account;
  const { value } = useAnswer(
    `fill-model ${account ?? ''}`,
    ({ trading }, options) => trading.fillModel(account === undefined ? {} : { account }, options),
    { everyMs: EVERY_MS },
  );
  if (value === null || value.best === null) return null;
  return (
    <p className="fill-model" title={value.note}>
      <span className="muted">For backtests, your own {formatCount(value.fills)} fills say:</span>{' '}
      <b className="selectable">{slippageText(value)}</b>
      <span className="muted">
        {' · '}confidence {value.confidence} · {value.note}
      </span>
    </p>
  );
}

function slippageText({ slippage }: FillModelView): string {
  if (slippage === null) return 'no slippage to add';
  switch (slippage.kind) {
    case 'fixed':
      return `${formatNumber(slippage.amount, 4)} a unit`;
    case 'fraction':
      return `${formatNumber(slippage.fraction * 10_000, 2)} bp of the price`;
    case 'spread':
      return `${formatPercent(slippage.share * 100, 0)} of half the spread of ${formatNumber(slippage.spread, 4)}`;
  }
}
