import { OctopusError } from '#contract/errors';
import type { ProcessEntry, ProcessHost, StructuredChannel } from '#engine/ports/process-host';

/** What a process does with its line; `exit` ends the stand-in process with that code. */
export type ProcessBody = (line: StructuredChannel, exit: (code: number) => void) => void;

/**
 * Processes that run inside this one, for tests and small machines. Messages are cloned and arrive later, as across
 * a process line; `kill` cuts the line at once but cannot interrupt a computation already running.
 */
export function createInProcessHost(
  worker: ProcessBody,
  broker?: ProcessBody,
  watchdog?: ProcessBody,
): ProcessHost {
  const bodies: Readonly<Record<ProcessEntry, ProcessBody | undefined>> = { worker, broker, watchdog };
  return {
    kind: 'in-process',
    spawn(entry, id) {
      const run = bodies[entry];
      if (!run)
        throw new OctopusError('INTERNAL_SERVER_ERROR', `this host runs no ${entry}; ${id} cannot start`);
      const toWorker = createMailbox();
      const toOwner = createMailbox();
      const exitListeners: ((code: number | null, signal: string | null) => void)[] = [];
      let ended: { readonly code: number | null; readonly signal: string | null } | undefined;

      function end(code: number | null, signal: string | null): void {
        if (ended) return;
        ended = { code, signal };
        toWorker.close();
        queueMicrotask(() => {
          toOwner.close();
          for (const listener of exitListeners.splice(0)) listener(code, signal);
        });
      }

      const line: StructuredChannel = {
        post: toOwner.deliver,
        onMessage: toWorker.onMessage,
        close: () => end(0, null),
      };
      queueMicrotask(() => {
        if (!ended) run(line, (code) => end(code, null));
      });
      return {
        pid: null,
        channel: { post: toWorker.deliver, onMessage: toOwner.onMessage, close: () => end(0, null) },
        onExit(listener) {
          if (!ended) {
            exitListeners.push(listener);
            return;
          }
          const { code, signal } = ended;
          queueMicrotask(() => listener(code, signal));
        },
        kill: () => end(null, 'SIGKILL'),
      };
    },
  };
}

interface Mailbox {
  deliver(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  close(): void;
}

/** One direction of the line: keeps what comes before there is a reader. */
function createMailbox(): Mailbox {
  const early: unknown[] = [];
  let reader: ((message: unknown) => void) | undefined;
  let isClosed = false;
  return {
    deliver(message) {
      if (isClosed) return;
      const copy = structuredClone(message);
      queueMicrotask(() => {
        if (isClosed) return;
        if (reader) reader(copy);
        else early.push(copy);
      });
    },
    onMessage(listener) {
      reader = listener;
      for (const message of early.splice(0)) listener(message);
    },
    close() {
      isClosed = true;
    },
  };
}
