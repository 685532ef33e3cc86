import { type ReactNode, useMemo } from 'react';
import type { StrategyAnalysisView } from '#contract/services/options';
import { PayoffChart } from '../../charts/payoff-chart.tsx';
import { formatNumber, formatSigned, NO_VALUE } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';

/** What a strategy costs, risks and can win, times the combinations wanted, as figures and as a picture. */
export function StrategyFigures({
  analysis,
  units,
}: {
  readonly analysis: StrategyAnalysisView;
  readonly units: number;
}): ReactNode {
  const { result, spot, problem } = analysis;
  const picture = useMemo(
    () =>
      result && {
        spot: result.curve.spot,
        atHorizon: result.curve.atHorizon.map((profit) => profit * units),
        now: result.curve.now.map((profit) => profit * units),
        present: spot,
        breakEvens: result.breakEvens,
      },
    [result, spot, units],
  );
  if (result === null || picture === null) return <p className="note warning">{problem}</p>;
  const horizon = formatDate(result.horizonTime, 'America/New_York');
  const { greeks } = result;
  return (
    <>
      <div className="payoff">
        <PayoffChart
          picture={picture}
          horizon={`at ${horizon}`}
          label={`Profit over prices of the underlying at ${horizon} and now`}
        />
      </div>
      <dl className="facts strategy-facts">
        <Fact
          name={result.cost < 0 ? 'Received' : 'Paid'}
          text={formatNumber(Math.abs(result.cost) * units)}
        />
        <Fact name="Greatest profit" text={extreme(result.maxProfit, units)} tone="up" />
        <Fact name="Greatest loss" text={extreme(result.maxLoss, units)} tone="down" />
        <Fact
          name={result.breakEvens.length > 1 ? 'Break-evens' : 'Break-even'}
          isWide={result.breakEvens.length > 1}
          text={
            result.breakEvens.length === 0
              ? 'none'
              : result.breakEvens.map((price) => formatNumber(price)).join(' and ')
          }
        />
        <Fact
          name="Delta"
          hint="Units of the underlying it moves like"
          text={formatSigned(greeks.delta * units, 1)}
        />
        <Fact
          name="Gamma"
          hint="Change of delta for one unit of the underlying’s price"
          text={formatSigned(greeks.gamma * units, 2)}
        />
        <Fact
          name="Theta a day"
          hint="Money of a day that passes"
          text={formatSigned(greeks.theta * units, 2)}
        />
        <Fact
          name="Vega a point"
          hint="Money of one percentage point of volatility"
          text={formatSigned(greeks.vega * units, 2)}
        />
      </dl>
      {!result.isExact && (
        <p className="note">
          Its options do not expire together: figures at {horizon} value what is left by the model, with the
          volatilities of now.
        </p>
      )}
    </>
  );
}

function extreme(value: number | 'unlimited', units: number): string {
  return value === 'unlimited' ? 'unlimited' : formatSigned(value * units);
}

function Fact({
  name,
  text,
  hint,
  tone,
  isWide = false,
}: {
  readonly name: string;
  readonly text: string;
  readonly hint?: string;
  readonly tone?: 'up' | 'down';
  /** As wide as both columns. */
  readonly isWide?: boolean;
}): ReactNode {
  return (
    <div title={hint} className={isWide ? 'wide-fact' : undefined}>
      <dt>{name}</dt>
      <dd className={text === NO_VALUE ? undefined : tone}>{text}</dd>
    </div>
  );
}
