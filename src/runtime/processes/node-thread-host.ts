import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ThreadHost } from '#engine/ports/thread-host';

/** Threads for trials, one a spare core unless told; `entry` is the bundled thread, or its source when the sources run. */
export function createNodeThreadHost({
  spare = Math.max(0, availableParallelism() - 1),
  entry = threadEntry(),
}: {
  readonly spare?: number;
  readonly entry?: string;
} = {}): ThreadHost {
  return {
    spare,
    spawn() {
      const worker = new Worker(entry);
      // Whoever shares the work does it again; the reason is in the exit that follows.
      worker.on('error', () => undefined);
      return {
        pid: null,
        channel: {
          post: (message) => worker.postMessage(message),
          onMessage: (listener) => void worker.on('message', listener),
          close: () => void worker.terminate(),
        },
        onExit: (listener) => void worker.once('exit', (code) => listener(code, null)),
        kill: () => void worker.terminate(),
      };
    },
  };
}

function threadEntry(): string {
  const name = import.meta.url.endsWith('.ts') ? './sweep-thread-entry.ts' : './sweep-thread.cjs';
  return fileURLToPath(new URL(name, import.meta.url));
}
