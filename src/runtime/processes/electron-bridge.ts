import type { Channel } from '#contract/rpc/channel';
import { createPortChannel } from '#contract/rpc/port-channel';
import type { ProcessHost } from '#engine/ports/process-host';
import type { EngineToMain, MainToEngine } from './bridge-messages.ts';
import { createElectronProcessHost } from './electron-process-host.ts';
import { createNodeProcessHost } from './node-process-host.ts';
import { type ParentPortLike, parentPortOf } from './parent-port.ts';
import { createRelayedLines } from './relayed-lines.ts';

const LAST_WORDS_MS = 100;

/** Called for every window that connects, and again when it reloads. */
export type ConnectionListener = (rpc: Channel, feed: Channel) => void;

/** The engine's side of its line to Electron's main process. */
export interface EngineBridge {
  /** Starts workers the way this host can: through main, or as children of our own. */
  readonly processHost: ProcessHost;
  /** Registers the one listener; windows that connected earlier are delivered first. */
  onConnection(listener: ConnectionListener): void;
  /** Main asks the engine to end in good order. It is killed when it has not within a few seconds. */
  onStop(listener: () => void): void;
  /** Windows are let in from now on. */
  ready(): void;
  /** Tells people, in one sentence, why the engine cannot run, and ends this process; main tries again later. */
  failed(message: string): void;
}

/**
 * The bridge of this engine process: a utility process of Electron, or a Node child process of Electron's main.
 * Throws when the process was started by hand.
 */
export function createBridge(): EngineBridge {
  const parentPort = parentPortOf(process);
  const stops = createStops();
  // A signal to the whole group, such as Ctrl-C, reaches the engine beside main: it ends in good order all the same.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stops.deliver);
  if (parentPort) return utilityBridge(parentPort, stops);
  if (process.send) return childBridge(stops);
  throw new Error('the engine entry is started by the desktop app; without it use: octopus serve');
}

function utilityBridge(parentPort: ParentPortLike, stops: Stops): EngineBridge {
  const post = (message: EngineToMain): void => parentPort.postMessage(message);
  const connections = createConnections();
  // Electron's own binary is a Node by this variable.
  const watchdogs = createNodeProcessHost({
    node: process.execPath,
    environment: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const workers = createElectronProcessHost(post, watchdogs);
  parentPort.on('message', ({ data, ports }) => {
    const message = data as MainToEngine;
    const [first, second] = ports;
    if (message.kind === 'connect' && first && second)
      connections.deliver(createPortChannel(first), createPortChannel(second));
    else if (message.kind === 'stop') stops.deliver();
    else workers.receive(message, first);
  });
  return {
    processHost: workers.host,
    onConnection: connections.onConnection,
    onStop: stops.onStop,
    ready: () => post({ kind: 'ready' }),
    failed(message) {
      post({ kind: 'failed', message });
      endSoon();
    },
  };
}

/** Leaves the last message the time to go out: the port does not say when it has. */
function endSoon(): void {
  setTimeout(() => process.exit(1), LAST_WORDS_MS);
}

function childBridge(stops: Stops): EngineBridge {
  const post = (message: EngineToMain): void => {
    if (process.connected) process.send?.(message);
  };
  const connections = createConnections();
  const lines = createRelayedLines(post);
  process.on('message', (data) => {
    const message = data as MainToEngine;
    if (message.kind === 'connect') connections.deliver(...lines.open(message.id));
    else if (message.kind === 'stop') stops.deliver();
    else lines.receive(message);
  });
  // Main is gone: so is the engine at once, as where it is a utility process, and the watchdog sees to its orders.
  process.on('disconnect', () => process.exit(1));
  return {
    processHost: createNodeProcessHost(),
    onConnection: connections.onConnection,
    onStop: stops.onStop,
    ready: () => post({ kind: 'ready' }),
    failed(message) {
      post({ kind: 'failed', message });
      endSoon();
    },
  };
}

function createConnections() {
  const early: [Channel, Channel][] = [];
  let listener: ConnectionListener | undefined;
  return {
    deliver(rpc: Channel, feed: Channel): void {
      if (listener) listener(rpc, feed);
      else early.push([rpc, feed]);
    },
    onConnection(newListener: ConnectionListener): void {
      listener = newListener;
      for (const [rpc, feed] of early.splice(0)) listener(rpc, feed);
    },
  };
}

type Stops = ReturnType<typeof createStops>;

function createStops() {
  let wasAsked = false;
  let listener: (() => void) | undefined;
  return {
    deliver(): void {
      if (wasAsked) return;
      wasAsked = true;
      listener?.();
    },
    onStop(newListener: () => void): void {
      listener = newListener;
      if (wasAsked) queueMicrotask(newListener);
    },
  };
}
