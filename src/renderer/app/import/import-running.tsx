import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type ImportReport, importReport } from '#contract/services/import';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { Meter } from '../../components/meter.tsx';
import { formatBytes, formatCompact, formatPercent } from '../../format/number.ts';
import { useTasks } from '../../stores/engine-streams.ts';
import { act } from '../session-control.ts';
import type { OfferedFile } from './import-file.ts';

const WAIT_MS = 20_000;

/** The import under way: how far it is, how fast, and the button that ends it. */
export function ImportRunning({
  offered,
  taskId,
  onDone,
  onFailed,
}: {
  readonly offered: OfferedFile;
  readonly taskId: string;
  readonly onDone: (report: ImportReport, tookMs: number | null) => void;
  readonly onFailed: (problem: string) => void;
}): ReactNode {
  const task = useTasks().byId.get(taskId);
  const [isCancelling, setIsCancelling] = useState(false);
  const told = useRef({ onDone, onFailed });
  told.current = { onDone, onFailed };
  useEffect(() => {
    const stop = new AbortController();
    awaitReport(taskId, stop.signal)
      .then(({ report, tookMs }) => told.current.onDone(report, tookMs))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) told.current.onFailed(refusalText(error));
      });
    return () => stop.abort();
  }, [taskId]);

  const progress = task?.progress ?? null;
  const elapsedMs = task?.startedTime ? Date.now() - task.startedTime : 0;
  return (
    <div className="import-running">
      <div className="import-progress">
        <Meter share={progress ?? 0} tone="accent" label="Progress of the import" />
        <span className="number">
          {progress === null ? (task?.state ?? 'handed over') : formatPercent(progress * 100, 0)}
        </span>
      </div>
      <p className="note" role="status">
        {speedText(offered, progress, elapsedMs)}
      </p>
      <p className="note">
        Whole batches are stored as it goes; what is stored stays when the import is cancelled, and a repeat
        completes it.
      </p>
      <button
        type="button"
        className="button"
        disabled={isCancelling}
        // biome-ignore lint/a11y/noAutofocus: the only thing that can be done here
        autoFocus
        onClick={() => {
          setIsCancelling(true);
          void act('Cancel the import', (engine) => engine.agents.cancelTask({ id: taskId }));
        }}
      >
        {isCancelling ? 'Cancelling…' : 'Cancel the import'}
      </button>
    </div>
  );
}

/** Estimated from the share of the file that was read. */
export function speedText({ file, lines }: OfferedFile, progress: number | null, elapsedMs: number): string {
  if (progress === null || progress === 0 || elapsedMs < 200) return `${formatBytes(file.size)} to read`;
  const seconds = elapsedMs / 1_000;
  const bytes = `${formatBytes(file.size * progress)} of ${formatBytes(file.size)}`;
  if (lines === null) return `${bytes} · ${formatBytes((file.size * progress) / seconds)}/s`;
  return `${bytes} · about ${formatCompact((lines * progress) / seconds)} rows/s`;
}

async function awaitReport(
  id: string,
  signal: AbortSignal,
): Promise<{ report: ImportReport; tookMs: number | null }> {
  for (;;) {
    const { task, result } = await requireEngine().agents.taskResult(
      { id, waitMs: WAIT_MS },
      { signal, context: { timeoutMs: WAIT_MS + 10_000 } },
    );
    if (task.state === 'done')
      return {
        report: importReport.parse(result),
        tookMs:
          task.startedTime === null || task.finishedTime === null
            ? null
            : task.finishedTime - task.startedTime,
      };
    if (task.state === 'cancelled')
      throw new Error('The import was cancelled; what was stored by then stays.');
    if (task.state === 'failed' || task.state === 'dead-lettered')
      throw new Error(task.error ?? 'the import failed');
  }
}
