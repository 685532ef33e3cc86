import type { RunMatchView, StrategyRunView } from '#contract/services/strategy-runs';
import type { Column } from '../../components/data-table.tsx';
import { formatCount } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { HashBadge } from '../backtest/lab/hash-badge.tsx';
import { RunAccount, RunMatch, RunState } from './run-cells.tsx';
import { StopRun } from './stop-run.tsx';

/** Columns of the list of runs; `matches` has the newest compared day of each run. */
export function runColumns(matches: ReadonlyMap<string, RunMatchView>): readonly Column<StrategyRunView>[] {
  return [
    {
      id: 'state',
      header: 'State',
      width: '70px',
      sortBy: ({ state }) => state,
      cell: (run) => <RunState run={run} />,
    },
    {
      id: 'strategy',
      header: 'Strategy',
      width: 'minmax(96px, 1.3fr)',
      sortBy: ({ name }) => name,
      cell: ({ name, configuration }) => (
        <span className="strong" title={configuration.strategy}>
          {name}
        </span>
      ),
    },
    {
      id: 'account',
      header: 'Account',
      width: 'minmax(104px, 1fr)',
      sortBy: ({ configuration }) => configuration.account,
      cell: ({ configuration }) => <RunAccount account={configuration.account} />,
    },
    {
      id: 'symbols',
      header: 'Symbols',
      width: 'minmax(72px, 1fr)',
      sortBy: ({ configuration }) => configuration.symbols.join(' '),
      cell: ({ configuration: { symbols } }) => <span title={symbols.join(' ')}>{symbols.join(' ')}</span>,
    },
    {
      id: 'timeframe',
      header: 'Bars',
      width: '38px',
      cell: ({ configuration }) => configuration.timeframe,
    },
    {
      id: 'autonomy',
      header: 'Autonomy',
      width: '68px',
      sortBy: ({ configuration }) => configuration.autonomy,
      cell: ({ configuration }) => configuration.autonomy,
    },
    {
      id: 'orders',
      header: 'Orders/fills',
      align: 'right',
      width: '78px',
      sortBy: ({ orders }) => orders,
      cell: ({ orders, fills }) => `${formatCount(orders)}/${formatCount(fills)}`,
    },
    {
      id: 'stop',
      header: '',
      label: 'Stop',
      width: '44px',
      cell: (run) => <StopRun run={run} />,
    },
    {
      id: 'since',
      header: 'Since',
      width: '132px',
      sortBy: ({ startedTime }) => startedTime,
      cell: ({ startedTime }) => <span className="muted">{formatMinute(startedTime)}</span>,
    },
    {
      id: 'match',
      header: 'Match',
      hint: 'Orders and fills of the last day that agree with a backtest over the ticks recorded meanwhile',
      align: 'right',
      width: '56px',
      sortBy: ({ id }) => matches.get(id)?.matchPct ?? null,
      cell: ({ id }) => <RunMatch match={matches.get(id)} />,
    },
    {
      id: 'hash',
      header: 'Decisions',
      hint: 'Hash of what the strategy asked for: equal inputs give equal hashes in backtest, replay, paper and live',
      width: '108px',
      cell: ({ decisionHash }) => decisionHash !== '' && <DecisionHash hash={decisionHash} digits={8} />,
    },
  ];
}

/** Short name of what a run decided; a press copies the whole. */
export function DecisionHash({ hash, digits }: { readonly hash: string; readonly digits: number }) {
  return <HashBadge hash={hash} what="" meaning="Hash of every decision" digits={digits} />;
}
