import { useEffect, useState } from 'react';

const ASKS_MS = 6_000;

/** A question that stands for a few seconds, and for one subject: it falls when that becomes another. */
export function useQuestion(subject: string | null): {
  readonly isAsking: boolean;
  ask(): void;
  stop(): void;
} {
  const [asked, setAsked] = useState<string | null>(null);
  useEffect(() => {
    if (asked === null) return undefined;
    const timer = setTimeout(() => setAsked(null), ASKS_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  return {
    isAsking: asked !== null && asked === subject,
    ask: () => setAsked(subject),
    stop: () => setAsked(null),
  };
}
