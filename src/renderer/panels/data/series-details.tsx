import { type ReactNode, useState } from 'react';
import type { SeriesGaps } from '#contract/services/gaps';
import { CALENDAR_IDS, type CalendarId } from '#domain/instruments/calendar/exchange-calendar';
import { timeframeMs } from '#domain/market/timeframe';
import { useAnswer } from '../../client/use-answer.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { formatBytes, formatCount, formatNumber } from '../../format/number.ts';
import { formatDate, formatMinute } from '../../format/time.ts';
import type { SeriesView } from '../../stores/reference.ts';
import { countColumn } from './columns.tsx';
import { Details, Fact } from './details.tsx';
import { askForDownload } from './download-store.ts';
import { SeriesActions } from './series-actions.tsx';
import type { SeriesRow } from './series-rows.ts';

type Gap = SeriesGaps['gaps'][number];

const GAPS_ASKED = 1_000;

/** Facts of one stored series, its splits and dividends, and where it has gaps. */
export function SeriesDetails({
  row,
  bytes,
  onClose,
}: {
  readonly row: SeriesRow;
  /** Compressed; null until it is known. */
  readonly bytes: number | null;
  readonly onClose: () => void;
}): ReactNode {
  const { bars, symbol } = row;
  const actions = useAnswer(`actions ${symbol}`, (engine, options) =>
    engine.marketData.corporateActions({ symbol }, options),
  );
  const timeText = (time: number): string =>
    row.kind === '1d' ? formatDate(time) : `${formatMinute(time, 'UTC')} UTC`;
  const splits = actions.value?.filter(({ kind }) => kind === 'split').length ?? null;
  return (
    <Details title={`${symbol} ${row.kind}`} note={row.name} onClose={onClose}>
      <dl className="facts">
        <Fact name={bars ? 'Bars' : 'Ticks'}>{formatCount(row.rows)}</Fact>
        <Fact name="First">{timeText(row.firstTime)}</Fact>
        <Fact name="Last">{timeText(row.lastTime)}</Fact>
        {bars && <Fact name="Revised bars">{formatCount(row.revisions)}</Fact>}
        <Fact name="Splits · dividends">
          {splits === null ? '…' : `${splits} · ${formatCount((actions.value?.length ?? 0) - splits)}`}
        </Fact>
        <Fact name="Size">
          {bytes === null ? '…' : `${formatBytes(bytes)}, ${formatNumber(bytes / row.rows, 2)} bytes a row`}
        </Fact>
        <Fact name="Source">{row.source === '' ? 'not told' : row.source}</Fact>
      </dl>
      <SeriesActions row={row} onRemoved={onClose} />
      {bars && <Gaps series={bars} />}
    </Details>
  );
}

function Gaps({ series }: { readonly series: SeriesView }): ReactNode {
  const { symbol, timeframe, bars, lastTime } = series;
  const [calendar, setCalendar] = useState<CalendarId | ''>('');
  const { value, problem, isLoading, askAgain } = useAnswer(
    `gaps ${symbol} ${timeframe} ${bars} ${lastTime} ${calendar}`,
    (engine, options) =>
      engine.marketData.gaps(
        { symbol, timeframe, limit: GAPS_ASKED, ...(calendar === '' ? {} : { calendar }) },
        options,
      ),
    { isKept: true },
  );
  return (
    <>
      <div className="details-line">
        <span className={value && value.missingBars > 0 ? 'warning' : 'muted'}>
          {value ? gapsText(value) : '…'}
        </span>
        <select
          aria-label="Calendar gaps are judged by"
          title="Calendar gaps are judged by"
          value={calendar}
          onChange={(event) => setCalendar(CALENDAR_IDS.find((id) => id === event.target.value) ?? '')}
        >
          <option value="">
            {value && calendar === '' ? `${value.calendar} (its venue’s)` : 'its venue’s'}
          </option>
          {CALENDAR_IDS.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </div>
      {problem && <Problem text={problem} onRetry={askAgain} />}
      {value && (value.gaps.length > 0 || value.missingBars > 0) && (
        <DataTable
          label={`Gaps of ${symbol} ${timeframe}`}
          columns={gapColumns(series)}
          rows={value.gaps}
          idOf={({ from }) => String(from)}
          onActivate={(gap) => fill(series, gap)}
          isStale={isLoading}
          empty={<EmptyState title="No gaps" />}
        />
      )}
    </>
  );
}

function gapsText({ missingBars, expectedBars, gapsTotal, unexpectedBars }: SeriesGaps): string {
  const missing =
    missingBars === 0
      ? `Complete: ${formatCount(expectedBars)} bars`
      : `${formatCount(missingBars)} of ${formatCount(expectedBars)} missing in ${formatCount(gapsTotal)} gaps`;
  return unexpectedBars === 0 ? missing : `${missing} · ${formatCount(unexpectedBars)} outside sessions`;
}

function gapColumns(series: SeriesView): readonly Column<Gap>[] {
  const text = (time: number): string =>
    series.timeframe === '1d' ? formatDate(time) : formatMinute(time, 'UTC');
  const isOneDay = ({ from, to }: Gap): boolean => formatDate(from) === formatDate(to);
  return [
    {
      id: 'from',
      header: 'From',
      width: 'minmax(112px, 1fr)',
      sortBy: ({ from }) => from,
      cell: ({ from }) => text(from),
    },
    {
      id: 'to',
      header: 'To',
      hint: 'The last bar that is missing; UTC',
      width: 'minmax(70px, 1fr)',
      sortBy: ({ to }) => to,
      cell: (gap) => (
        <span title={text(gap.to)}>
          {isOneDay(gap) && series.timeframe !== '1d' ? formatMinute(gap.to, 'UTC').slice(11) : text(gap.to)}
        </span>
      ),
    },
    countColumn({ id: 'bars', header: 'Bars', width: '48px' }, ({ bars }) => bars),
    {
      id: 'actions',
      header: '',
      label: 'Actions',
      width: '34px',
      cell: (gap) => (
        <button
          type="button"
          className="link-button"
          title="Download this stretch from a provider (⏎)"
          onClick={() => fill(series, gap)}
        >
          Fill
        </button>
      ),
    },
  ];
}

function fill({ symbol, timeframe }: SeriesView, { from, to }: Gap): void {
  void askForDownload({ symbol, timeframe, from, to: to + timeframeMs(timeframe) });
}
