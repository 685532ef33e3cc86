import { expect, test } from 'vitest';
import { LiveViews } from '#runtime/market-data/live-views';
import { openJournalAt, tradedEntries } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

function viewsOf(opened: ReturnType<typeof openJournalAt>) {
  let ids = 0;
  const views = new LiveViews(() => `id-${++ids}`);
  const told: string[] = [];
  views.notifications.onChange((changed) => told.push(...changed));
  return { views, told, close: opened.journal.onCommitted((committed) => views.take(committed)) };
}

// Would catch: one confirmation an order however often it fills, and fills told anew under another id after a restart.
test('every fill is confirmed once under its own id, also after a restart', () => {
  const opened = openJournalAt(temporaryFolder());
  const { views, told, close } = viewsOf(opened);
  opened.journal.record(...tradedEntries());
  expect(told).toEqual(['fill-A-4', 'fill-A-10']);
  expect(views.notifications.items().map(({ title, text, fillId }) => [title, text, fillId])).toEqual([
    ['Bought AAPL', '4 of 10 at 10.00, account paper-1', 'A-4'],
    ['Bought AAPL', '6 of 10 at 10.50, account paper-1', 'A-10'],
  ]);
  const before = views.notifications.items();
  close();

  const again = viewsOf(opened);
  again.views.restore(opened.journal);
  expect(again.views.notifications.items()).toEqual(before);
});

// Would catch: a fill that was committed and never told, because the engine died in between.
test('a fill that a crash kept from being told is told by the next start', () => {
  const opened = openJournalAt(temporaryFolder());
  opened.journal.record(...tradedEntries());
  const { views, told } = viewsOf(opened);
  views.restore(opened.journal);
  expect(told).toEqual(['fill-A-4', 'fill-A-10']);
});
