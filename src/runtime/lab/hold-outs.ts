import { existsSync } from 'node:fs';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { Timeframe } from '#domain/market/timeframe';
import { type HoldOut, HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import { createLiveClock } from '../processes/live-clock.ts';

/** The lock on a series in a data folder, if there is a folder and a lock. Throws STORE_FAILURE when it cannot be read. */
export function findHoldOut(folder: string, symbol: string, timeframe: Timeframe): HoldOut | undefined {
  return existsSync(folder) ? withHoldOuts(folder, (book) => book.find(symbol, timeframe)) : undefined;
}

/** Works with the locks of a data folder, which is made when it is not there. Throws STORE_FAILURE when another Octopus holds it. */
export function withHoldOuts<Answer>(folder: string, work: (book: HoldOutBook) => Answer): Answer {
  const clock = createLiveClock();
  const stores = openSqliteStores(folder, clock.now());
  try {
    return work(new HoldOutBook(stores.documents, () => clock.now()));
  } finally {
    stores.close();
  }
}
