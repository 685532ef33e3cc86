import type { ReactNode } from 'react';
import type { OrderColumn } from '#contract/services/settings';
import type { OrderView } from '#contract/services/trading';
import { symbolLabel } from '#domain/orders/combo';
import type { Column } from '../../components/data-table.tsx';
import { formatAmount, formatDecimalText, formatQuantity } from '../../format/money.ts';
import { NO_VALUE } from '../../format/number.ts';
import { formatDateTime, formatMinute } from '../../format/time.ts';
import { briefSymbol } from '../../trading/brief-symbol.ts';
import { waitingText } from '../../trading/order-words.ts';
import { orderPriceText, SideText, StatusBadge, TypeText } from '../order-cells.tsx';
import { AlgorithmBadge } from './algorithm-cells.tsx';
import type { OrderRow } from './order-rows.ts';

const VALIDITIES: Readonly<Record<OrderView['timeInForce'], string>> = {
  day: 'Day',
  gtc: 'GTC',
  gtd: 'GTD',
  ioc: 'IOC',
  fok: 'FOK',
  'at-open': 'Open',
  'at-close': 'Close',
};

type Kind = Pick<
  Column<OrderRow>,
  'header' | 'hint' | 'width' | 'align' | 'isOptional' | 'sortBy' | 'cell'
> & {
  /** As the chooser of columns calls it. */
  readonly name: string;
};

/** What both an order and an algorithm have. */
function termsOf(row: OrderRow) {
  if (row.kind === 'order') return row.order;
  return row.kind === 'algorithm' ? row.algorithm : null;
}

/** A column of a value that orders and algorithms share. */
function shared(
  name: string,
  column: Omit<Kind, 'name' | 'sortBy' | 'cell' | 'header'> & {
    readonly header?: string;
    readonly sort?: (terms: NonNullable<ReturnType<typeof termsOf>>) => string | number | null;
    readonly draw: (terms: NonNullable<ReturnType<typeof termsOf>>) => ReactNode;
  },
): Kind {
  const { sort, draw, header = name, ...rest } = column;
  return {
    ...rest,
    name,
    header,
    ...(sort === undefined
      ? {}
      : {
          sortBy: (row: OrderRow) => {
            const terms = termsOf(row);
            return terms === null ? null : sort(terms);
          },
        }),
    cell: (row) => {
      const terms = termsOf(row);
      return terms === null ? null : draw(terms);
    },
  };
}

const time = (ms: number): ReactNode => (
  <span className="muted" title={formatDateTime(ms)}>
    {formatMinute(ms)}
  </span>
);
const amount = (text: string): ReactNode =>
  Number(text) === 0 ? NO_VALUE : <span title={formatDecimalText(text)}>{formatAmount(text)}</span>;
const person = (origin: string): string => (origin === 'person' ? 'You' : origin);

