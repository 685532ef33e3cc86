import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoggedTrials } from '#engine/ports/trial-log';
import type { RunInput } from '#engine/strategy-runs/run-messages';
import { hostedChild } from '../processes/node-process-host.ts';
import type { LiveReply } from './sandbox/live-thread.ts';
import type {
  FromStrategy,
  SandboxLimits,
  StrategyEnd,
  StrategyWork,
  ToStrategy,
} from './sandbox/process-messages.ts';
import { tooBig } from './sandbox/too-big.ts';

/** What a caller gives along. */
export interface StrategyCompany {
  /** Ends the process at once. */
  readonly signal?: AbortSignal;
  readonly limits?: SandboxLimits;
  readonly onProgress?: (fraction: number) => void;
  /** Puts trials on the disk; the strategy waits. */
  readonly keep?: (trials: LoggedTrials) => void;
  /** Takes the answers of one that lives on its inputs. */
  readonly onReply?: (reply: LiveReply) => void;
}

/** The process of one piece of work on a strategy file. */
export interface StrategyProcess {
  tell(input: RunInput): void;
  /** How the work ended. Rejects with the signal's reason, or with what `keep` threw. */
  readonly ended: Promise<StrategyOutcome>;
}

/** Killed: from outside, by a person or by the system; not for anything it did. */
export type StrategyOutcome = StrategyEnd | { readonly kind: 'killed' };

const HANG_MS = 10_000;
const MEMORY_MB = 1_024;
/** Of our environment; the rest, keys of brokers and providers say, is none of a strategy's business. */
const ENVIRONMENT = ['SystemRoot', 'LD_LIBRARY_PATH', 'NODE_COMPILE_CACHE', 'TZ'];
const LAST_WORDS = 4_096;
const WANT_OF_MEMORY = /out of memory|allocation fail|invalid (?:array|table|size)/i;
/** How processes end themselves that cannot be given more memory. */
const SIGNALS_OF_WANT = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);

/**
 * Does one piece of work on a strategy file in a process of its own, which has no part in our memory: what is done to it
 * there, by a loop without end or by taking all there is, ends that process alone and is told as a sentence.
 */
export function startStrategyProcess(
  work: Omit<StrategyWork, 'limits'>,
  { signal, limits, onProgress, keep, onReply }: StrategyCompany = {},
): StrategyProcess {
  signal?.throwIfAborted();
  const allowed = { hangMs: limits?.hangMs ?? HANG_MS, memoryMb: limits?.memoryMb ?? MEMORY_MB };
  const child = fork(entryFile(), [], {
    serialization: 'advanced',
    execArgv: [],
    // Electron's own binary is a Node by this variable.
    env: { ...ofOurEnvironment(), ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  const { channel, onExit, kill } = hostedChild(child);
  const tell = (told: ToStrategy): void => channel.post(told);
  const ended = new Promise<StrategyOutcome>((resolve, reject) => {
    const abort = (): void => fail(signal?.reason as Error);
    function settle(): void {
      signal?.removeEventListener('abort', abort);
      kill();
    }
    function fail(error: Error): void {
      settle();
      reject(error);
    }
    signal?.addEventListener('abort', abort);
    channel.onMessage((message) => {
      const said = message as FromStrategy;
      if (said.kind === 'progress') onProgress?.(said.fraction);
      else if (said.kind === 'reply') onReply?.(said.reply);
      else if (said.kind === 'ended') {
        settle();
        resolve(said.end);
      } else {
        try {
          keep?.(said.trials);
          tell({ kind: 'kept' });
        } catch (error) {
          fail(error as Error);
        }
      }
    });
    onExit((code, exitSignal) => {
      settle();
      resolve(unaskedEnd(work.path, allowed.memoryMb, { code, signal: exitSignal, lastWords }));
    });
  });
  tell({ kind: 'work', work: { ...work, limits: allowed } });
  return { ended, tell: (input) => tell({ kind: 'input', input }) };
}

/** What a person reads of a strategy whose process was killed. */
export function killedSentence(path: string): string {
  return `${path}: the strategy's process was killed (SIGKILL), by a person or by the system for want of memory; run it again`;
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lastWords: string;
}

function unaskedEnd(path: string, memoryMb: number, { code, signal, lastWords }: Exit): StrategyOutcome {
  if (signal === 'SIGKILL') return { kind: 'killed' };
  const isWant = WANT_OF_MEMORY.test(lastWords) || (signal !== null && SIGNALS_OF_WANT.has(signal));
  if (isWant) return tooBig(path, memoryMb);
  const how = signal === null ? `code ${code}` : signal;
  const said = lastWords.split('\n').find((line) => /error/i.test(line)) ?? '';
  const message = `${path}: the strategy's process ended with ${how}${said === '' ? '' : ` (${said})`}; run it again`;
  return { kind: 'failed', code: 'TASK_FAILED', message };
}

function ofOurEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    ENVIRONMENT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}

/** The bundled entry beside the bundle that runs now, or its source when the sources run. */
function entryFile(): string {
  const name = import.meta.url.endsWith('.ts') ? '../processes/strategy-entry.ts' : './strategy.cjs';
  return fileURLToPath(new URL(name, import.meta.url));
}
