import { describe, expect, test } from 'vitest';
import type { AlgorithmView } from '#contract/services/algorithms';
import type { OrderStep, OrderView } from '#contract/services/trading';
import { changedTerms } from '../../../../src/renderer/panels/orders/order-change.ts';
import { ordersAsCsv } from '../../../../src/renderer/panels/orders/order-csv.ts';
import { matchesFilter, NO_FILTER } from '../../../../src/renderer/panels/orders/order-filter.ts';
import {
  isBeneath,
  type OrderRow,
  orderRows,
  type RowOptions,
} from '../../../../src/renderer/panels/orders/order-rows.ts';
import { stepWord } from '../../../../src/renderer/panels/orders/step-words.ts';

const order = (clientOrderId: string, change: Partial<OrderView> = {}): OrderView => ({
  clientOrderId,
  account: 'paper',
  symbol: 'ACME',
  side: 'buy',
  type: 'limit',
  quantity: '10',
  limitPrice: '99.5',
  timeInForce: 'day',
  origin: 'person',
  status: 'working',
  filledQuantity: '0',
  averagePrice: '0',
  reason: 'sent by a person',
  createdTime: 1_000,
  updatedTime: 1_000,
  ...change,
});
const algorithm: AlgorithmView = {
  id: 'twap-1',
  account: 'paper',
  kind: 'twap',
  symbol: 'ACME',
  side: 'buy',
  quantity: '100',
  atEnd: 'cancel',
  startTime: 0,
  endTime: 10,
  state: 'running',
  reason: '',
  plan: [],
  planNote: null,
  filledQuantity: '0',
  workingQuantity: '10',
  averagePrice: '0',
  childrenSent: 2,
  nextTime: 5,
  arrivalPrice: null,
  arrivalSlippageBps: null,
  createdTime: 0,
  updatedTime: 0,
};
const options = (change: Partial<RowOptions> = {}): RowOptions => ({
  unfolded: new Set(),
  changing: null,
  historyOf: () => [],
  algorithms: new Map(),
  isWanted: () => true,
  isAlgorithmWanted: () => true,
  ...change,
});
const told = (rows: readonly OrderRow[]): string[] =>
  rows.map((row) => `${isBeneath(row) ? '  ' : ''}${row.kind} ${row.id}`);

