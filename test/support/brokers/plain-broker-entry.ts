import { runBroker } from '#runtime/run-broker';
import { openWorkerLine } from '#runtime/worker-line';
import { plainBroker } from './plain-broker.ts';

process.on(
  'uncaughtException',
  runBroker(openWorkerLine(), (code) => process.exit(code), [plainBroker]),
);
