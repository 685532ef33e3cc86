import { subscriptionStream } from './engine-streams.ts';
import { referenceStore, reloadReference } from './reference.ts';

/** A symbol new to the store is known to it once its first bars are there: some seconds after its first tick. */
const ASK_EVERY_MS = 2_000;
const ASKED_MAX = 8;

/** Asks for instruments and stored series again when a stream brings or leaves a symbol; the answer ends that. */
export function learnStreamed(): () => void {
  const asked = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const strangers = (): string[] => {
    const { instruments } = referenceStore.getState();
    return subscriptionStream.store
      .getState()
      .items.flatMap(({ symbol }) =>
        instruments.has(symbol) || (asked.get(symbol) ?? 0) >= ASKED_MAX ? [] : [symbol],
      );
  };
  const ask = (): void => {
    timer = undefined;
    for (const symbol of strangers()) asked.set(symbol, (asked.get(symbol) ?? 0) + 1);
    void reloadReference().then(() => {
      if (strangers().length > 0) timer ??= setTimeout(ask, ASK_EVERY_MS);
    });
  };
  const off = subscriptionStream.store.subscribe(({ items }, before) => {
    const isLeft = before.items.some(({ symbol }) => !items.some((one) => one.symbol === symbol));
    if (isLeft || strangers().length > 0) timer ??= setTimeout(ask, isLeft ? 0 : ASK_EVERY_MS);
  });
  return () => {
    off();
    clearTimeout(timer);
  };
}
