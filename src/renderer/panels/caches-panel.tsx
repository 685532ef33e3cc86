import type { ReactNode } from 'react';
import type { CacheReportView, CachesState } from '#contract/services/caches';
import { useIsConnected } from '../client/connection.ts';
import { Badge } from '../components/badge.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState, Problem } from '../components/notice.tsx';
import { PanelHead } from '../components/panel-head.tsx';
import { formatBytes, formatCount, formatDuration, formatPercent } from '../format/number.ts';
import { useCaches } from '../stores/engine-streams.ts';
import type { PanelProps } from './panel-props.ts';

interface Row {
  readonly id: string;
  readonly cache: string;
  readonly level: string;
  readonly state: ReactNode;
  readonly ttlMs: number | null;
  readonly entries: number | null;
  readonly entriesMax: number | null;
  readonly bytes: number | null;
  readonly hits: number;
  /** Of all reads of this cache, in percent; null before the first. */
  readonly share: number | null;
  readonly invalidated: number | null;
  readonly evicted: number | null;
}

const right = { align: 'right', width: 'minmax(64px, 1fr)' } as const;

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'cache',
    header: 'Cache',
    width: 'minmax(96px, 1fr)',
    cell: (row) => <span className="strong">{row.cache}</span>,
  },
  { id: 'level', header: 'Level', width: 'minmax(120px, 1.2fr)', cell: (row) => row.level },
  { id: 'state', header: 'State', width: '90px', cell: (row) => row.state },
  {
    id: 'ttl',
    header: 'Kept',
    hint: 'How long an answer counts as fresh',
    ...right,
    cell: (row) => formatDuration(row.ttlMs),
  },
  {
    id: 'entries',
    header: 'Entries',
    ...right,
    cell: (row) => (
      <span title={row.entriesMax === null ? undefined : `at most ${formatCount(row.entriesMax)}`}>
        {formatCount(row.entries)}
      </span>
    ),
  },
  { id: 'bytes', header: 'Size', hint: 'Estimated', ...right, cell: (row) => formatBytes(row.bytes) },
  { id: 'hits', header: 'Answers', ...right, cell: (row) => formatCount(row.hits) },
  {
    id: 'share',
    header: 'Share',
    hint: 'Of the reads of this cache',
    ...right,
    cell: (row) => formatPercent(row.share, 1),
  },
  {
    id: 'invalidated',
    header: 'Dropped',
    hint: 'Because what they came from changed',
    ...right,
    cell: (row) => formatCount(row.invalidated),
  },
  {
    id: 'evicted',
    header: 'Pushed out',
    hint: 'By newer ones, for want of room',
    ...right,
    cell: (row) => formatCount(row.evicted),
  },
];

/** Where answers come from: memory, the team's cache, the store, and results that were remembered. */
export function CachesPanel({ panelId }: PanelProps): ReactNode {
  const { value, problem } = useCaches();
  const isConnected = useIsConnected();
  const trouble = value?.caches.find(({ sharedState }) => sharedState === 'degraded')?.sharedProblem;
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>{value && <span className="muted">{summaryOf(value)}</span>}</PanelHead>
      {problem && <Problem text={problem} />}
      {trouble && <Problem text={`The team's cache: ${trouble}`} />}
      <DataTable
        label="Caches"
        columns={COLUMNS}
        rows={value ? rowsOf(value) : []}
        idOf={({ id }) => id}
        isStale={!isConnected}
        empty={
          <EmptyState title="Waiting for the engine">Caches are shown as soon as it answers.</EmptyState>
        }
      />
    </div>
  );
}

function summaryOf({ caches }: CachesState): string {
  const sum = (part: (cache: CacheReportView) => number): string =>
    formatCount(caches.reduce((total, cache) => total + part(cache), 0));
  return `${sum(({ joined }) => joined)} waited for a load under way · ${sum(({ staleServed }) => staleServed)} served stale · ${sum(({ loadErrors }) => loadErrors)} loads failed`;
}

function rowsOf({ caches, memo }: CachesState): Row[] {
  const nothing = {
    ttlMs: null,
    entries: null,
    entriesMax: null,
    bytes: null,
    invalidated: null,
    evicted: null,
  };
  const rows = caches.flatMap((cache): Row[] => {
    const { name, hitsL1, hitsL2, loadsL3, negativeHits } = cache;
    const reads = hitsL1 + hitsL2 + loadsL3 + negativeHits;
    const share = (hits: number): number | null => (reads === 0 ? null : (hits / reads) * 100);
    return [
      {
        id: `${name} L1`,
        cache: name,
        level: 'L1 memory',
        state: <Badge tone="good">serving</Badge>,
        ttlMs: cache.ttlMs,
        entries: cache.entries,
        entriesMax: cache.entriesMax,
        bytes: cache.bytes,
        hits: hitsL1 + negativeHits,
        share: share(hitsL1 + negativeHits),
        invalidated: cache.invalidated,
        evicted: cache.evicted,
      },
      {
        ...nothing,
        id: `${name} L2`,
        cache: name,
        level: "L2 team's cache",
        state: sharedBadge(cache),
        ttlMs: cache.sharedState === 'absent' ? null : cache.sharedTtlMs,
        hits: hitsL2,
        share: share(hitsL2),
      },
      {
        ...nothing,
        id: `${name} L3`,
        cache: name,
        level: 'L3 store',
        state: <Badge tone="good">serving</Badge>,
        hits: loadsL3,
        share: share(loadsL3),
      },
    ];
  });
  const asked = memo.hits + memo.misses;
  rows.push({
    ...nothing,
    id: 'memo',
    cache: 'backtests',
    level: 'remembered results',
    state: <Badge tone="good">serving</Badge>,
    entries: memo.entries,
    entriesMax: memo.entriesMax,
    hits: memo.hits,
    share: asked === 0 ? null : (memo.hits / asked) * 100,
  });
  return rows;
}

function sharedBadge({ sharedState, sharedProblem }: CacheReportView): ReactNode {
  if (sharedState === 'absent') return <span className="muted">none here</span>;
  if (sharedState === 'ok') return <Badge tone="good">serving</Badge>;
  return (
    <Badge tone="warning" title={sharedProblem ?? undefined}>
      degraded
    </Badge>
  );
}
