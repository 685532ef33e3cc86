import { fork } from 'node:child_process';
import type { MessagePortMain } from 'electron';
import type { EngineToMain, LineName, MainToEngine } from '#runtime/processes/bridge-messages';
import { ENGINE_HEAP_FLAG } from './engine-heap.ts';
import type { EngineProcess } from './engine-process.ts';

export interface ChildEngineOptions {
  readonly enginePath: string;
  /** Node binary, of version 24 or newer. */
  readonly node: string;
}

/** Starts the engine as a child process of a plain Node and relays its windows' messages. */
export function startChildEngine({ enginePath, node }: ChildEngineOptions): EngineProcess {
  const child = fork(enginePath, [], {
    execPath: node,
    execArgv: [ENGINE_HEAP_FLAG],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const windows = new Map<string, Record<LineName, MessagePortMain>>();
  const post = (message: MainToEngine): void => {
    // A send that fails means the engine is ending, which its exit reports.
    if (child.connected) child.send(message, () => undefined);
  };

  function closeWindow(id: string): void {
    const ports = windows.get(id);
    windows.delete(id);
    ports?.rpc.close();
    ports?.feed.close();
  }

  function relay(id: string, channel: LineName, port: MessagePortMain): void {
    port.on('message', ({ data }) => post({ kind: 'frame', id, channel, data }));
    port.on('close', () => {
      if (windows.has(id)) post({ kind: 'closed', id });
      closeWindow(id);
    });
    port.start();
  }

  return {
    connect(id, rpc, feed) {
      windows.set(id, { rpc, feed });
      post({ kind: 'connect', id });
      relay(id, 'rpc', rpc);
      relay(id, 'feed', feed);
    },
    stop: () => post({ kind: 'stop' }),
    kill: () => void child.kill('SIGKILL'),
    onMessage(listener) {
      child.on('message', (data) => {
        const message = data as EngineToMain;
        if (message.kind === 'frame') windows.get(message.id)?.[message.channel].postMessage(message.data);
        else if (message.kind === 'closed') closeWindow(message.id);
        else listener(message);
      });
    },
    onExit(listener) {
      let isTold = false;
      const end = (code: number | null): void => {
        if (isTold) return;
        isTold = true;
        for (const id of [...windows.keys()]) closeWindow(id);
        listener(code);
      };
      child.on('exit', end);
      child.on('error', () => {
        if (child.pid === undefined) end(null);
      });
    },
  };
}
