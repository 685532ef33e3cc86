import type { ReactNode } from 'react';
import type { DecisionView } from '#contract/services/decisions';
import { Badge } from '../../components/badge.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatQuantity } from '../../format/money.ts';
import { formatCount, formatNumber, formatPercent, formatSigned, NO_VALUE } from '../../format/number.ts';
import { formatDate, formatMinute } from '../../format/time.ts';
import { explain } from '../../stores/focus.ts';
import { usePricePrecision } from '../../stores/reference.ts';
import { StartReplayButton } from '../empty-actions.tsx';
import type { PanelProps } from '../panel-props.ts';
import { Contributions } from './contributions.tsx';
import { TrailList } from './trail-list.tsx';
import { useExplainedDecision } from './use-explained-decision.ts';

/** Why: each voice with its share, the regime, the forecast, the size, the verdicts, the rows it saw, the records it left. */
export function DecisionPanel({ panelId, link }: PanelProps): ReactNode {
  const { decision, records, isFollowing, isLoading, problem } = useExplainedDecision(link);
  return (
    <div className="panel-scroll decision">
      <PanelHead panelId={panelId}>
        {isFollowing ? (
          <Badge
            tone="accent"
            title="Shows the newest decision of the linked symbol; choose one in Decisions to keep it"
          >
            newest
          </Badge>
        ) : (
          <button
            type="button"
            className="link-button"
            title="Back to the newest decision"
            onClick={() => explain(null)}
          >
            Follow newest
          </button>
        )}
      </PanelHead>
      {problem && <Problem text={problem} />}
      {decision && <DecisionBody decision={decision} />}
      {!decision && !isLoading && !problem && <NoDecision isOrder={records.length > 0} />}
      {records.length > 0 && <TrailList records={records} />}
    </div>
  );
}

function NoDecision({ isOrder }: { readonly isOrder: boolean }): ReactNode {
  if (isOrder)
    return (
      <p className="note">A person wrote this order; no strategy decided it. Its journal records follow.</p>
    );
  return (
    <EmptyState title="No decision yet" action={<StartReplayButton />}>
      Each close of each symbol is decided on, and the reasons are kept here.
    </EmptyState>
  );
}

function DecisionBody({ decision }: { readonly decision: DecisionView }): ReactNode {
  const { regime, sizing, forecast, compliance, risk, saw } = decision;
  const tone = decision.action === 'buy' ? 'up' : decision.action === 'sell' ? 'down' : 'muted';
  return (
    <>
      <div className="decision-title">
        <span className="strong">Decision #{formatCount(decision.number)}</span>
        <span>
          {decision.symbol} · <span className={tone}>{decision.action}</span>
        </span>
        <span className="strong number">{formatSigned(decision.fusedScore)}</span>
      </div>
      <p className="note selectable" title={`${formatMinute(decision.eventTime)} New York`}>
        {decision.summary}
      </p>
      <Contributions contributions={decision.contributions} />
      <dl className="facts wide">
        <Fact
          name="Regime"
          text={`${regime.name} · ${formatPercent(regime.volatilityPct, 1)} · ×\u00a0${formatNumber(regime.multiplier, 2)}`}
          hint={`Volatility ${formatPercent(regime.volatilityPct, 1)} a year; in this regime the score counts ${formatNumber(regime.multiplier, 2)} times`}
        />
        {forecast && <ForecastFact forecast={forecast} symbol={decision.symbol} />}
        {sizing && (
          <>
            <Fact
              name={`Size: ${sizing.method}`}
              text={`${formatQuantity(sizing.currentQuantity)} → ${formatQuantity(sizing.targetQuantity)}`}
              hint={sizing.reason}
            />
            <Fact name="Stop" text={formatNumber(sizing.stopPrice)} />
          </>
        )}
        <VerdictFact name="Compliance" verdict={compliance} />
        <VerdictFact
          name="Risk verdict"
          verdict={risk}
          extra={risk ? `${risk.limitsChecked} limits` : undefined}
        />
        {saw.map((series) => (
          <Fact
            key={series.series}
            name={`Saw ${series.series}`}
            text={`${formatCount(series.rows)} rows to ${formatDate(series.lastTime)}`}
            hint={`${formatDate(series.firstTime)} to ${formatDate(series.lastTime)}, content hash ${series.contentHash}`}
          />
        ))}
      </dl>
    </>
  );
}

function ForecastFact({
  forecast,
  symbol,
}: {
  readonly forecast: NonNullable<DecisionView['forecast']>;
  readonly symbol: string;
}): ReactNode {
  const digits = usePricePrecision(symbol);
  const price = (value: number): string => formatNumber(value, digits);
  const error = forecast.meanAbsoluteScaledError;
  return (
    <>
      <Fact
        name={`Forecast, ${forecast.horizonBars} days`}
        text={`${price(forecast.expected)} (${price(forecast.lower)} to ${price(forecast.upper)})`}
        hint={`Naive forecast: ${price(forecast.naive)}`}
      />
      <Fact
        name="Model"
        text={`${forecast.version} · MASE ${error === null ? NO_VALUE : formatNumber(error)}`}
        hint={`${forecast.model}. Mean absolute scaled error: below 1 it beats the naive forecast${error === null ? '; not known yet' : error < 1 ? ', as here' : ', which it does not here'}.`}
      />
    </>
  );
}

function VerdictFact({
  name,
  verdict,
  extra,
}: {
  readonly name: string;
  readonly verdict: {
    readonly verdict: 'approved' | 'refused';
    readonly id: string;
    readonly reasons: readonly string[];
  } | null;
  readonly extra?: string | undefined;
}): ReactNode {
  if (verdict === null) return <Fact name={name} text="not asked: nothing to trade" />;
  const isApproved = verdict.verdict === 'approved';
  return (
    <>
      <div>
        <dt>{name}</dt>
        <dd className={isApproved ? 'good' : 'warning'} title={verdict.id}>
          {verdict.verdict}
          {extra ? ` · ${extra}` : ''}
        </dd>
      </div>
      {verdict.reasons.map((reason) => (
        <p key={reason} className={isApproved ? 'note' : 'note warning'}>
          {reason}
        </p>
      ))}
    </>
  );
}

function Fact({
  name,
  text,
  hint,
}: {
  readonly name: string;
  readonly text: string;
  readonly hint?: string;
}): ReactNode {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd className="selectable">{text}</dd>
    </div>
  );
}
