import { createStore, useStore } from 'zustand';
import type { DownloadReport, DownloadRequest } from '#contract/services/market-data';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { showToast } from '../../stores/toasts.ts';

interface Downloads {
  /** What this window asked for, by task. */
  readonly requests: ReadonlyMap<string, DownloadRequest>;
  /** What came of downloads that ended, by task. */
  readonly reports: ReadonlyMap<string, DownloadReport>;
}

export const downloadStore = createStore<Downloads>()(() => ({ requests: new Map(), reports: new Map() }));

/** Queues a download; answers why it was refused, or null. */
export async function submitDownload(request: DownloadRequest): Promise<string | null> {
  try {
    const task = await requireEngine().marketData.download(request);
    downloadStore.setState(({ requests }) => ({ requests: new Map(requests).set(task.id, request) }));
    return null;
  } catch (error) {
    return refusalText(error);
  }
}

/** Queues a download from a place that shows none; says what became of the asking. */
export async function askForDownload(request: DownloadRequest): Promise<void> {
  const problem = await submitDownload(request);
  const title = `Download ${request.symbol} ${request.timeframe}`;
  if (problem !== null) showToast({ severity: 'error', title, text: problem });
  else showToast({ severity: 'info', title, text: 'Queued; Downloads shows how it goes.' });
}

export function noteDownloadReport(taskId: string, report: DownloadReport): void {
  downloadStore.setState(({ reports }) => ({ reports: new Map(reports).set(taskId, report) }));
}

export const useDownloads = (): Downloads => useStore(downloadStore);
