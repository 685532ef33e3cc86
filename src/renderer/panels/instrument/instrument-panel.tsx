import './instrument.css';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { BarsAnswer } from '#contract/services/market-data';
import { ADJUSTMENTS, type Adjustment } from '#domain/market/corporate-action';
import { useIsConnected } from '../../client/connection.ts';
import { type Answer, useAnswer } from '../../client/use-answer.ts';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { useLinkedSymbol } from '../../stores/focus.ts';
import { referenceStore, useInstrument } from '../../stores/reference.ts';
import type { PanelProps } from '../panel-props.ts';
import { SourceBadge } from '../source-badge.tsx';
import { ActionFacts } from './action-facts.tsx';
import { FundamentalFacts } from './fundamental-facts.tsx';
import { HeadlineList } from './headline-list.tsx';
import { IdentityFacts } from './identity-facts.tsx';
import { NoteList } from './note-list.tsx';
import { PerformanceFacts } from './performance-facts.tsx';
import { PriceFacts } from './price-facts.tsx';
import { StoredSeries } from './stored-series.tsx';
import { useMarketDay } from './use-market-day.ts';

/** Bars of somewhat more than a year of a market that never closes. */
const DAYS_ASKED = 400;
const DAY_MS = 86_400_000;

/** Everything known of one symbol on one card; what a replay has not come to yet is left out. */
export function InstrumentPanel({ panelId, link }: PanelProps): ReactNode {
  const symbol = useLinkedSymbol(link);
  const instrument = useInstrument(symbol);
  const isConnected = useIsConnected();
  const [adjust, setAdjust] = useState<Adjustment>('all');
  const [asOfText, setAsOfText] = useState('');
  if (symbol === null)
    return (
      <EmptyState title="No symbol">Pick one in the watchlist, or type its letters anywhere.</EmptyState>
    );
  return (
    <div className={isConnected ? 'card' : 'card stale'}>
      <PanelHead panelId={panelId}>
        <span className="strong">{symbol}</span>
        <SourceBadge symbol={symbol} />
      </PanelHead>
      <header className="card-name">
        <h2>{instrument?.name ?? symbol}</h2>
        <span className="muted">
          {instrument
            ? `${instrument.venue} · ${instrument.assetClass} · ${instrument.currency}`
            : 'nothing stored'}
        </span>
      </header>
      <Body
        key={symbol}
        symbol={symbol}
        adjust={adjust}
        asOf={dayEnd(asOfText)}
        tools={
          <span className="card-tools">
            <select
              aria-label="Restate past prices for"
              title="Restates past prices for the splits and dividends that followed; what is stored stays as it is"
              value={adjust}
              onChange={(event) => setAdjust(ADJUSTMENTS.find((one) => one === event.target.value) ?? 'none')}
            >
              {ADJUSTMENTS.map((one) => (
                <option key={one} value={one}>
                  {ADJUSTMENT_NAMES[one]}
                </option>
              ))}
            </select>
            <input
              aria-label="As known on"
              placeholder="as of YYYY-MM-DD"
              title="As the store knew it at the end of that day: later revisions, reports and headlines are left out"
              value={asOfText}
              aria-invalid={asOfText !== '' && dayEnd(asOfText) === undefined}
              onChange={(event) => setAsOfText(event.target.value)}
            />
          </span>
        }
      />
    </div>
  );
}

const ADJUSTMENT_NAMES: Readonly<Record<Adjustment, string>> = {
  none: 'as traded',
  splits: 'for splits',
  all: 'for splits, dividends',
};

/** The last instant of a written date, UTC; undefined of none. */
function dayEnd(text: string): number | undefined {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(start) ? undefined : start + DAY_MS - 1;
}

function Body({
  symbol,
  adjust,
  asOf,
  tools,
}: {
  readonly symbol: string;
  readonly adjust: Adjustment;
  readonly asOf: number | undefined;
  readonly tools: ReactNode;
}): ReactNode {
  const day = useMarketDay(symbol);
  const stored = useStoredDays(symbol);
  const known = { symbol, ...(asOf === undefined ? {} : { asOf }) };
  const bars: Answer<BarsAnswer> = useAnswer(
    `bars ${symbol} ${adjust} ${asOf} ${day} ${stored}`,
    (engine, options) =>
      engine.marketData.bars(
        {
          ...known,
          timeframe: '1d',
          limit: DAYS_ASKED,
          adjust,
          ...(day === null ? {} : { to: day }),
        },
        options,
      ),
    { isKept: true },
  );
  const isUnknown = bars.problem !== null && bars.value === null;
  return (
    <div className="card-grid">
      <PriceFacts symbol={symbol} bars={bars.value} />
      {bars.problem !== null && !isUnknown && <Problem text={bars.problem} onRetry={bars.askAgain} />}
      <PerformanceFacts symbol={symbol} bars={bars.value} tools={tools} />
      <IdentityFacts symbol={symbol} />
      <ActionFacts symbol={symbol} before={day} />
      <FundamentalFacts symbol={symbol} asOf={smaller(asOf, day)} />
      <StoredSeries symbol={symbol} />
      <HeadlineList symbol={symbol} asOf={asOf} to={day} />
      <NoteList symbol={symbol} />
    </div>
  );
}

/** Changes when daily bars are stored. */
function useStoredDays(symbol: string): string {
  return useStore(referenceStore, ({ series }) => {
    const days = series.find((one) => one.symbol === symbol && one.timeframe === '1d');
    return days === undefined ? '' : `${days.bars} ${days.lastTime} ${days.revisions}`;
  });
}

function smaller(a: number | undefined, b: number | null): number | undefined {
  return a === undefined ? (b ?? undefined) : b === null ? a : Math.min(a, b);
}
