import { parentPort, workerData } from 'node:worker_threads';
import { runStrategyThread, type StrategyJob } from './sandbox/strategy-thread.ts';

if (!parentPort) throw new Error('this file is the beginning of a thread, not of a process');
const port = parentPort;
void runStrategyThread(workerData as StrategyJob, (report) => port.postMessage(report));
