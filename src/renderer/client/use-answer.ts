import { useCallback, useEffect, useState } from 'react';
import type { EngineClient } from '#contract/rpc/connect-channel';
import { requireEngine, useIsConnected } from './connection.ts';
import { refusalText } from './refusal.ts';

export interface Answer<Value> {
  /** The last answer to this question, kept while it is asked again and while the engine is away. */
  readonly value: Value | null;
  /** Why the last attempt failed. */
  readonly problem: string | null;
  readonly isLoading: boolean;
  readonly askAgain: () => void;
}

interface Held<Value> {
  readonly key: string;
  readonly value: Value | null;
  readonly problem: string | null;
}

export interface QuestionOptions {
  /** Asks again each time so many milliseconds have gone by. */
  readonly everyMs?: number;
  /** The answer to another question stays until this one is answered: for filters and pages of one list. */
  readonly isKept?: boolean;
  /** The answer outlives the panel, to be shown at once when it comes back, even without the engine. */
  readonly isRemembered?: boolean;
}

const remembered = new Map<string, unknown>();

/** Asks the engine once connected, and anew when `key` says that the question is another one. */
export function useAnswer<Value>(
  key: string,
  ask: (engine: EngineClient, options: { signal: AbortSignal }) => Promise<Value>,
  { everyMs, isKept = false, isRemembered = false }: QuestionOptions = {},
): Answer<Value> {
  const isConnected = useIsConnected();
  const [held, setHeld] = useState<Held<Value>>(() => ({
    key,
    value: isRemembered ? ((remembered.get(key) as Value | undefined) ?? null) : null,
    problem: null,
  }));
  const [isLoading, setIsLoading] = useState(false);
  const [round, setRound] = useState(0);
  const askAgain = useCallback(() => setRound((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked; a round asks again
  useEffect(() => {
    if (!isConnected) return undefined;
    const stop = new AbortController();
    setIsLoading(true);
    void answerOf(ask, stop.signal).then((answer) => {
      if (stop.signal.aborted) return;
      setIsLoading(false);
      if (isRemembered && answer.value !== null) remembered.set(key, answer.value);
      setHeld((before) => ({
        key,
        value: answer.value ?? (before.key === key ? before.value : null),
        problem: answer.problem,
      }));
    });
    const timer = everyMs === undefined ? undefined : setTimeout(askAgain, everyMs);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [isConnected, key, round, everyMs, askAgain]);

  const isPresent = held.key === key;
  return {
    value: isPresent || isKept ? held.value : null,
    problem: isPresent ? held.problem : null,
    isLoading: isLoading || !isPresent,
    askAgain,
  };
}

async function answerOf<Value>(
  ask: (engine: EngineClient, options: { signal: AbortSignal }) => Promise<Value>,
  signal: AbortSignal,
): Promise<{ value: Value | null; problem: string | null }> {
  try {
    return { value: await ask(requireEngine(), { signal }), problem: null };
  } catch (error) {
    return { value: null, problem: refusalText(error) };
  }
}
