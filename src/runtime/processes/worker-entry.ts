import { runWorker } from './run-worker.ts';
import { openWorkerLine } from './worker-line.ts';

runWorker(openWorkerLine(), (code) => process.exit(code));
