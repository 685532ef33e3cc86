import { useCallback, useEffect, useRef, useState } from 'react';

/** How long a press has to last for what cannot be taken back. */
export const HOLD_MS = 1_200;

export interface Hold {
  readonly isHeld: boolean;
  start(): void;
  stop(): void;
}

/** Does something once a key or button has been held down for {@link HOLD_MS}; let go earlier, nothing happens. */
export function useHold(onHeld: () => void): Hold {
  const [isHeld, setIsHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const done = useRef(onHeld);
  done.current = onHeld;
  const stop = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setIsHeld(false);
  }, []);
  const start = useCallback(() => {
    if (timer.current !== undefined) return;
    setIsHeld(true);
    timer.current = setTimeout(() => {
      setIsHeld(false);
      done.current();
    }, HOLD_MS);
  }, []);
  useEffect(() => stop, [stop]);
  return { isHeld, start, stop };
}
