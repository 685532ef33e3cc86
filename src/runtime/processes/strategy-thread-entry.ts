import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import type { HelperEnded, StrategyJob } from '../strategies/sandbox/strategy-job.ts';
import { runStrategyThread } from '../strategies/sandbox/strategy-thread.ts';

if (!parentPort) throw new Error('this file is the beginning of a thread, not of a process');
const port = parentPort;
void runStrategyThread(workerData as StrategyJob, {
  post: (report, transfer = []) => port.postMessage(report, transfer as Transferable[]),
  onHelperEnded: (listener) => void port.on('message', (ended: HelperEnded) => listener(ended)),
});
