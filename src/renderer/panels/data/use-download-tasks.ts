import { useEffect, useMemo, useRef } from 'react';
import type { TaskView } from '#contract/services/agents';
import { downloadReport } from '#contract/services/market-data';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useTasks } from '../../stores/engine-streams.ts';
import { reloadReference } from '../../stores/reference.ts';
import { showToast } from '../../stores/toasts.ts';
import { downloadStore, noteDownloadReport } from './download-store.ts';

/** Reports asked for at most: those of the newest downloads. */
const REPORTS_MAX = 100;

/** Tasks that download bars, newest first. */
export function useDownloadTasks(): readonly TaskView[] {
  const { items } = useTasks();
  return useMemo(() => items.filter(({ type }) => type === 'api_fetch'), [items]);
}

export function isUnfinished({ state }: TaskView): boolean {
  return state === 'queued' || state === 'running' || state === 'retrying';
}

export function unfinishedDownloads(tasks: readonly TaskView[]): readonly TaskView[] {
  return tasks.filter(isUnfinished);
}

/** Asks once for what came of each download that ended well, and looks at the stored series again after new ones. */
export function useDownloadReports(tasks: readonly TaskView[]): void {
  const isConnected = useIsConnected();
  const asked = useRef(new Set<string>());
  const ended = tasks.slice(0, REPORTS_MAX).filter(({ state }) => state === 'done');
  const key = ended.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the tasks
  useEffect(() => {
    if (!isConnected) return;
    const fresh = ended.filter(
      ({ id }) => !asked.current.has(id) && !downloadStore.getState().reports.has(id),
    );
    for (const { id } of fresh) asked.current.add(id);
    void Promise.all(fresh.map(({ id }) => loadReport(id))).catch((error: unknown) =>
      showToast({ severity: 'error', title: 'What became of downloads', text: refusalText(error) }),
    );
    if (fresh.length > 0) void reloadReference();
  }, [isConnected, key]);
}

async function loadReport(id: string): Promise<void> {
  const { result } = await requireEngine().agents.taskResult({ id });
  const report = downloadReport.safeParse(result);
  if (report.success) noteDownloadReport(id, report.data);
}