/** Every column the blotter knows, by what the settings call it. */
export const ORDER_COLUMN_KINDS: Readonly<Record<OrderColumn, Kind>> = {
  account: shared('Account', {
    width: 'minmax(70px, 0.8fr)',
    sort: ({ account }) => account,
    draw: ({ account }) => account,
  }),
  time: shared('Time', {
    hint: 'Time of its birth in the account: of the market in a replay. New York',
    width: '130px',
    sort: ({ createdTime }) => createdTime,
    draw: ({ createdTime }) => time(createdTime),
  }),
  symbol: shared('Symbol', {
    width: 'minmax(78px, 2.4fr)',
    sort: ({ symbol }) => symbol,
    draw: ({ symbol }) => (
      <span className="strong" title={symbolLabel(symbol)}>
        {briefSymbol(symbol)}
      </span>
    ),
  }),
  side: shared('Side', {
    width: '40px',
    sort: ({ side }) => side,
    draw: ({ side }) => <SideText side={side} />,
  }),
  type: {
    name: 'Type',
    header: 'Type',
    hint: 'Emulated: the broker lacks the type, Octopus watches the market for it',
    width: 'minmax(76px, 0.9fr)',
    sortBy: (row) =>
      row.kind === 'order' ? row.order.type : row.kind === 'algorithm' ? row.algorithm.kind : null,
    cell: (row) =>
      row.kind === 'order' ? (
        <TypeText order={row.order} />
      ) : row.kind === 'algorithm' ? (
        <span className="strong">
          {row.algorithm.kind === 'iceberg' ? 'iceberg' : row.algorithm.kind.toUpperCase()}
        </span>
      ) : null,
  },
  quantity: shared('Quantity', {
    align: 'right',
    width: 'minmax(60px, 0.8fr)',
    sort: ({ quantity }) => Number(quantity),
    draw: ({ quantity }) => formatQuantity(quantity),
  }),
  filled: shared('Filled', {
    align: 'right',
    width: 'minmax(52px, 0.8fr)',
    sort: ({ filledQuantity }) => Number(filledQuantity),
    draw: ({ filledQuantity }) => formatQuantity(filledQuantity),
  }),
  price: {
    name: 'Price',
    header: 'Price',
    hint: 'What it waits for: limit, stop, or the distance it trails by',
    align: 'right',
    width: 'minmax(88px, 1.1fr)',
    sortBy: (row) => {
      const terms = row.kind === 'order' ? row.order : null;
      return Number(terms?.limitPrice ?? terms?.stopPrice ?? 0) || null;
    },
    cell: (row) => {
      if (row.kind === 'algorithm') return amount(row.algorithm.limitPrice ?? '0');
      if (row.kind !== 'order') return null;
      const text = orderPriceText(row.order);
      return <span title={text}>{text}</span>;
    },
  },
  average: shared('Average', {
    hint: 'Volume-weighted price of its fills',
    align: 'right',
    width: 'minmax(62px, 0.9fr)',
    isOptional: true,
    sort: ({ averagePrice }) => Number(averagePrice) || null,
    draw: ({ averagePrice }) => amount(averagePrice),
  }),
  validity: {
    name: 'Validity',
    header: 'Valid',
    width: '44px',
    isOptional: true,
    sortBy: (row) => (row.kind === 'order' ? row.order.timeInForce : null),
    cell: (row) =>
      row.kind === 'order' ? (
        <span
          className="muted"
          title={
            row.order.expireTime === undefined ? undefined : `until ${formatDateTime(row.order.expireTime)}`
          }
        >
          {VALIDITIES[row.order.timeInForce]}
        </span>
      ) : null,
  },
  status: {
    name: 'State',
    header: 'State',
    width: '84px',
    sortBy: (row) => (row.kind === 'order' ? row.order.status : null),
    cell: (row) => {
      if (row.kind === 'algorithm') return <AlgorithmBadge algorithm={row.algorithm} />;
      return row.kind === 'order' ? <StatusBadge order={row.order} /> : null;
    },
  },
  changed: shared('Last change', {
    header: 'Changed',
    hint: 'Time of its newest state. New York',
    width: '130px',
    isOptional: true,
    sort: ({ updatedTime }) => updatedTime,
    draw: ({ updatedTime }) => time(updatedTime),
  }),
  origin: {
    name: 'Origin',
    header: 'From',
    hint: 'Who asked for it: you, a strategy, or a person elsewhere',
    width: 'minmax(50px, 0.8fr)',
    isOptional: true,
    sortBy: (row) => (row.kind === 'order' ? row.order.origin : null),
    cell: (row) => (row.kind === 'order' ? person(row.order.origin) : 'You'),
  },
  'venue-id': {
    name: 'Number at the venue',
    header: 'Venue no.',
    width: 'minmax(80px, 1fr)',
    isOptional: true,
    cell: (row) =>
      row.kind === 'order' ? (
        <span className="muted selectable" title={row.order.clientOrderId}>
          {row.order.venueOrderId ?? NO_VALUE}
        </span>
      ) : null,
  },
  reason: {
    name: 'Reason',
    header: 'Reason',
    width: 'minmax(90px, 2.2fr)',
    isOptional: true,
    cell: (row) => {
      const text =
        row.kind === 'order'
          ? (row.order.statusReason ?? waitingText(row.order) ?? row.order.reason)
          : row.kind === 'algorithm'
            ? row.algorithm.reason || row.algorithm.planNote
            : null;
      return text === null ? null : (
        <span className="muted" title={text}>
          {text}
        </span>
      );
    },
  },
};
