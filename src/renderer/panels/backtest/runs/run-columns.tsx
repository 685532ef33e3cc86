import type { RunSummary } from '#contract/services/runs';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import type { Column } from '../../../components/data-table.tsx';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSignedPercent,
  signOf,
} from '../../../format/number.ts';
import { formatMinute } from '../../../format/time.ts';
import { trialHint } from '../lab/trial-note.tsx';
import { ExportButton } from './run-tools.tsx';

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `SMA crossover 10/30` in few letters: the strategy and its parameters' values. */
export function strategyText({ strategy, options }: Pick<RunSummary, 'strategy' | 'options'>): string {
  return [strategy, Object.values(options.parameters).join('/')].join(' ').trim();
}

/** What a run is called where there is little room. */
export function runName(run: Pick<RunSummary, 'name' | 'strategy' | 'options' | 'symbol'>): string {
  return run.name ?? `${strategyText(run)} ${run.symbol}`;
}

/** The columns of the library; `marked` in the order of marking. */
export function runColumns({
  marked,
  onToggle,
  onRemove,
}: {
  readonly marked: readonly string[];
  readonly onToggle: (id: string) => void;
  readonly onRemove: (run: RunSummary) => void;
}): readonly Column<RunSummary>[] {
  const right = (column: Omit<Column<RunSummary>, 'align'>): Column<RunSummary> => ({
    ...column,
    align: 'right',
  });
  return [
    {
      id: 'mark',
      header: '',
      label: 'Compared',
      width: '30px',
      cell: ({ id, name }) => (
        <input
          type="checkbox"
          className="run-mark"
          tabIndex={-1}
          aria-label={`Compare ${name ?? id}`}
          checked={marked.includes(id)}
          onChange={() => onToggle(id)}
        />
      ),
    },
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(92px, 1.4fr)',
      sortBy: ({ name, id }) => name ?? id,
      cell: ({ name, id, notes }) => (
        <span title={notes === '' ? id : `${id}\n${notes}`} className={name === null ? 'muted' : 'strong'}>
          {name ?? id}
        </span>
      ),
    },
    {
      id: 'strategy',
      header: 'Strategy',
      width: 'minmax(118px, 1.4fr)',
      sortBy: strategyText,
      cell: strategyText,
    },
    {
      id: 'symbol',
      header: 'Symbol',
      width: 'minmax(58px, 0.8fr)',
      sortBy: ({ symbol }) => symbol,
      cell: ({ symbol, timeframe }) => `${symbol} ${timeframe}`,
    },
    {
      id: 'period',
      header: 'Period',
      width: 'minmax(182px, 1fr)',
      sortBy: ({ statistics }) => statistics.startDate,
      cell: ({ statistics }) => `${statistics.startDate} – ${statistics.endDate}`,
    },
    right({
      id: 'return',
      header: 'Return',
      width: 'minmax(70px, 0.9fr)',
      sortBy: ({ statistics }) => statistics.returnPct,
      cell: ({ statistics }) => (
        <span className={signOf(statistics.returnPct)}>{formatSignedPercent(statistics.returnPct)}</span>
      ),
    }),
    right({
      id: 'sharpe',
      header: 'Sharpe',
      width: 'minmax(52px, 0.6fr)',
      hint: 'Annualised; beside it how many trials these bars have seen',
      sortBy: ({ statistics }) => statistics.sharpe,
      cell: ({ statistics }) => formatNumber(statistics.sharpe),
    }),
    right({
      id: 'trials',
      header: 'Trials',
      width: 'minmax(48px, 0.6fr)',
      hint: 'Configurations ever tried on exactly these bars: the best of many looks good by chance alone',
      sortBy: ({ trialCount }) => trialCount?.trials ?? null,
      cell: ({ trialCount }) =>
        trialCount === null ? (
          <span className="muted" title="Nobody counted on these bars">
            –
          </span>
        ) : (
          <span className="trial-count" title={trialHint(trialCount)}>
            {formatCount(trialCount.trials)}
          </span>
        ),
    }),
    right({
      id: 'drawdown',
      header: 'Drawdown',
      width: 'minmax(68px, 0.8fr)',
      sortBy: ({ statistics }) => statistics.maxDrawdownPct,
      cell: ({ statistics }) => formatPercent(statistics.maxDrawdownPct),
    }),
    right({
      id: 'trades',
      header: 'Trades',
      width: 'minmax(50px, 0.6fr)',
      sortBy: ({ statistics }) => statistics.trades,
      cell: ({ statistics }) => formatCount(statistics.trades),
    }),
    {
      id: 'tags',
      header: 'Tags',
      width: 'minmax(46px, 1fr)',
      sortBy: ({ tags }) => tags.join(', '),
      cell: ({ tags }) => tags.join(', '),
    },
    {
      id: 'saved',
      header: 'Saved',
      width: 'minmax(134px, 0.7fr)',
      sortBy: ({ savedTime }) => savedTime,
      cell: ({ savedTime }) => formatMinute(savedTime, LOCAL_ZONE),
    },
    {
      id: 'actions',
      header: '',
      label: 'Actions',
      width: '104px',
      align: 'right',
      cell: (run) => (
        <span className="row-actions">
          <ExportButton run={run} />
          <ConfirmButton
            question="Remove?"
            title={`Remove ${run.name ?? run.id} for ever`}
            onConfirm={() => onRemove(run)}
          >
            Remove
          </ConfirmButton>
        </span>
      ),
    },
  ];
}
