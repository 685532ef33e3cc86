import { runBroker } from '#runtime/brokers/run-broker';
import { openWorkerLine } from '#runtime/processes/worker-line';
import { plainBroker } from './plain-broker.ts';

process.on(
  'uncaughtException',
  runBroker(openWorkerLine(), (code) => process.exit(code), [plainBroker]),
);
