import type { ReactNode } from 'react';
import type { BacktestStatistics } from '#contract/services/backtests';
import { FIGURES, type FigureId } from '#domain/reports/figures';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSignedPercent,
  signOf,
} from '../../../format/number.ts';
import { TrialNote, type TrialTally } from './trial-note.tsx';

interface Figure {
  readonly name: string;
  readonly text: ReactNode;
  readonly sign?: 'up' | 'down' | 'flat';
  readonly hint: string;
}

/** The figures a reader looks at first, each with what it means on hover. */
export function StatisticsStrip({
  statistics,
  tally,
}: {
  readonly statistics: BacktestStatistics;
  readonly tally: TrialTally | null;
}): ReactNode {
  return (
    <dl className="figures" aria-label="Statistics">
      {figuresOf(statistics, tally).map(({ name, text, sign, hint }) => (
        <div key={name} title={hint}>
          <dt>{name}</dt>
          <dd className={sign}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf(s: BacktestStatistics, tally: TrialTally | null): Figure[] {
  const figure = (name: string, id: FigureId, text: ReactNode): Figure => ({
    name,
    text,
    hint: FIGURES[id].definition,
  });
  return [
    { ...figure('Return', 'returnPct', formatSignedPercent(s.returnPct)), sign: signOf(s.returnPct) },
    {
      name: 'Hold',
      text: formatSignedPercent(s.buyAndHoldReturnPct),
      sign: signOf(s.buyAndHoldReturnPct),
      hint: 'Growth of the price itself over the same bars; of several symbols the mean',
    },
    {
      ...figure(
        'Sharpe',
        'sharpe',
        <>
          {formatNumber(s.sharpe)}
          <TrialNote tally={tally} />
        </>,
      ),
    },
    figure('Max drawdown', 'maxDrawdownPct', formatPercent(s.maxDrawdownPct)),
    {
      ...figure('A year', 'annualizedReturnPct', formatSignedPercent(s.annualizedReturnPct)),
      sign: signOf(s.annualizedReturnPct),
    },
    figure('Volatility', 'volatilityPct', formatPercent(s.volatilityPct)),
    figure('Sortino', 'sortino', formatNumber(s.sortino)),
    figure('Calmar', 'calmar', formatNumber(s.calmar)),
    figure('Trades', 'trades', formatCount(s.trades)),
    figure('Won', 'winRatePct', formatPercent(s.winRatePct, 1)),
    figure('Profit factor', 'profitFactor', formatNumber(s.profitFactor)),
    figure('In the market', 'exposurePct', formatPercent(s.exposurePct, 1)),
    figure('Fees', 'feesPaid', formatNumber(s.feesPaid)),
    figure('Final equity', 'equityFinal', formatNumber(s.equityFinal)),
  ];
}
