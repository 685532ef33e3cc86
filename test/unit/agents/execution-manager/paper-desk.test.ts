import { describe, expect, it } from 'vitest';
import { createExecutionManager } from '#agents/execution-manager/agent';
import type { OrderIntent } from '#domain/orders/order';
import { parseDecimal } from '#domain/values/decimal';
import { clientOrderId } from '#engine/journal/hashing';
import { intentPayload } from '#engine/journal/intent-payload';
import { openJournalAt, tradedEntries } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

const intent = (change: Partial<OrderIntent> = {}): OrderIntent => ({
  origin: 'person',
  account: 'paper-1',
  symbol: 'MSFT',
  side: 'buy',
  type: 'market',
  quantity: parseDecimal('10'),
  timeInForce: 'day',
  reason: '',
  nonce: '1',
  ...change,
});

/** A desk on a journal in which order B, a lasting limit at 10.5 for ten AAPL, still works. */
function open() {
  const opened = openJournalAt(temporaryFolder());
  opened.journal.record(...tradedEntries());
  const looked: string[] = [];
  const troubles: string[] = [];
  const agent = createExecutionManager({
    journal: opened.journal,
    postTrade: (fill) => {
      looked.push(fill.fillId);
      return { id: 'P', findings: [] };
    },
    instrumentOf: (symbol) => ({
      symbol,
      assetClass: 'equity',
      currency: 'USD',
      venue: 'XNAS',
      pricePrecision: 2,
    }),
    onTrouble: (sentence) => troubles.push(sentence),
  });
  const desk = agent.role.open({ account: 'paper-1', session: { id: 'replay-1', cursor: () => 77 } });
  const { journal } = opened;
  const submit = (wanted: OrderIntent, time: number) => {
    const id = clientOrderId(wanted);
    journal.add({
      kind: 'OrderIntended',
      payload: { clientOrderId: id, intent: intentPayload(wanted) },
      eventTime: time,
      source: 'test',
    });
    desk.submit({ intent: wanted, clientOrderId: id, verdictId: 'R', '~approved': true }, time);
    return id;
  };
  const kinds = (id: string) => opened.store.correlated(id).map(({ kind }) => kind);
  return { ...opened, agent, desk, looked, troubles, submit, kinds };
}

describe('the paper desk', () => {
  it('journals each step of an order in order, looks at the fill, and names how far the session was', () => {
    const { journal, desk, looked, submit, kinds, store } = open();
    const id = submit(intent(), 100);
    desk.onTick('MSFT', 100, 20, Number.NaN, Number.NaN, 50);
    journal.commit();
    expect(kinds(id)).toEqual(['OrderSent', 'OrderAcknowledged', 'OrderFilled', 'PostTradeChecked']);
    expect(looked).toEqual([`${id}-10`]);
    expect(store.session('replay-1')?.cursor).toBe(77);
    expect(store.fills('paper-1', 1)).toMatchObject([{ price: parseDecimal('20'), fee: parseDecimal('1') }]);
  });

  it('takes back after a start what still worked, and nothing else', () => {
    const { journal, desk, store } = open();
    desk.onTick('AAPL', 200, 10.4, Number.NaN, Number.NaN, 1);
    journal.commit();
    expect(store.order('B')).toMatchObject({ status: 'filled', averagePrice: parseDecimal('10.4') });
    expect(
      store
        .fills('paper-1', 9)
        .map(({ fillId }) => fillId)
        .sort(),
    ).toEqual(['A-10', 'A-4', 'B-10']);
  });

  it('lets a day order expire at the end of the day and a lasting one live', () => {
    const { journal, desk, submit, kinds, store } = open();
    const id = submit(intent({ type: 'limit', limitPrice: parseDecimal('1') }), 100);
    desk.endDay(300);
    journal.commit();
    expect(kinds(id).at(-1)).toBe('OrderExpired');
    expect(store.order('B')?.status).toBe('working');
  });

  it('rejects what the venue cannot take, and says whether a cancel found its order', () => {
    const { journal, desk, submit, store, agent } = open();
    const id = submit(intent({ type: 'limit', limitPrice: 0n }), 100);
    expect(desk.cancel('B', 'enough', 110)).toBe(true);
    expect(desk.cancel('B', 'enough', 111)).toBe(false);
    journal.commit();
    expect(store.order(id)).toMatchObject({
      status: 'rejected',
      statusReason: 'the limit price is 0, it must be above zero',
    });
    expect(store.order('B')).toMatchObject({ status: 'cancelled', statusReason: 'enough' });
    expect(agent.report().headline).toBe('0 working · 0 fills');
  });

  it('sends the exits of a bracket for what its entry has filled, and ends one with the other', () => {
    const { journal, desk, submit, store } = open();
    const entry = submit(intent({ timeInForce: 'gtc' }), 100);
    const exit = {
      parentOrderId: entry,
      listId: entry,
      contingency: 'ouo',
      timeInForce: 'gtc',
      side: 'sell',
    } as const;
    const stop = submit(intent({ ...exit, type: 'stop', stopPrice: parseDecimal('18') }), 100);
    const target = submit(intent({ ...exit, type: 'limit', limitPrice: parseDecimal('22') }), 100);
    expect(store.order(stop)?.status ?? journal.projection.order(stop)?.status).toBe('held');
    desk.onTick('MSFT', 101, 20, Number.NaN, Number.NaN, 50);
    journal.commit();
    expect([stop, target].map((id) => store.order(id)?.status)).toEqual(['working', 'working']);
    desk.onTick('MSFT', 102, 22.5, Number.NaN, Number.NaN, 50);
    journal.commit();
    expect(store.order(target)).toMatchObject({ status: 'filled', averagePrice: parseDecimal('22.5') });
    expect(store.order(stop)?.status).toBe('cancelled');
  });

  it('changes an order in place', () => {
    const { journal, desk, kinds, store } = open();
    desk.replace('B', { limitPrice: parseDecimal('9'), quantity: parseDecimal('5') }, 200);
    journal.commit();
    expect(kinds('B').slice(-2)).toEqual(['ReplaceRequested', 'OrderReplaced']);
    desk.onTick('AAPL', 201, 10.4, Number.NaN, Number.NaN, 1);
    desk.onTick('AAPL', 202, 9, Number.NaN, Number.NaN, 1);
    journal.commit();
    expect(store.order('B')).toMatchObject({ status: 'filled', filledQuantity: parseDecimal('5') });
  });

  it('forgets at the venue what the journal could not keep', () => {
    const { journal, desk, submit, store, troubles } = open();
    submit(intent(), 100);
    journal.rollback();
    desk.onTick('MSFT', 101, 20, Number.NaN, Number.NaN, 50);
    desk.onTick('AAPL', 102, 10.4, Number.NaN, Number.NaN, 1);
    journal.rollback();
    // The fill of B never happened: it happens with the next price.
    expect(store.order('B')?.status).toBe('working');
    desk.onTick('AAPL', 103, 10.3, Number.NaN, Number.NaN, 1);
    journal.commit();
    expect(store.order('B')).toMatchObject({ status: 'filled', averagePrice: parseDecimal('10.3') });
    expect(store.orders('paper-1', 9)).toHaveLength(2);
    expect(troubles).toEqual([]);
  });
});