describe('the lines of the blotter', () => {
  // The engine lists newest first, so exits come before the entry they hang on.
  const exits = [
    order('stop', { parentOrderId: 'entry', listId: 'x', contingency: 'oco', createdTime: 1_002 }),
    order('target', { parentOrderId: 'entry', listId: 'x', contingency: 'oco', createdTime: 1_001 }),
  ];

  test('exits stand beneath their entry in the order they were written, though they are newer', () => {
    const rows = orderRows([...exits, order('entry'), order('other', { createdTime: 1 })], options());
    expect(told(rows)).toEqual(['order entry', '  order target', '  order stop', 'order other']);
  });

  test('exits whose entry is no longer listed stand beneath each other, and none is lost', () => {
    expect(told(orderRows(exits, options()))).toEqual(['order target', '  order stop']);
  });

  test('two orders that name each other as parent do not hang the screen', () => {
    const loop = [order('a', { parentOrderId: 'b' }), order('b', { parentOrderId: 'a' })];
    expect(orderRows(loop, options())).toHaveLength(2);
  });

  test('a filter keeps the whole family of what it finds, so that an exit is never seen without its entry', () => {
    const isWanted = (one: OrderView): boolean => matchesFilter(one, { ...NO_FILTER, state: 'open' });
    const rows = orderRows(
      [...exits, order('entry', { status: 'filled' }), order('old', { status: 'filled' })],
      {
        ...options(),
        isWanted,
      },
    );
    expect(told(rows)).toEqual(['order entry', '  order target', '  order stop']);
  });

  test('slices hide in their algorithm until it is unfolded; one that has sent nothing is listed too', () => {
    const slices = [
      order('s2', { algorithmId: 'twap-1', createdTime: 2 }),
      order('s1', { algorithmId: 'twap-1', createdTime: 1 }),
    ];
    const algorithms = new Map([
      ['twap-1', algorithm],
      ['twap-2', { ...algorithm, id: 'twap-2' }],
    ]);
    expect(told(orderRows(slices, options({ algorithms })))).toEqual([
      'algorithm twap-2',
      'algorithm twap-1',
    ]);
    expect(told(orderRows(slices, options({ algorithms, unfolded: new Set(['twap-1']) })))).toEqual([
      'algorithm twap-2',
      'algorithm twap-1',
      '  order s1',
      '  order s2',
    ]);
  });

  test('each state change is told with the wall time since the one before, not the market time', () => {
    const steps: OrderStep[] = [
      {
        sequence: 1,
        eventTime: 500,
        receivedTime: 10_000,
        kind: 'OrderIntended',
        source: 'person',
        text: '',
      },
      {
        sequence: 2,
        eventTime: 500,
        receivedTime: 10_004,
        kind: 'OrderSent',
        source: 'execution_manager',
        text: '',
      },
      {
        sequence: 5,
        eventTime: 500,
        receivedTime: 10_090,
        kind: 'OrderAcknowledged',
        source: 'execution_manager',
        text: '',
      },
    ];
    const rows = orderRows([order('a')], options({ unfolded: new Set(['a']), historyOf: () => steps }));
    expect(rows.flatMap((row) => (row.kind === 'step' ? [[row.sinceMs, row.afterMs]] : []))).toEqual([
      [null, 0],
      [4, 4],
      [86, 90],
    ]);
  });

  test('the fields of a change go away with the order that has ended meanwhile', () => {
    expect(told(orderRows([order('a')], options({ changing: 'a' })))).toEqual([
      'order a',
      '  change a/change',
    ]);
    expect(told(orderRows([order('a', { status: 'filled' })], options({ changing: 'a' })))).toEqual([
      'order a',
    ]);
  });

  test('of ten thousand orders only the one that changed is another row, so that the rest is not drawn again', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => order(`o${index}`, { createdTime: -index }));
    const before = orderRows(many, options());
    const changed = many.map((one, index) => (index === 7 ? { ...one, status: 'filled' as const } : one));
    const after = orderRows(changed, options());
    expect(after).toHaveLength(10_000);
    expect(after.filter((row, index) => row !== before[index])).toEqual([after[7]]);
  });
});

test('a change asks for what differs alone, and never for less than has filled', () => {
  const held = order('a', { filledQuantity: '4' });
  expect(changedTerms(held, { quantity: '10.0', limitPrice: '99.50' })).toEqual({ kind: 'same' });
  expect(changedTerms(held, { quantity: '10', limitPrice: '1,099.25' })).toEqual({
    kind: 'changed',
    change: { limitPrice: '1099.25' },
  });
  expect(changedTerms(held, { quantity: '4', limitPrice: '99.5' })).toMatchObject({ kind: 'wrong' });
  for (const wrong of ['', '-1', '1e3', '0', '0.000000001'])
    expect(changedTerms(held, { quantity: wrong, limitPrice: '99.5' }), wrong).toMatchObject({
      kind: 'wrong',
    });
});

test('an export keeps exact amounts and lets no reason become a formula of a spreadsheet', () => {
  const csv = ordersAsCsv([
    order('a', { reason: '=HYPERLINK("x")', quantity: '0.00000001', createdTime: 0 }),
  ]);
  expect(csv).toContain('0.00000001');
  expect(csv).toContain('1970-01-01T00:00:00.000Z');
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
});

test('the steps of an order are told in words', () => {
  expect(
    ['OrderAcknowledged', 'CancelRequested', 'RiskChecked', 'OrderOutcomeUnknown'].map(stepWord),
  ).toEqual(['acknowledged', 'cancel requested', 'risk', 'outcome unknown']);
});
