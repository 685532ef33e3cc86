import { parentPort } from 'node:worker_threads';
import { runSweepThread } from '#engine/simulation/sweep/sweep-thread';

if (!parentPort) throw new Error('this file is the beginning of a thread, not of a process');
const port = parentPort;
runSweepThread({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', listener),
  close: () => port.close(),
});
