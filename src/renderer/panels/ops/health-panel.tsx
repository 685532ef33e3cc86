import './ops.css';
import { memo, type ReactNode, useMemo } from 'react';
import type { SystemHealth } from '#contract/services/system';
import { Sparkline } from '../../charts/sparkline.tsx';
import { useConnection, useIsConnected } from '../../client/connection.ts';
import { Dot, type Tone } from '../../components/badge.tsx';
import { EmptyState } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatBytes, formatCompact, formatCount, formatDuration } from '../../format/number.ts';
import { useHealthHistory } from '../../stores/health-history.ts';
import type { PanelProps } from '../panel-props.ts';

interface Figure {
  readonly name: string;
  readonly hint: string;
  readonly read: (health: SystemHealth) => number;
  readonly format: (value: number) => string;
  /** From here on it is worth a look. */
  readonly warnFrom?: number;
}

const FIGURES: readonly Figure[] = [
  {
    name: 'Ticks a second',
    hint: 'Price updates the engine handled in the last second',
    read: ({ ticksPerSecond }) => ticksPerSecond,
    format: (value) => `${formatCompact(value)}/s`,
  },
  {
    name: 'Engine delay, p99',
    hint: '99 % of the delays of the engine’s event loop are below this',
    read: ({ engineDelayMsP99 }) => engineDelayMsP99,
    format: formatDuration,
    warnFrom: 50,
  },
  {
    name: 'Memory',
    hint: 'Of the engine process',
    read: ({ memoryBytes }) => memoryBytes,
    format: formatBytes,
  },
  {
    name: 'Tasks waiting',
    hint: 'In the queues of all agents',
    read: ({ queuedTasks }) => queuedTasks,
    format: formatCount,
    warnFrom: 100,
  },
  {
    name: 'Store',
    hint: 'Files of journal and market data on disk',
    read: ({ storeBytes }) => storeBytes,
    format: formatBytes,
  },
  {
    name: 'Journal records',
    hint: 'Every command, event, verdict and decision',
    read: ({ journalRecords }) => journalRecords,
    format: formatCount,
  },
];

const WORKER_TONES: Readonly<Record<SystemHealth['workers'][number]['state'], Tone>> = {
  starting: 'muted',
  idle: 'good',
  busy: 'accent',
  restarting: 'warning',
  stopped: 'muted',
};

/** How the engine is: its figures with their last ten minutes, and its workers. */
export function HealthPanel({ panelId }: PanelProps): ReactNode {
  const history = useHealthHistory();
  const isConnected = useIsConnected();
  const { roundTripMs } = useConnection();
  const now = history.at(-1);
  if (now === undefined)
    return (
      <EmptyState title="Waiting for the engine">Its figures are shown as soon as it answers.</EmptyState>
    );
  return (
    <div className={isConnected ? 'health' : 'health stale'}>
      <PanelHead panelId={panelId}>
        <span className="muted" title="Round trip of a call from this window to the engine and back">
          {isConnected ? `round trip ${formatDuration(roundTripMs)}` : 'not connected: last known figures'}
        </span>
      </PanelHead>
      <ul className="health-figures">
        {FIGURES.map((figure) => (
          <HealthFigure key={figure.name} figure={figure} history={history} />
        ))}
      </ul>
      <ul className="health-workers" aria-label="Workers">
        {now.workers.length === 0 && (
          <li className="muted">No worker runs; one starts with the first heavy task.</li>
        )}
        {now.workers.map(({ id, state, restarts, pid }) => (
          <li key={id} title={pid === null ? undefined : `process ${pid}`}>
            <Dot tone={WORKER_TONES[state]} />
            <span className="strong">{id}</span> {state}
            {restarts > 0 && <span className="note warning">restarted {formatCount(restarts)}×</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

const HealthFigure = memo(function HealthFigure({
  figure: { name, hint, read, format, warnFrom },
  history,
}: {
  readonly figure: Figure;
  readonly history: readonly SystemHealth[];
}): ReactNode {
  const values = useMemo(() => Float64Array.from(history, read), [history, read]);
  const value = values[values.length - 1] ?? Number.NaN;
  const isHigh = warnFrom !== undefined && value >= warnFrom;
  return (
    <li title={hint}>
      <span className="muted">{name}</span>
      <Sparkline values={values} positive={!isHigh} width={96} height={20} />
      <span className={isHigh ? 'number strong note warning' : 'number strong'}>
        {isHigh && <span aria-hidden="true">▲ </span>}
        {format(value)}
      </span>
    </li>
  );
});
