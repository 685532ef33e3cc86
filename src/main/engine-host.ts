import { randomUUID } from 'node:crypto';
import { type IpcMainEvent, ipcMain, MessageChannelMain, type WebContents } from 'electron';
import { createRestartBackOff } from '#runtime/processes/restart-back-off';
import type { EngineProcess } from './engine-process.ts';

/** What windows are told about the engine process. */
export interface EngineState {
  readonly phase: 'starting' | 'running' | 'restarting' | 'stopping';
  readonly restarts: number;
  /** When the next start is tried; only while restarting. */
  readonly retryInMs: number | null;
  /** The engine's own sentence about its last failure. */
  readonly problem: string | null;
}

export interface EngineHost {
  start(): void;
  /** Ends the engine in good order; kills it when it takes longer than {@link STOP_LIMIT_MS}. */
  stop(): Promise<void>;
}

export interface EngineHostOptions {
  startProcess(): EngineProcess;
  /** Whether a page may talk to the engine at all. */
  isTrusted(event: IpcMainEvent): boolean;
  log(message: string): void;
}

const STOP_LIMIT_MS = 5_000;

/**
 * Keeps an engine process running and introduces windows to it: a window that asks gets two ports, calls and market
 * data, as soon as the engine is ready. A crash closes them, tells the windows, and starts it again with a back-off.
 */
export function createEngineHost({ startProcess, isTrusted, log }: EngineHostOptions): EngineHost {
  const backOff = createRestartBackOff(() => performance.now());
  const windows = new Set<WebContents>();
  const waiting = new Set<WebContents>();
  let current: EngineProcess | undefined;
  let state: EngineState = { phase: 'starting', restarts: 0, retryInMs: null, problem: null };
  let timer: NodeJS.Timeout | undefined;
  let onceStopped: (() => void) | undefined;

  function setState(changes: Partial<EngineState>): void {
    state = { ...state, ...changes };
    for (const window of windows) window.send('engine:state', state);
  }

  function introduce(window: WebContents): void {
    if (window.isDestroyed()) return;
    const rpc = new MessageChannelMain();
    const feed = new MessageChannelMain();
    current?.connect(randomUUID(), rpc.port1, feed.port1);
    window.postMessage('engine:ports', null, [rpc.port2, feed.port2]);
  }

  function start(): void {
    const engine = startProcess();
    current = engine;
    engine.onMessage((message) => {
      if (message.kind === 'failed') setState({ problem: message.message });
      if (message.kind !== 'ready') return;
      backOff.started();
      setState({ phase: 'running', retryInMs: null, problem: null });
      for (const window of waiting) introduce(window);
      waiting.clear();
    });
    engine.onExit(exited);
  }

  function exited(code: number | null): void {
    current = undefined;
    if (onceStopped) {
      onceStopped();
      return;
    }
    const retryInMs = backOff.nextDelayMs();
    log(`the engine ended unexpectedly (code ${code}); it starts again in ${retryInMs} ms`);
    setState({ phase: 'restarting', restarts: state.restarts + 1, retryInMs });
    timer = setTimeout(start, retryInMs);
  }

  function remember(window: WebContents): void {
    if (windows.has(window)) return;
    windows.add(window);
    window.once('destroyed', () => {
      windows.delete(window);
      waiting.delete(window);
    });
  }

  ipcMain.on('engine:connect', (event) => {
    if (!isTrusted(event)) return;
    remember(event.sender);
    if (state.phase === 'running') introduce(event.sender);
    else waiting.add(event.sender);
  });
  ipcMain.on('engine:state', (event) => {
    if (!isTrusted(event)) return;
    remember(event.sender);
    event.sender.send('engine:state', state);
  });

  return {
    start,
    async stop() {
      clearTimeout(timer);
      const engine = current;
      if (!engine) return;
      const stopped = new Promise<void>((resolve) => {
        onceStopped = resolve;
      });
      setState({ phase: 'stopping' });
      const killTimer = setTimeout(() => {
        log(`the engine did not end within ${STOP_LIMIT_MS / 1000} s and was killed`);
        engine.kill();
      }, STOP_LIMIT_MS);
      engine.stop();
      await stopped;
      clearTimeout(killTimer);
    },
  };
}
