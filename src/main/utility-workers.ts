import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import type { MainToEngine, UtilityEntry } from '#runtime/processes/bridge-messages';

export interface UtilityWorkers {
  spawn(entry: UtilityEntry, id: string): void;
  kill(id: string): void;
  /** The engine ended. */
  killAll(): void;
}

/** Forks the engine's workers and broker processes for it and gives each a port of its own to the engine. */
export function createUtilityWorkers(
  paths: Readonly<Record<UtilityEntry, string>>,
  post: (message: MainToEngine, ports?: MessagePortMain[]) => void,
): UtilityWorkers {
  const workers = new Map<string, UtilityProcess>();

  function spawn(entry: UtilityEntry, id: string): void {
    const worker = utilityProcess.fork(paths[entry], [id], {
      serviceName: `Octopus ${id}`,
      stdio: 'inherit',
    });
    workers.set(id, worker);
    const { port1, port2 } = new MessageChannelMain();
    worker.postMessage({ kind: 'port' }, [port2]);
    post({ kind: 'worker-port', id }, [port1]);
    worker.once('spawn', () => {
      if (worker.pid !== undefined) post({ kind: 'worker-spawned', id, pid: worker.pid });
    });
    worker.once('exit', (code) => {
      workers.delete(id);
      post({ kind: 'worker-exit', id, code });
    });
  }

  function kill(id: string): void {
    const worker = workers.get(id);
    // Before it has a process id it cannot be signalled; Electron's own kill then prevents its start.
    if (worker?.pid === undefined) worker?.kill();
    else process.kill(worker.pid, 'SIGKILL');
  }

  return {
    spawn,
    kill,
    killAll() {
      for (const id of [...workers.keys()]) kill(id);
    },
  };
}
