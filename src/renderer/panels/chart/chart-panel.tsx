import './chart-panel.css';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { isTimeframe, TIMEFRAMES, type Timeframe, timeframeMs } from '#domain/market/timeframe';
import { saveSettings } from '../../app/save-settings.ts';
import type { IndicatorChoice } from '../../charts/live-indicators.ts';
import type { PriceChart } from '../../charts/price-chart.ts';
import { useConnection } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { Badge } from '../../components/badge.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatPercent } from '../../format/number.ts';
import { formatClock, formatDate, MARKET_TIME_ZONE } from '../../format/time.ts';
import {
  useDecisions,
  useFills,
  useSession,
  useSettings,
  useSubscriptions,
} from '../../stores/engine-streams.ts';
import { useLinkedSymbol } from '../../stores/focus.ts';
import { useFirstBarTime, useInstrument, useReference } from '../../stores/reference.ts';
import { showToast } from '../../stores/toasts.ts';
import { StartReplayButton } from '../empty-actions.tsx';
import type { PanelProps } from '../panel-props.ts';
import { SourceBadge } from '../source-badge.tsx';
import { fillMarkers, regimeRibbon, regimeTone } from './chart-annotations.ts';
import { ChartReadout } from './chart-readout.tsx';
import { ChartTrust } from './chart-trust.tsx';
import { FillTip } from './fill-tip.tsx';
import { IndicatorMenu } from './indicator-menu.tsx';
import { PriceChartHost } from './price-chart-host.tsx';
import { TradeMenu } from './trade-menu.tsx';
import { TradeOverlay } from './trade-overlay.tsx';
import { useSeriesChart } from './use-series-chart.ts';

interface ChartPanelProps extends PanelProps {
  /** Stands under the chart: the time bar of the replay. */
  readonly replayBar?: ReactNode;
}

const TIMEFRAME_NAMES: Readonly<Record<Timeframe, string>> = {
  '1d': '1D',
  '1h': '1h',
  '5m': '5m',
  '1m': '1m',
  '1s': '1s',
};
/** Built from the simulated path of a session's symbols. */
const SIMULATED: readonly Timeframe[] = ['1h', '5m', '1m'];
/** A lost line is an event of this desk, not of the market. */
const LOCAL_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const NO_CHOICES: readonly IndicatorChoice[] = [];

/** Candles of the linked symbol with its indicators, own fills, working orders and regimes. */
export function ChartPanel({ panelId, link, replayBar }: ChartPanelProps): ReactNode {
  const symbol = useLinkedSymbol(link);
  const [timeframe, setTimeframe] = useKeptTimeframe(panelId);
  const [chart, setChart] = useState<PriceChart | null>(null);
  const [area, setArea] = useState<HTMLElement | null>(null);
  const [isLogarithmic, setIsLogarithmic] = useState(false);
  const instrument = useInstrument(symbol);
  const settings = useSettings();
  const { phase, lostTime } = useConnection();
  const { offered, simulated, madeOf } = useOfferedTimeframes(symbol);
  const shown = offered.includes(timeframe) ? timeframe : (offered[0] ?? '1d');
  const indicators = settings?.chartIndicators ?? NO_CHOICES;
  const series = useSeriesChart(chart, { symbol, timeframe: shown }, indicators);
  const precision = instrument?.pricePrecision ?? 2;
  const timeZone = instrument?.timeZone ?? MARKET_TIME_ZONE;
  const format = useMemo(
    () => ({ pricePrecision: precision, timeZone, barMs: timeframeMs(shown) }),
    [precision, timeZone, shown],
  );
  const regime = useAnnotations(chart, symbol);
  const isStale = phase === 'disconnected';
  useEffect(() => chart?.setLogScale(isLogarithmic), [chart, isLogarithmic]);

  return (
    <div className="chart-panel">
      <PanelHead panelId={panelId}>
        <div className="chart-head">
          <span className="strong">{symbol ?? 'No symbol'}</span>
          {instrument && (
            <span
              className="chart-head-name"
              title={`${instrument.name} · ${instrument.venue}\n${instrument.source}`}
            >
              {instrument.name} · {instrument.venue}
            </span>
          )}
          <div className="chart-tabs" role="toolbar" aria-label="Bar length">
            {offered.map((one) => (
              <button key={one} type="button" aria-pressed={one === shown} onClick={() => setTimeframe(one)}>
                {TIMEFRAME_NAMES[one]}
              </button>
            ))}
          </div>
          <IndicatorMenu choices={indicators} onChange={(choices) => void saveIndicators(choices)} />
          <button
            type="button"
            className="chart-head-button"
            aria-pressed={isLogarithmic}
            title="Logarithmic price axis"
            onClick={() => setIsLogarithmic(!isLogarithmic)}
          >
            Log
          </button>
          <span className="chart-head-space" />
          {simulated.has(shown) && (
            <Badge
              tone="warning"
              title="The path within each day is simulated from its open, high, low and close"
            >
              simulated
            </Badge>
          )}
          {madeOf.has(shown) && (
            <Badge
              title={`${TIMEFRAME_NAMES[shown]} bars are not stored; they are made of the stored ${madeOf.get(shown)} bars`}
            >
              {`from ${madeOf.get(shown)}`}
            </Badge>
          )}
          {symbol !== null && <SourceBadge symbol={symbol} />}
          {isStale && <Badge tone="warning">as of {formatClock(lostTime, LOCAL_TIME_ZONE)}</Badge>}
          <ChartReadout chart={chart} precision={precision} />
          {regime && (
            <span className="chart-regime">
              <Badge tone={regime.tone} title={`Volatility ${formatPercent(regime.volatilityPct, 1)} a year`}>
                {regime.name}
              </Badge>
            </span>
          )}
        </div>
      </PanelHead>
      <div className="chart-body" ref={setArea}>
        <PriceChartHost
          chart={chart}
          onChart={setChart}
          format={format}
          isStale={isStale}
          label={`${symbol ?? 'No symbol'}, ${TIMEFRAME_NAMES[shown]} bars`}
        />
        <TradeOverlay chart={chart} symbol={symbol} />
        <TradeMenu chart={chart} symbol={symbol} area={area} />
        <FillTip chart={chart} area={area} />
        <ChartTrust chart={chart} symbol={symbol} timeframe={shown} isSimulated={simulated.has(shown)} />
        {series.length === 0 && <ChartNote symbol={symbol} timeframe={shown} series={series} phase={phase} />}
      </div>
      {replayBar}
    </div>
  );
}

