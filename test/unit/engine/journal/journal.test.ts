import { describe, expect, it } from 'vitest';
import { OctopusError } from '#contract/errors';
import { chainRecord, recordHash } from '#engine/journal/chain';
import { rebuildProjections } from '#engine/journal/rebuild-projections';
import type { JournalEntry } from '#engine/journal/record-kinds';
import { rebuildFromJournal, verifyJournal } from '#engine/journal/verify-journal';
import { openJournalAt, tradedEntries } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

const settings = (key: string) =>
  ({
    kind: 'SettingsChanged',
    payload: { keys: [key] },
    eventTime: 5,
    source: 'person',
  }) satisfies JournalEntry;
const verify = (store: Parameters<typeof verifyJournal>[0]) => verifyJournal(store, () => 0);

function traded() {
  const opened = openJournalAt(temporaryFolder());
  opened.journal.record(...tradedEntries());
  return opened;
}

describe('the chain', () => {
  it('does not depend on when a record was received, and depends on everything else', () => {
    const one = chainRecord(undefined, settings('theme'), 1);
    const later = chainRecord(undefined, settings('theme'), 999);
    expect(later.hash).toBe(one.hash);
    for (const change of [
      { eventTime: 6 },
      { kind: 'DayClosed' },
      { source: 'other' },
      { causationId: 'x' },
      { correlationId: 'x' },
      { payload: '{"keys":["layout"]}' },
      { sequence: 2 },
      { previousHash: one.hash },
    ])
      expect(recordHash({ ...one, ...change }), JSON.stringify(change)).not.toBe(one.hash);
  });

  it('goes on after the store is opened again', () => {
    const folder = temporaryFolder();
    const first = openJournalAt(folder);
    first.journal.record(settings('theme'));
    first.close();
    const again = openJournalAt(folder);
    again.journal.record(settings('watchlist'));
    expect(again.store.read(0, 9).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(verify(again.store)).toMatchObject({ isValid: true, isLedgerEqual: true, records: 2 });
    again.close();
  });
});

describe('a commit', () => {
  it('that fails leaves memory where the disk is: nothing can be built on what was lost', () => {
    const { journal, database, store, close } = traded();
    const before = { length: journal.length, account: journal.projection.account('paper-1') };
    database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
    const told: number[] = [];
    journal.onCommitted(({ records }) => told.push(records.length));
    const filler = 'x'.repeat(5_000_000);
    journal.add({
      kind: 'OrderFilled',
      payload: { clientOrderId: 'B', fillId: 'B-10', quantity: '10', price: '10', fee: '1' },
      eventTime: 10,
      source: 'test',
      session: { id: 'replay-1', cursor: 10 },
    });
    journal.add({ ...settings(filler), eventTime: 11 });
    expect(journal.projection.order('B')?.status).toBe('filled');
    expect(() => journal.commit()).toThrow(OctopusError);
    expect(told).toEqual([]);
    expect({ length: journal.length, account: journal.projection.account('paper-1') }).toEqual(before);
    expect(journal.projection.order('B')?.status).toBe('working');
    expect(journal.projection.openOrders('paper-1').map((order) => order.clientOrderId)).toEqual(['B']);
    expect(journal.hasPending).toBe(false);
    database.pragma('max_page_count = 1000000');
    journal.record(settings('theme'));
    expect(told).toEqual([1]);
    expect(verify(store)).toMatchObject({ isValid: true, isLedgerEqual: true });
    close();
  });

  it('stands although a listener throws, and the other listeners hear of it', () => {
    const { journal, listenerErrors, store, close } = traded();
    const heard: number[] = [];
    journal.onCommitted(() => {
      throw new Error('a screen is gone');
    });
    const off = journal.onCommitted(({ records }) => heard.push(records.length));
    journal.record(settings('theme'));
    off();
    journal.record(settings('watchlist'));
    expect(heard).toEqual([1]);
    expect(listenerErrors).toHaveLength(2);
    expect(store.count()).toBe(journal.length);
    close();
  });
});

describe('the ledger', () => {
  it('rebuilt from zero equals what is stored, row by row', () => {
    const { store, journal, close } = traded();
    expect(journal.projection.account('paper-1')).toMatchObject({
      cash: 89_500_000_000n,
      feesPaid: 2n * 10n ** 8n,
    });
    expect(store.positions('paper-1')).toMatchObject([
      { quantity: 1_000_000_000n, averagePrice: 1_030_000_000n },
    ]);
    const { changes, problem } = rebuildFromJournal(store);
    expect(problem).toBeNull();
    store.replaceProjections(changes);
    expect(verify(store)).toMatchObject({ isValid: true, isLedgerEqual: true, records: 10 });
    expect(store.order('A')).toMatchObject({ status: 'filled', averagePrice: 1_030_000_000n });
    close();
  });

  // Catches a rebuild that keeps rows of no record, miscounts what it mended, or files fills under no account.
  it('is mended by a rebuild, which says what differed', () => {
    const { store, database, close } = traded();
    database.exec(`UPDATE orders SET status = 'cancelled' WHERE client_order_id = 'A';
      DELETE FROM fills WHERE fill_id = 'A-4';
      UPDATE fills SET account = 'another' WHERE fill_id = 'A-10';
      INSERT INTO positions VALUES ('paper-1', 'MSFT', '1', '1', '0', 'person', NULL);
      UPDATE accounts SET cash = '1000000'`);
    expect(verify(store)).toMatchObject({ isValid: true, isLedgerEqual: false });
    const { tables, ...found } = rebuildProjections(store);
    expect(found).toEqual({ records: 10, lastHash: store.last()?.hash, problem: null, lookUpFaults: 1 });
    expect(tables).toEqual([
      { table: 'orders', rows: 2, differing: 1 },
      { table: 'fills', rows: 2, differing: 1 },
      { table: 'positions', rows: 1, differing: 1 },
      { table: 'accounts', rows: 1, differing: 1 },
      { table: 'sessions', rows: 1, differing: 0 },
      { table: 'decisions', rows: 0, differing: 0 },
      { table: 'equity', rows: 1, differing: 0 },
    ]);
    expect(verify(store)).toMatchObject({ isValid: true, isLedgerEqual: true });
    expect(store.fills('paper-1', 9).map(({ fillId }) => fillId)).toEqual(['A-10', 'A-4']);
    expect(rebuildProjections(store).tables.every(({ differing }) => differing === 0)).toBe(true);
    close();
  });

  it('is rebuilt where a row can no longer be read', () => {
    const { store, database, close } = traded();
    database.exec(`UPDATE accounts SET cash = 'much'`);
    expect(rebuildProjections(store).tables.map(({ differing }) => differing)).toEqual(Array(7).fill(null));
    expect(verify(store)).toMatchObject({ isValid: true, isLedgerEqual: true });
    close();
  });

  it('is left as it is when the chain is broken: a rebuild would follow a forged record', () => {
    const { store, database, close } = traded();
    database.exec(`UPDATE accounts SET cash = '7';
      UPDATE journal SET payload = replace(payload, '"fee":"1"', '"fee":"2"') WHERE sequence = 8`);
    const before = store.readProjections();
    expect(rebuildProjections(store)).toMatchObject({
      problem:
        'record 8 was changed after it was written, or one before it was taken out: its hash does not match',
      tables: [],
    });
    expect(store.readProjections()).toEqual(before);
    close();
  });

  it('does not keep closed orders in memory for ever, and still finds them', () => {
    const { journal, database, close } = traded();
    expect(journal.projection.openOrders('paper-1').map((order) => order.clientOrderId)).toEqual(['B']);
    database.exec(`UPDATE orders SET status_reason = 'read from the store'`);
    expect(journal.projection.order('A')).toMatchObject({
      status: 'filled',
      statusReason: 'read from the store',
    });
    expect(journal.projection.order('B')?.statusReason).toBeUndefined();
    close();
  });

  it('keeps the decision behind a position when a person trades along, and lets go of it when it turns', () => {
    const { journal, close } = traded();
    const trade = (id: string, side: 'buy' | 'sell', quantity: string, decisionId?: string) => {
      const at = { eventTime: 20, source: 'test', session: { id: 'replay-1', cursor: 20 } };
      const intent = {
        origin: decisionId ? 'fusion' : 'person',
        account: 'paper-1',
        symbol: 'MSFT',
        side,
        type: 'market' as const,
        quantity,
        timeInForce: 'day' as const,
        reason: '',
        nonce: id,
        ...(decisionId ? { decisionId } : {}),
      };
      journal.record(
        { kind: 'OrderIntended', payload: { clientOrderId: id, intent }, ...at },
        { kind: 'OrderSent', payload: { clientOrderId: id, venue: 'paper' }, ...at },
        {
          kind: 'OrderFilled',
          payload: { clientOrderId: id, fillId: id, quantity, price: '5', fee: '0' },
          ...at,
        },
      );
      return journal.projection.position('paper-1', 'MSFT')?.decisionId;
    };
    expect(trade('m1', 'buy', '10', 'decision-7')).toBe('decision-7');
    expect(trade('m2', 'sell', '4')).toBe('decision-7');
    expect(trade('m3', 'sell', '6')).toBeNull();
    expect(trade('m4', 'buy', '1')).toBeNull();
    close();
  });
});

describe('verification names', () => {
  it.each([
    [
      'one changed character of a payload',
      `UPDATE journal SET payload = replace(payload, '"fee":"1"', '"fee":"0"') WHERE sequence = 8`,
      { firstBadSequence: 8, problem: expect.stringContaining('record 8 was changed after it was written') },
    ],
    [
      'a changed event time',
      'UPDATE journal SET event_time = event_time + 1 WHERE sequence = 3',
      { firstBadSequence: 3, problem: expect.stringContaining('record 3 was changed') },
    ],
    [
      'a record taken out',
      'DELETE FROM journal WHERE sequence = 5',
      { firstBadSequence: 5, problem: 'record 5 is missing; the next one found is 6' },
    ],
    [
      'a record taken out and the rest renumbered',
      'DELETE FROM journal WHERE sequence = 5; UPDATE journal SET sequence = sequence - 1 WHERE sequence > 5',
      { firstBadSequence: 5, problem: expect.stringContaining('one before it was taken out') },
    ],
  ])('%s', (_, sql, expected) => {
    const { store, database, close } = traded();
    database.exec(sql);
    expect(verify(store)).toMatchObject({ isValid: false, isLedgerEqual: false, ...expected });
    close();
  });

  it.each([
    ['a changed order', `UPDATE orders SET status = 'cancelled' WHERE client_order_id = 'B'`, 'orders: B is'],
    [
      'an order that was made up',
      `INSERT INTO orders SELECT NULL, 'C', account, symbol, side, type, quantity,
      limit_price, stop_price, time_in_force, origin, reason, decision_id, nonce, status, filled_quantity,
      average_price, created_time, updated_time, status_reason, venue_order_id, list_id, more FROM orders WHERE client_order_id = 'B'`,
      'orders: C is in the table but not in the journal',
    ],
    ['a lost fill', `DELETE FROM fills WHERE fill_id = 'A-4'`, 'fills: A-4 is in the journal but not'],
    ['money', `UPDATE accounts SET cash = '896'`, 'accounts: paper-1 is'],
    ['a position', `UPDATE positions SET quantity = '11'`, 'positions: paper-1 AAPL is'],
    ['a truncated journal', 'DELETE FROM journal WHERE sequence = 10', 'sessions: replay-1 is'],
  ])('%s', (_, sql, problem) => {
    const { store, database, close } = traded();
    database.exec(sql);
    const found = verify(store);
    expect(found).toMatchObject({ isValid: true, isLedgerEqual: false, firstBadSequence: null });
    expect(found.problem).toContain(problem);
    close();
  });
});
