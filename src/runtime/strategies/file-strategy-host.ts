import { OctopusError } from '#contract/errors';
import type { StrategySource } from '#engine/simulation/strategy-source';
import type { RunAnswer, RunSetup, StrategyHost } from '#engine/strategy-runs/run-messages';
import type { LiveReply } from './sandbox/live-thread.ts';
import type { SandboxLimits } from './sandbox/process-messages.ts';
import { killedSentence, type StrategyOutcome, startStrategyProcess } from './strategy-process.ts';

/** A market goes on meanwhile: a strategy has less time for one answer than in a backtest. */
const HANG_MS = 5_000;

interface Waiting {
  readonly resolve: (answer: RunAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A strategy file that lives in a process of its own, without files or network. What it is told is answered in order. One
 * that fails, hangs or ends rejects what waits and everything after it, with the file's line.
 */
export function openFileStrategy(
  file: StrategySource,
  setup: RunSetup,
  limits: SandboxLimits = {},
): StrategyHost {
  const ending = new AbortController();
  const waiting: Waiting[] = [];
  let fault: Error | undefined;
  const end = (error: Error): void => {
    fault ??= error;
    for (const { reject } of waiting.splice(0)) reject(fault);
  };
  const { ended, tell } = startStrategyProcess(
    { ...file, task: { kind: 'live', setup } },
    {
      signal: ending.signal,
      limits: { hangMs: HANG_MS, ...limits },
      onReply(reply: LiveReply) {
        if (reply.kind === 'answered') waiting.shift()?.resolve(reply.answer);
        else {
          end(new OctopusError('TASK_FAILED', reply.message));
          ending.abort(fault);
        }
      },
    },
  );
  const sentenceOf = (last: StrategyOutcome): string => {
    if (last.kind === 'failed') return last.message;
    return last.kind === 'killed' ? killedSentence(file.path) : `${file.path}: it ended`;
  };
  ended.then(
    (last) => end(new OctopusError('TASK_FAILED', sentenceOf(last))),
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
        tell(input);
      }),
    close: () => {
      end(new Error('the run was ended'));
      ending.abort(fault);
    },
  };
}
