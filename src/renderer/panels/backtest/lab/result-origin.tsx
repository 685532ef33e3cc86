import type { ReactNode } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { Badge } from '../../../components/badge.tsx';
import { formatCount, formatDuration } from '../../../format/number.ts';
import { formatDate, formatMinute } from '../../../format/time.ts';
import { RunTools } from '../runs/run-tools.tsx';
import { HashBadge } from './hash-badge.tsx';
import type { KeptRun } from './use-kept-run.ts';

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What a result was computed of, when, and what it is called in the library. */
export function ResultOrigin({
  result,
  kept,
}: {
  readonly result: BacktestResult;
  readonly kept: KeptRun | 'none' | null;
}): ReactNode {
  const { statistics, options, account } = result;
  const parameters = Object.values(options.parameters).join('/');
  const ambiguous = account?.orders.ambiguousBars ?? 0;
  const refused = account?.orders.refused ?? 0;
  return (
    <div className="backtest-origin">
      <span className="backtest-what">
        <b title={account?.symbols.join(', ')}>{symbolsText(result.symbol, account?.symbols)}</b>{' '}
        {result.timeframe} · {options.strategy} {parameters} · {statistics.startDate} to {statistics.endDate},{' '}
        {formatCount(statistics.bars)} bars in {formatDuration(result.elapsedMs)}
      </span>
      {result.isCached && result.computedTime !== undefined && (
        <Badge tone="muted" title="The same code, options and bars as before: taken from what is remembered">
          same run, kept from {keptText(result.computedTime)}
        </Badge>
      )}
      {result.lockedFrom !== undefined && (
        <Badge tone="muted" title="Kept for one look at the end: see Hold-out at the foot of the verdict">
          locked from {formatDate(result.lockedFrom)} on
        </Badge>
      )}
      {account?.isRuined && <Badge tone="danger">ruined</Badge>}
      {ambiguous > 0 && (
        <Badge
          tone="warning"
          title="On these bars both a stop and a target were in reach; the worse for the account was taken"
        >
          {formatCount(ambiguous)} ambiguous bars
        </Badge>
      )}
      {refused > 0 && (
        <Badge tone="warning" title={`The newest because ${account?.refusedBecause ?? 'it could not fill'}`}>
          {formatCount(refused)} {refused === 1 ? 'order' : 'orders'} refused
        </Badge>
      )}
      <HashBadge hash={statistics.orderListHash} />
      {kept !== null && kept !== 'none' && <RunTools run={kept.summary} />}
    </div>
  );
}

/** `14:02` of today, `2026-11-20 14:02` of another day. */
function keptText(time: number): string {
  const text = formatMinute(time, LOCAL_ZONE);
  return text.startsWith(formatDate(Date.now(), LOCAL_ZONE)) ? text.slice(-5) : text;
}

const SYMBOLS_SHOWN = 4;

/** `GOOG`, `GOOG, IBM, MSFT`, `GOOG and 11 more`. */
function symbolsText(symbol: string, symbols: readonly string[] = []): string {
  const others = symbols.filter((each) => each !== symbol);
  return others.length < SYMBOLS_SHOWN
    ? [symbol, ...others].join(', ')
    : `${symbol} and ${formatCount(others.length)} more`;
}
