import { type ReactNode, useSyncExternalStore } from 'react';
import { NO_VALUE } from '../format/number.ts';
import { formatAge, formatDateTime } from '../format/time.ts';

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const listeners = new Set<() => void>();
let second = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for every age on the screen; it rests while none is shown. */
function onSecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Date.now();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Wall time in milliseconds, new each second. */
export function useSecond(): number {
  useSyncExternalStore(onSecond, () => second);
  return Date.now();
}

/** How long ago a moment of wall time was, counting on; the tooltip has the moment. */
export function Age({
  time,
  since = '',
}: {
  readonly time: number | null;
  readonly since?: string;
}): ReactNode {
  const now = useSecond();
  if (time === null) return <span className="muted">{NO_VALUE}</span>;
  return (
    <span className="number" title={`${since}${formatDateTime(time, LOCAL_ZONE)} ${LOCAL_ZONE}`}>
      {formatAge(now - time)}
    </span>
  );
}

/** How long it is until a moment of wall time, counting down; `now` once it has come. */
export function Countdown({ time }: { readonly time: number }): ReactNode {
  const left = time - useSecond();
  return <span className="number">{left < 1_000 ? 'now' : `in ${formatAge(left)}`}</span>;
}
