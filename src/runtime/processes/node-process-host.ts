import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HostedProcess, ProcessEntry, ProcessHost, StructuredChannel } from '#engine/ports/process-host';

export interface NodeProcessHostOptions {
  /** File to run, whatever is asked for; the entries beside this module unless told. */
  readonly entry?: string;
  /** Node binary to run it with; the one running now unless told. */
  readonly node?: string;
  /** What joins our environment there. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Workers and broker processes as Node child processes. Their output goes where ours goes; they end when we do, but the
 * watchdog, which is there for when we end unasked.
 */
export function createNodeProcessHost({
  entry,
  node,
  environment,
}: NodeProcessHostOptions = {}): ProcessHost {
  return {
    kind: 'child-process',
    spawn(wanted, id) {
      const child = fork(entry ?? entryFile(wanted), [id], {
        serialization: 'advanced',
        execArgv: [],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        // In a session of its own: what ends our whole group, a closing terminal say, does not reach it.
        detached: wanted === 'watchdog',
        ...(environment === undefined ? {} : { env: { ...process.env, ...environment } }),
        ...(node === undefined ? {} : { execPath: node }),
      });
      return hostedChild(child);
    },
  };
}

/** The bundled entry beside the bundle that runs now, or its source when the sources run. */
function entryFile(entry: ProcessEntry): string {
  const name = import.meta.url.endsWith('.ts') ? `./${entry}-entry.ts` : `./${entry}.cjs`;
  return fileURLToPath(new URL(name, import.meta.url));
}

/** A forked child behind the port's interface; used for the engine as well. */
export function hostedChild(child: ChildProcess): HostedProcess {
  let ended: { readonly code: number | null; readonly signal: string | null } | undefined;
  const listeners: ((code: number | null, signal: string | null) => void)[] = [];

  function end(code: number | null, signal: string | null): void {
    if (ended) return;
    ended = { code, signal };
    for (const listener of listeners.splice(0)) listener(code, signal);
  }

  child.on('exit', (code, signal) => {
    // What it posted last may still be in the pipe; the line is told apart from the process.
    if (child.connected) child.once('disconnect', () => end(code, signal));
    else end(code, signal);
  });
  child.on('error', (error: NodeJS.ErrnoException) => {
    if (child.pid === undefined) end(null, error.code ?? error.message);
  });

  return {
    pid: child.pid ?? null,
    channel: childChannel(child),
    onExit(listener) {
      if (!ended) {
        listeners.push(listener);
        return;
      }
      const { code, signal } = ended;
      queueMicrotask(() => listener(code, signal));
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}

function childChannel(child: ChildProcess): StructuredChannel {
  const early: unknown[] = [];
  let reader: ((message: unknown) => void) | undefined;
  child.on('message', (message: unknown) => {
    if (reader) reader(message);
    else early.push(message);
  });
  return {
    post(message) {
      // A send that fails means the process is ending, which its exit reports.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage(listener) {
      reader = listener;
      for (const message of early.splice(0)) listener(message);
    },
    close() {
      if (child.connected) child.disconnect();
    },
  };
}
