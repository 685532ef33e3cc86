import type { LiveCollection } from '#engine/bus/live-collection';
import type { Clock } from '#engine/ports/clock';

/** A watcher is told at most this often; what happens in between is folded together. */
export const WATCH_PERIOD_MS = 100;

interface Pace {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly periodMs?: number;
}

/** Yields a value now and again whenever it changed, newest only, until the client goes. */
export async function* watchValue<T>(
  source: { read: () => T; onChange: (listener: () => void) => () => void },
  pace: Pace,
): AsyncGenerator<T, void, void> {
  const bell = createBell(pace.signal);
  const off = source.onChange(bell.ring);
  try {
    while (!bell.isOver()) {
      yield source.read();
      await rest(bell, pace);
    }
  } finally {
    off();
    bell.end();
  }
}

const COMPUTED_PERIOD_MS = 1_000;

/** Yields a value that is computed when asked for, whenever it came out differently, until the client goes. */
export async function* watchComputed<T>(
  read: () => T,
  { clock, signal }: Pace,
): AsyncGenerator<T, void, void> {
  let told = '';
  while (!signal?.aborted) {
    const value = read();
    const text = JSON.stringify(value);
    if (text !== told) yield value;
    told = text;
    await clock.sleep(COMPUTED_PERIOD_MS);
  }
}

export type CollectionEvent<Item> =
  | { kind: 'snapshot'; items: Item[] }
  | { kind: 'changed'; items: Item[]; removedIds: string[] };

/** Yields every wanted item of a collection, then what changed since the last yield, until the client goes. */
export async function* watchCollection<Item>(
  collection: LiveCollection<Item>,
  pace: Pace,
  isWanted: (item: Item) => boolean = () => true,
): AsyncGenerator<CollectionEvent<Item>, void, void> {
  const bell = createBell(pace.signal);
  const changed = new Set<string>();
  const removed = new Set<string>();
  const off = collection.onChange((changedIds, removedIds) => {
    for (const id of changedIds) {
      changed.add(id);
      removed.delete(id);
    }
    for (const id of removedIds) {
      removed.add(id);
      changed.delete(id);
    }
    bell.ring();
  });
  try {
    yield { kind: 'snapshot', items: collection.items().filter(isWanted) };
    while (!bell.isOver()) {
      await rest(bell, pace);
      if (bell.isOver()) return;
      const items = [...changed].flatMap((id) => collection.get(id) ?? []).filter(isWanted);
      const removedIds = [...removed];
      changed.clear();
      removed.clear();
      if (items.length > 0 || removedIds.length > 0) yield { kind: 'changed', items, removedIds };
    }
  } finally {
    off();
    bell.end();
  }
}

/** Waits for a change, then for the rest of the period, so that what follows closely is told together. */
async function rest(bell: Bell, { clock, periodMs = WATCH_PERIOD_MS }: Pace): Promise<void> {
  await bell.rung();
  if (!bell.isOver()) await clock.sleep(periodMs);
  bell.quiet();
}

interface Bell {
  ring(): void;
  quiet(): void;
  rung(): Promise<void>;
  isOver(): boolean;
  end(): void;
}

function createBell(signal: AbortSignal | undefined): Bell {
  let isRinging = false;
  let isOver = signal?.aborted ?? false;
  let wake: () => void = () => undefined;
  const over = (): void => {
    isOver = true;
    wake();
  };
  signal?.addEventListener('abort', over, { once: true });
  return {
    ring: () => {
      isRinging = true;
      wake();
    },
    quiet: () => {
      isRinging = false;
    },
    rung: () =>
      isRinging || isOver
        ? Promise.resolve()
        : new Promise((resolve) => {
            wake = resolve;
          }),
    isOver: () => isOver,
    end: () => signal?.removeEventListener('abort', over),
  };
}
