import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { labWorkerTasks } from '#agents/backtester/lab-worker-tasks';
import { backtesterWorkerTasks } from '#agents/backtester/worker-tasks';
import { OctopusError } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import { sliceBars } from '#domain/market/bar';
import { resolveDeclared } from '#domain/strategies/sdk/declared-parameters';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import { definitionOfModule } from '#domain/strategies/sdk/definition-of-module';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { TaskContext } from '#engine/agent/agent';
import { doNamedWork } from '#engine/agent/named-work';
import type { StructuredChannel } from '#engine/ports/process-host';
import type { ThreadHost } from '#engine/ports/thread-host';
import type { TrialLog } from '#engine/ports/trial-log';
import type { HonestWork } from '#engine/simulation/honesty/trial-returns';
import { carriesOver, EngineTrial } from '#engine/simulation/sweep/engine-trial';
import { refusing } from '#engine/simulation/sweep/objective';
import { runSweepThread } from '#engine/simulation/sweep/sweep-thread';
import { strategyFault } from './strategy-fault.ts';
import type { LabJob, StrategyLine } from './strategy-job.ts';

/** Progress is told at most this often. */
const PROGRESS_PERIOD_MS = 100;

/** Bars, the newest, on which a strategy is seen to trade the same twice. */
const REPEATED_BARS = 5_000;

/** What every piece of work is about, as far as it is looked at here. */
type Work = HonestWorkOf<string> & { readonly parameters?: ParameterValues };
type HonestWorkOf<Strategy> = Omit<HonestWork, 'strategy'> & { readonly strategy: Strategy };

/** Does work of the lab in this thread, with as many others as it may hire; gives what a worker's task of that name gives. */
export async function runInLab(strategy: StrategyModule, job: LabJob, line: StrategyLine): Promise<unknown> {
  const find = (name: string): StrategyDefinition => definitionOfModule(strategy, name);
  const tasks = {
    ...backtesterWorkerTasks(find),
    ...labWorkerTasks({
      threads: hiredThreads(job.spare, line),
      openTrialLog: () => () => keptTrials(job, line),
      find,
    }),
  };
  refuseCarryingOver(strategy, job.work as Work);
  return await doNamedWork(tasks, job.task, job.work, contextOf(line));
}

/** Works on the trials that another thread of the same strategy shares out. */
export function helpInLab(strategy: StrategyModule, port: MessagePort, path: string): void {
  const named = (error: unknown): string => strategyFault(path, error).message;
  runSweepThread(channelOf(port), { find: (name) => definitionOfModule(strategy, name), faultOf: named });
}

/** A strategy that carries something from one run into the next would make every answer depend on what ran before. */
function refuseCarryingOver(strategy: StrategyModule, { bars, parameters, ...work }: Work): void {
  const values = parameters ?? refusing(() => resolveDeclared(strategy, {}));
  const newest = sliceBars(bars, Math.max(0, bars.length - REPEATED_BARS), bars.length);
  const definition = definitionOfModule(strategy, work.strategy);
  const trial = new EngineTrial({ ...work, bars: newest, strategy: definition });
  const [first, second] = [trial, trial].map((one) => one.backtest(values).statistics);
  if (first!.orderListHash === second!.orderListHash) return;
  throw new OctopusError('BAD_REQUEST', carriesOver(strategy.name, first!.trades, second!.trades));
}

function contextOf(line: StrategyLine): TaskContext {
  let told = 0;
  return {
    taskId: '',
    // Whoever cancels ends the thread.
    signal: new AbortController().signal,
    reportProgress(fraction) {
      const now = performance.now();
      if (now - told < PROGRESS_PERIOD_MS) return;
      told = now;
      line.post({ kind: 'progress', fraction });
    },
  };
}

/** Threads with the same strategy, started and watched by the process that started this one. */
function hiredThreads(spare: number, line: StrategyLine): ThreadHost {
  const listeners = new Map<number, (code: number | null, signal: string | null) => void>();
  let count = 0;
  line.onHelperEnded(({ number, code }) => listeners.get(number)?.(code, null));
  return {
    spare,
    spawn() {
      const { port1: own, port2: theirs } = new MessageChannel();
      const number = ++count;
      line.post({ kind: 'hire', number, line: theirs }, [theirs]);
      return {
        pid: null,
        channel: channelOf(own),
        onExit: (listener) => void listeners.set(number, listener),
        kill() {
          own.close();
          line.post({ kind: 'dismiss', number });
        },
      };
    },
  };
}

function channelOf(port: MessagePort): StructuredChannel {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    close: () => port.close(),
  };
}

/** A log whose file is in the hands of the process that started the thread. */
function keptTrials({ logged, kept }: LabJob, line: StrategyLine): TrialLog {
  return {
    read: () => [...logged],
    append(trials) {
      const before = Atomics.load(kept, 0);
      line.post({ kind: 'keep', trials });
      Atomics.wait(kept, 0, before);
    },
    close: () => undefined,
  };
}
