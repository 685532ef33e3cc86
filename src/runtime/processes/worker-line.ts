import type { StructuredChannel } from '#engine/ports/process-host';
import { type MessagePortLike, type ParentPortLike, parentPortOf } from './parent-port.ts';

/**
 * The line from this worker process to the engine that started it, whichever host that was. When the line breaks the
 * process ends: a worker without an engine has nobody to work for. One that has is told by `onLost` instead. Throws when
 * the process was started by hand.
 */
export function openWorkerLine(onLost: () => void = () => process.exit()): StructuredChannel {
  const parentPort = parentPortOf(process);
  if (parentPort) return utilityLine(parentPort, onLost);
  if (process.send) return childLine(onLost);
  throw new Error('a worker is started by the engine, not by hand; start the engine with: octopus serve');
}

function childLine(onLost: () => void): StructuredChannel {
  process.on('disconnect', onLost);
  return {
    post(message) {
      // An engine that was killed leaves a broken line for a moment before it is told closed.
      if (process.connected) process.send?.(message, undefined, undefined, (error) => error && onLost());
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
function utilityLine(parentPort: ParentPortLike, onLost: () => void): StructuredChannel {
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
    port.on('close', onLost);
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
