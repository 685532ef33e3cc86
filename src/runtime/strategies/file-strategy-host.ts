import { MessageChannel } from 'node:worker_threads';
import { OctopusError } from '#contract/errors';
import type { StrategySource } from '#engine/simulation/strategy-source';
import type { RunAnswer, RunSetup, StrategyHost } from '#engine/strategy-runs/run-messages';
import type { LiveReply } from './sandbox/live-thread.ts';
import { runStrategyThreads, type SandboxLimits } from './strategy-threads.ts';

/** A market goes on meanwhile: a strategy has less time for one answer than in a backtest. */
const HANG_MS = 5_000;

interface Waiting {
  readonly resolve: (answer: RunAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A strategy file that lives in a thread of its own, without files, network or process. What it is told is answered in
 * order. A thread that fails, hangs or ends rejects what waits and everything after it, with the file's line.
 */
export function openFileStrategy(
  file: StrategySource,
  setup: RunSetup,
  limits: SandboxLimits = {},
): StrategyHost {
  const { port1: near, port2: far } = new MessageChannel();
  const ending = new AbortController();
  const waiting: Waiting[] = [];
  let fault: Error | undefined;
  const end = (error: Error): void => {
    fault ??= error;
    near.close();
    for (const { reject } of waiting.splice(0)) reject(fault);
  };
  near.on('message', (reply: LiveReply) => {
    if (reply.kind === 'answered') waiting.shift()?.resolve(reply.answer);
    else {
      end(new OctopusError('TASK_FAILED', reply.message));
      ending.abort(fault);
    }
  });
  runStrategyThreads(
    { ...file, task: { kind: 'live', setup, line: far } },
    { signal: ending.signal, limits: { hangMs: HANG_MS, ...limits }, isPatient: true },
  ).then(
    (report) =>
      end(
        new OctopusError('TASK_FAILED', report.kind === 'failed' ? report.message : `${file.path}: it ended`),
      ),
    (error: unknown) => end(error instanceof Error ? error : new Error(String(error))),
  );
  return {
    take: (input) =>
      new Promise((resolve, reject) => {
        if (fault) {
          reject(fault);
          return;
        }
        waiting.push({ resolve, reject });
        near.postMessage(input);
      }),
    close: () => {
      end(new Error('the run was ended'));
      ending.abort(fault);
    },
  };
}
