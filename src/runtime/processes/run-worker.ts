import { OctopusError } from '#contract/errors';
import type { WorkerReply, WorkerRequest } from '#contract/worker-protocol';
import { doNamedWork } from '#engine/agent/named-work';
import type { StructuredChannel } from '#engine/ports/process-host';
import { WORKER_TASKS } from './worker-tasks.ts';

/** Progress is told at most this often. */
const PROGRESS_PERIOD_MS = 100;

/** The life of a worker on its line: says it is ready, runs one task after another, answers each. */
export function runWorker(line: StructuredChannel, exit: (code: number) => void): void {
  const post = (reply: WorkerReply): void => line.post(reply);
  line.onMessage((message) => {
    const request = message as WorkerRequest;
    if (request.kind === 'stop') return exit(0);
    void runTask(request, post);
  });
  post({ kind: 'ready' });
}

async function runTask(
  { taskId, task, input }: Extract<WorkerRequest, { kind: 'run' }>,
  post: (reply: WorkerReply) => void,
): Promise<void> {
  let told = 0;
  const reportProgress = (fraction: number): void => {
    const now = performance.now();
    if (now - told < PROGRESS_PERIOD_MS) return;
    told = now;
    post({ kind: 'progress', taskId, fraction });
  };
  try {
    const result = await doNamedWork(WORKER_TASKS, task, input, {
      taskId,
      signal: new AbortController().signal,
      reportProgress,
    });
    post({ kind: 'done', taskId, result });
  } catch (error) {
    const known =
      error instanceof OctopusError
        ? error
        : new OctopusError('TASK_FAILED', error instanceof Error ? error.message : String(error));
    post({
      kind: 'failed',
      taskId,
      error: { code: known.code, message: known.message, details: known.details },
    });
  }
}
