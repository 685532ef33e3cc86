import { runBroker } from '../brokers/run-broker.ts';
import { openWorkerLine } from './worker-line.ts';

const failed = runBroker(openWorkerLine(), (code) => process.exit(code));
process.on('uncaughtException', failed);
