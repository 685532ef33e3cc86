import { expect, it } from 'vitest';
import { topics } from '#contract/topics';
import { Bus, type BusMessage } from '#engine/bus/bus';
import { TradeOutbox, type TradeUpdate } from '#engine/trading/trade-outbox';
import { openJournalAt, tradedEntries } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

/** An outbox on a real journal, and the trades that were told. */
function open(folder: string) {
  const opened = openJournalAt(folder);
  const bus = new Bus((_topic, error) => {
    throw error;
  });
  const told: number[] = [];
  bus.subscribe(topics.trades, ({ payload }: BusMessage) => told.push((payload as TradeUpdate).id));
  const problems: unknown[] = [];
  const outbox = new TradeOutbox({
    ...opened,
    bus,
    isReadOnly: false,
    onProblem: (error) => problems.push(error),
  });
  return { ...opened, outbox, told, problems };
}

const fillSequences = ({ store }: ReturnType<typeof open>): number[] =>
  store
    .read(0, 100)
    .filter(({ kind }) => kind === 'OrderFilled')
    .map(({ sequence }) => sequence);

// Would catch: trades that were durable when the engine was killed before it told anybody, and are never told.
it('publishes at the next start what was committed and not published, once', () => {
  const folder = temporaryFolder();
  const first = open(folder);
  first.outbox.start();
  first.outbox.stop();
  first.journal.record(...tradedEntries());
  expect(first.told).toEqual([]);
  first.database.close();

  const second = open(folder);
  second.outbox.start();
  expect(second.told).toEqual(fillSequences(second));
  expect(second.told).toHaveLength(2);
  second.clock.advance(1_000);
  second.database.close();

  const third = open(folder);
  third.outbox.start();
  expect(third.told).toEqual([]);
  third.database.close();
});

// Would catch: something told to others that the disk never had.
it('tells nothing of a commit that failed', () => {
  const opened = open(temporaryFolder());
  opened.outbox.start();
  opened.journal.record(...tradedEntries().slice(0, 4));
  for (const entry of tradedEntries().slice(7, 8)) opened.journal.add(entry);
  opened.journal.rollback();
  opened.journal.commit();
  expect(opened.told).toEqual([]);
  opened.database.close();
});

// Would catch: a crash just after a publication that makes another event of the same trade.
it('names a trade that comes again by the same number', () => {
  const folder = temporaryFolder();
  const first = open(folder);
  first.outbox.start();
  first.journal.record(...tradedEntries());
  expect(first.told).toEqual(fillSequences(first));
  first.database.close();
  const second = open(folder);
  second.outbox.start();
  expect(second.told).toEqual(first.told);
  second.database.close();
});
