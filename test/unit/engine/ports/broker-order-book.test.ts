import { beforeEach, describe, expect, it } from 'vitest';
import type { BrokerEvent, BrokerFill, BrokerOrderReport } from '#engine/ports/broker';
import { BrokerOrderBook } from '#engine/ports/broker-order-book';
import { exact, orderId } from '#test/support/brokers/open-broker';

const ID = orderId(0);
const FILL: BrokerFill = {
  fillId: 'v1/4',
  clientOrderId: ID,
  venueOrderId: 'v1',
  symbol: 'AAPL',
  side: 'buy',
  quantity: exact('4'),
  price: exact('101.25'),
  fee: null,
  eventTime: 5,
};
const REPORT: BrokerOrderReport = {
  clientOrderId: ID,
  venueOrderId: 'v1',
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  timeInForce: 'day',
  quantity: exact('10'),
  limitPrice: exact('101.25'),
  status: 'working',
  filledQuantity: 0n,
  averagePrice: 0n,
  updatedTime: 5,
};

let events: BrokerEvent[];
let book: BrokerOrderBook;
const kinds = () => events.map(({ kind }) => kind);
beforeEach(() => {
  events = [];
  book = new BrokerOrderBook({ event: (event) => void events.push(event), state: () => undefined });
  book.expect(ID, 'AAPL', null);
});

describe('what a connection has told of its orders', () => {
  it('says each thing once, from whichever side it comes', () => {
    for (let time = 0; time < 2; time++) {
      book.acknowledged(ID, 'AAPL', 'v1', 5);
      book.reported(REPORT);
      book.filled(FILL);
      book.ended('cancelled', ID, 'by hand', 6);
      book.reported({ ...REPORT, status: 'cancelled' });
    }
    expect(kinds()).toEqual(['acknowledged', 'filled', 'cancelled']);
  });

  it('tells a fill after the end, but no other end', () => {
    book.acknowledged(ID, 'AAPL', 'v1', 5);
    book.ended('cancelled', ID, 'by hand', 6);
    book.filled(FILL);
    book.ended('expired', ID, 'late', 7);
    expect(kinds()).toEqual(['acknowledged', 'cancelled', 'filled']);
  });

  it('does not call an order acknowledged that was rejected', () => {
    book.reported({ ...REPORT, status: 'rejected', reason: 'no shares to borrow' });
    expect(events).toMatchObject([{ kind: 'rejected', reason: 'no shares to borrow' }]);
  });

  it('finds an order by every number it ever bore', () => {
    book.acknowledged(ID, 'AAPL', 'v1', 5);
    book.bind(ID, 'v2');
    expect(book.clientOrderId('v1')).toBe(ID);
    expect(book.clientOrderId('v2')).toBe(ID);
    expect(book.venueOrderId(ID)).toBe('v2');
    expect(book.clientOrderId('v3')).toBeNull();
  });

  it('has open what may still trade, and passes over what was before', () => {
    book.passOver(FILL.fillId);
    expect(book.filled(FILL)).toBe(false);
    expect(book.open()).toEqual([{ clientOrderId: ID, symbol: 'AAPL', venueOrderId: null }]);
    book.reported({ ...REPORT, status: 'filled' });
    expect(book.open()).toEqual([]);
    expect(kinds()).toEqual(['acknowledged']);
  });

  it.each([
    ['submit', true],
    ['cancel', false],
    ['replace', false],
  ] as const)('an acknowledged order settles its %s: %s', (command, isSettled) => {
    book.acknowledged(ID, 'AAPL', 'v1', 5);
    expect(book.isSettled(command, ID)).toBe(isSettled);
    book.ended('cancelled', ID, 'by hand', 6);
    expect(book.isSettled(command, ID)).toBe(true);
  });
});
