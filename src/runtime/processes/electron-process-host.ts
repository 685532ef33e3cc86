import type { HostedProcess, ProcessHost } from '#engine/ports/process-host';
import type { EngineToMain, MainToEngine } from './bridge-messages.ts';
import type { MessagePortLike } from './parent-port.ts';

/**
 * Workers as utility processes, which only main can fork and which end with it; each worker's line is a port of its own. The
 * watchdog, which is to outlive main, is a child of the engine.
 */
export interface ElectronProcessHost {
  readonly host: ProcessHost;
  /** Takes main's words about workers; `port` is the line that came with them. */
  receive(message: MainToEngine, port: MessagePortLike | undefined): void;
}

export function createElectronProcessHost(
  post: (message: EngineToMain) => void,
  watchdogs: Pick<ProcessHost, 'spawn'>,
): ElectronProcessHost {
  const workers = new Map<string, UtilityWorker>();
  let spawned = 0;
  return {
    host: {
      kind: 'electron',
      spawn(entry, name) {
        if (entry === 'watchdog') return watchdogs.spawn(entry, name);
        // A worker that comes back after a crash has its old name: the number tells its lives apart.
        const id = `${name}#${++spawned}`;
        const worker = createUtilityWorker(() => post({ kind: 'kill-worker', id }));
        workers.set(id, worker);
        post({ kind: 'spawn-worker', entry, id });
        return worker.process;
      },
    },
    receive(message, port) {
      if (!('id' in message)) return;
      const worker = workers.get(message.id);
      if (message.kind === 'worker-port' && port) worker?.attach(port);
      else if (message.kind === 'worker-spawned') worker?.setPid(message.pid);
      else if (message.kind === 'worker-exit') {
        workers.delete(message.id);
        worker?.exited(message.code);
      }
    },
  };
}

interface UtilityWorker {
  readonly process: HostedProcess;
  attach(port: MessagePortLike): void;
  setPid(pid: number): void;
  exited(code: number): void;
}

function createUtilityWorker(kill: () => void): UtilityWorker {
  let pid: number | null = null;
  let port: MessagePortLike | undefined;
  let isPortClosed = false;
  let wasKilled = false;
  let exitCode: number | undefined;
  let isEnded = false;
  let reader: ((message: unknown) => void) | undefined;
  const toPost: unknown[] = [];
  const early: unknown[] = [];
  const exitListeners: ((code: number | null, signal: string | null) => void)[] = [];

  function tellExit(listener: (code: number | null, signal: string | null) => void): void {
    if (wasKilled) listener(null, 'SIGKILL');
    else listener(exitCode ?? null, null);
  }

  /** The exit comes over main, last words over the port: both lines must have ended. */
  function endWhenBothEnded(): void {
    if (isEnded || exitCode === undefined || (port && !isPortClosed)) return;
    isEnded = true;
    for (const listener of exitListeners.splice(0)) tellExit(listener);
  }

  return {
    process: {
      get pid() {
        return pid;
      },
      channel: {
        post(message) {
          if (port) port.postMessage(message);
          else if (exitCode === undefined) toPost.push(message);
        },
        onMessage(listener) {
          reader = listener;
          for (const message of early.splice(0)) listener(message);
        },
        close: () => port?.close(),
      },
      onExit(listener) {
        if (isEnded) queueMicrotask(() => tellExit(listener));
        else exitListeners.push(listener);
      },
      kill() {
        if (exitCode !== undefined) return;
        wasKilled = true;
        kill();
      },
    },
    attach(given) {
      port = given;
      port.on('message', ({ data }) => {
        if (reader) reader(data);
        else early.push(data);
      });
      port.on('close', () => {
        isPortClosed = true;
        endWhenBothEnded();
      });
      port.start();
      for (const message of toPost.splice(0)) port.postMessage(message);
    },
    setPid(given) {
      pid = given;
    },
    exited(code) {
      exitCode = code;
      endWhenBothEnded();
    },
  };
}
