import { runStrategy } from '../strategies/sandbox/run-strategy.ts';
import { openWorkerLine } from './worker-line.ts';

runStrategy(openWorkerLine());
