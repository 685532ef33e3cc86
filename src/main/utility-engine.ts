import { type MessagePortMain, utilityProcess } from 'electron';
import type { EngineToMain, MainToEngine, UtilityEntry } from '#runtime/processes/bridge-messages';
import { ENGINE_HEAP_FLAG } from './engine-heap.ts';
import type { EngineProcess } from './engine-process.ts';
import { createUtilityWorkers } from './utility-workers.ts';

export interface UtilityEngineOptions {
  readonly enginePath: string;
  /** Files that the engine's own processes run. */
  readonly paths: Readonly<Record<UtilityEntry, string>>;
}

/** Starts the engine as a utility process: windows talk to it over ports of their own. */
export function startUtilityEngine({ enginePath, paths }: UtilityEngineOptions): EngineProcess {
  const child = utilityProcess.fork(enginePath, [], {
    serviceName: 'Octopus engine',
    execArgv: [`--js-flags=${ENGINE_HEAP_FLAG}`],
    stdio: 'inherit',
  });
  let isEnded = false;
  const post = (message: MainToEngine, ports: MessagePortMain[] = []): void => {
    if (!isEnded) child.postMessage(message, ports);
  };
  const workers = createUtilityWorkers(paths, post);
  child.on('exit', () => {
    isEnded = true;
    workers.killAll();
  });

  return {
    connect: (id, rpc, feed) => post({ kind: 'connect', id }, [rpc, feed]),
    stop: () => post({ kind: 'stop' }),
    kill() {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
    onMessage(listener) {
      child.on('message', (message: EngineToMain) => {
        if (message.kind === 'spawn-worker') workers.spawn(message.entry, message.id);
        else if (message.kind === 'kill-worker') workers.kill(message.id);
        else listener(message);
      });
    },
    onExit(listener) {
      child.on('exit', (code) => listener(code));
    },
  };
}
