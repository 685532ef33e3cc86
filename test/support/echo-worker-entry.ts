import { openWorkerLine } from '#runtime/processes/worker-line';
import { serveEcho } from './echo-worker.ts';

const line = openWorkerLine();
serveEcho(line, (code) => {
  process.exitCode = code;
  line.close();
});
