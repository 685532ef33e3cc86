import type { StructuredChannel } from '#engine/ports/process-host';
import { type MessagePortLike, type ParentPortLike, parentPortOf } from './parent-port.ts';

/**
 * The line from this worker process to the engine that started it, whichever host that was. When the line breaks the
 * process ends: a worker without an engine has nobody to work for. Throws when the process was started by hand.
 */
export function openWorkerLine(): StructuredChannel {
  const parentPort = parentPortOf(process);
  if (parentPort) return utilityLine(parentPort);
  if (process.send) return childLine();
  throw new Error('a worker is started by the engine, not by hand; start the engine with: octopus serve');
}

function childLine(): StructuredChannel {
  process.on('disconnect', () => process.exit());
  return {
    post(message) {
      // An engine that was killed leaves a broken line for a moment before it is told closed.
      if (process.connected)
        process.send?.(message, undefined, undefined, (error) => error && process.exit());
    },
    onMessage(listener) {
      process.on('message', listener);
    },
    close() {
      if (process.connected) process.disconnect();
    },
  };
}

/** In a utility process the line is a port that main hands over in the first message. */
function utilityLine(parentPort: ParentPortLike): StructuredChannel {
  const waiting: unknown[] = [];
  let port: MessagePortLike | undefined;
  let reader: ((message: unknown) => void) | undefined;
  const start = (): void => {
    if (!port || !reader) return;
    const listener = reader;
    port.on('message', ({ data }) => listener(data));
    port.start();
  };
  parentPort.on('message', ({ ports }) => {
    const [given] = ports;
    if (!given || port) return;
    port = given;
    port.on('close', () => process.exit());
    for (const message of waiting.splice(0)) port.postMessage(message);
    start();
  });
  return {
    post(message) {
      if (port) port.postMessage(message);
      else waiting.push(message);
    },
    onMessage(listener) {
      reader = listener;
      start();
    },
    close() {
      if (port) port.close();
      else process.exit();
    },
  };
}
