import './backtest/backtest-panel.css';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { equityPoint } from '#contract/services/trading';
import { EquityChart } from '../charts/equity-chart.tsx';
import { useIsConnected, useLink } from '../client/connection.ts';
import { refusalText } from '../client/refusal.ts';
import { EmptyState, Problem } from '../components/notice.tsx';
import { PanelHead } from '../components/panel-head.tsx';
import { formatNumber, formatPercent, formatSigned, formatSignedPercent, signOf } from '../format/number.ts';
import { usePortfolio, useSession } from '../stores/engine-streams.ts';
import { StartReplayButton } from './empty-actions.tsx';
import type { PanelProps } from './panel-props.ts';

/** A replay closes many days a second; the curve is asked for at most so often. */
const ASK_EVERY_MS = 1_000;

/** The account's equity at each close of the session, and how far it stood below its peak. */
export function EquityPanel({ panelId }: PanelProps): ReactNode {
  const portfolio = usePortfolio();
  const { points, problem, retry } = useEquityCurve();
  const isConnected = useIsConnected();
  return (
    <div className={isConnected ? 'figure-panel' : 'figure-panel stale'}>
      {portfolio && (
        <PanelHead panelId={panelId}>
          <span>
            <span className="muted">Equity {portfolio.currency}</span>{' '}
            <b className="strong">{formatNumber(portfolio.equity)}</b>
          </span>
          <span className={signOf(portfolio.totalPnl)}>
            {formatSigned(portfolio.totalPnl)} · {formatSignedPercent(portfolio.totalPnlPct)}
          </span>
          <span>
            <span className="muted">Drawdown</span>{' '}
            <span className={portfolio.drawdownPct < -0.005 ? 'down' : ''}>
              {formatPercent(portfolio.drawdownPct)}
            </span>{' '}
            <span className="muted">deepest</span> {formatPercent(portfolio.maxDrawdownPct)}
          </span>
        </PanelHead>
      )}
      {problem !== null && <Problem text={problem} onRetry={retry} />}
      <div className="figure-body">
        {points.length > 1 ? (
          <EquityChart points={points} label={`Equity over ${points.length} closes`} />
        ) : (
          <EmptyState title="No curve yet" action={<StartReplayButton />}>
            A point is added at each close of the session.
          </EmptyState>
        )}
      </div>
    </div>
  );
}

type Curve = readonly z.infer<typeof equityPoint>[];

function useEquityCurve(): { points: Curve; problem: string | null; retry: () => void } {
  const link = useLink();
  const session = useSession();
  const [points, setPoints] = useState<Curve>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const lastAsked = useRef(Number.NEGATIVE_INFINITY);
  const ask = useCallback(async () => {
    if (link === null) return;
    lastAsked.current = performance.now();
    try {
      setPoints(await link.client.trading.equityCurve());
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }, [link]);
  const day = `${session?.id} ${session?.dayIndex}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new day is the reason to ask again
  useEffect(() => {
    const wait = Math.max(0, lastAsked.current + ASK_EVERY_MS - performance.now());
    const timer = setTimeout(() => void ask(), wait);
    return () => clearTimeout(timer);
  }, [ask, day]);
  return { points, problem, retry: () => void ask() };
}
