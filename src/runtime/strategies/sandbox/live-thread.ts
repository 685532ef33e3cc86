import type { MessagePort } from 'node:worker_threads';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import { LiveStrategy } from '#engine/strategy-runs/live-strategy';
import type { RunAnswer, RunInput, RunSetup } from '#engine/strategy-runs/run-messages';
import { strategyFault } from './strategy-fault.ts';

/** What comes back for an input: an answer, or the sentence of what went wrong, after which nothing follows. */
export type LiveReply =
  | { readonly kind: 'answered'; readonly answer: RunAnswer }
  | { readonly kind: 'failed'; readonly message: string };

/** Lets a strategy live on what comes down the line, one answer for each input. */
export function liveInThread(
  strategy: StrategyModule,
  { setup, line }: { readonly setup: RunSetup; readonly line: MessagePort },
  path: string,
): void {
  const live = new LiveStrategy(setup, () => strategy);
  line.on('message', (input: RunInput) => line.postMessage(replyOf(live, input, path)));
}

function replyOf(live: LiveStrategy, input: RunInput, path: string): LiveReply {
  try {
    return { kind: 'answered', answer: live.take(input) };
  } catch (error) {
    return { kind: 'failed', message: strategyFault(path, error).message };
  }
}