function ChartNote({
  symbol,
  timeframe,
  series,
  phase,
}: {
  readonly symbol: string | null;
  readonly timeframe: Timeframe;
  readonly series: { readonly isLoading: boolean; readonly problem: string | null };
  readonly phase: string;
}): ReactNode {
  const name = TIMEFRAME_NAMES[timeframe];
  const firstTime = useFirstBarTime(symbol);
  const now = useSession()?.eventTime ?? null;
  if (symbol === null)
    return (
      <div className="chart-note">
        <EmptyState title="No symbol">Pick one in the watchlist, or type its letters anywhere.</EmptyState>
      </div>
    );
  if (series.problem !== null)
    return (
      <div className="chart-note">
        <Problem text={series.problem} />
      </div>
    );
  return (
    <div className="chart-note">
      {phase !== 'connected' ? (
        <EmptyState title="Waiting for the engine">{`${symbol} is shown as soon as it answers.`}</EmptyState>
      ) : series.isLoading ? (
        <p className="muted">{`${symbol} ${name}…`}</p>
      ) : (
        <EmptyState title={`No ${name} bars of ${symbol} yet`} action={<StartReplayButton />}>
          {firstTime !== null && now !== null && firstTime > now
            ? `Its first bar is of ${formatDate(firstTime)}; the replay has not come to that day.`
            : 'They come with the replay, or from a price file dropped on the window.'}
        </EmptyState>
      )}
    </div>
  );
}

/** Bar lengths that a symbol can be shown in, which of them are simulated, and which are made of which stored ones. */
function useOfferedTimeframes(symbol: string | null): {
  offered: readonly Timeframe[];
  simulated: ReadonlySet<Timeframe>;
  madeOf: ReadonlyMap<Timeframe, Timeframe>;
} {
  const { series } = useReference();
  const session = useSession();
  const isInSession = symbol !== null && session?.symbols.includes(symbol) === true;
  const isStreamed = useSubscriptions().byId.has(symbol ?? '');
  return useMemo(() => {
    const stored = new Set(series.filter((one) => one.symbol === symbol).map((one) => one.timeframe));
    const madeOf = new Map<Timeframe, Timeframe>();
    for (const [i, one] of TIMEFRAMES.entries()) {
      // A replay forms its own days, a stream its own bars.
      if (stored.has(one) || isStreamed || (isInSession && one === '1d')) continue;
      const shorter = TIMEFRAMES.slice(0, i)
        .filter((other) => stored.has(other))
        .at(-1);
      if (shorter !== undefined) madeOf.set(one, shorter);
    }
    const simulated = new Set(
      isInSession ? SIMULATED.filter((one) => !stored.has(one) && !madeOf.has(one)) : [],
    );
    const all = (Object.keys(TIMEFRAME_NAMES) as Timeframe[]).filter(
      (one) => stored.has(one) || madeOf.has(one) || simulated.has(one) || isStreamed,
    );
    return { offered: all.length === 0 ? ['1d'] : all, simulated, madeOf };
  }, [series, symbol, isInSession, isStreamed]);
}

/** Puts fills and regimes of a symbol on its chart; answers with the newest regime. */
function useAnnotations(chart: PriceChart | null, symbol: string | null) {
  const { items: fills } = useFills();
  const { items: decisions } = useDecisions();
  useEffect(
    () => chart?.setMarkers(symbol === null ? [] : fillMarkers(fills, symbol)),
    [chart, fills, symbol],
  );
  useEffect(
    () => chart?.setRibbon(symbol === null ? [] : regimeRibbon(decisions, symbol)),
    [chart, decisions, symbol],
  );
  const newest = useMemo(() => decisions.find((decision) => decision.symbol === symbol), [decisions, symbol]);
  return newest && { ...newest.regime, tone: regimeTone(newest.regime.name) };
}

/** The bar length of a panel, remembered over restarts of the window. */
function useKeptTimeframe(panelId: string): [Timeframe, (timeframe: Timeframe) => void] {
  const key = `chart-timeframe ${panelId}`;
  const [timeframe, setTimeframe] = useState<Timeframe>(() => {
    const kept = localStorage.getItem(key) ?? '';
    return isTimeframe(kept) ? kept : '1d';
  });
  const keep = (chosen: Timeframe) => {
    localStorage.setItem(key, chosen);
    setTimeframe(chosen);
  };
  return [timeframe, keep];
}

async function saveIndicators(chartIndicators: readonly IndicatorChoice[]): Promise<void> {
  try {
    await saveSettings({
      chartIndicators: chartIndicators.map(({ slug, parameters }) => ({
        slug,
        parameters: { ...parameters },
      })),
    });
  } catch (error) {
    showToast({ severity: 'error', title: 'Indicators were not saved', text: refusalText(error) });
  }
}
