import type { AlgorithmView } from '#contract/services/algorithms';
import type { OrderStep, OrderView } from '#contract/services/trading';
import { isOpenStatus } from '#domain/orders/order-state';

/** How an order hangs on the one above it. */
export type OrderLink = 'exit' | 'oco' | 'ouo' | 'slice';

/** A line of the blotter. Ids are unique among all lines. */
export type OrderRow =
  | {
      readonly kind: 'order';
      readonly id: string;
      readonly order: OrderView;
      readonly link: OrderLink | null;
      readonly isUnfolded: boolean;
    }
  | {
      readonly kind: 'algorithm';
      readonly id: string;
      readonly algorithm: AlgorithmView;
      /** How many of its orders are listed here. */
      readonly slices: number;
      readonly isUnfolded: boolean;
    }
  | {
      readonly kind: 'step';
      readonly id: string;
      readonly step: OrderStep;
      /** Wall time since the step before, ms; null for the first. */
      readonly sinceMs: number | null;
      /** Wall time since the first step, ms. */
      readonly afterMs: number;
    }
  | { readonly kind: 'note'; readonly id: string; readonly text: string }
  | { readonly kind: 'change'; readonly id: string; readonly order: OrderView };

/** What is known of an order's state changes: the steps, or a sentence in their place. */
export type OrderHistory = readonly OrderStep[] | string;

export interface RowOptions {
  /** Ids of orders whose state changes are shown, and of algorithms whose slices are. */
  readonly unfolded: ReadonlySet<string>;
  /** The order being changed, by its id. */
  readonly changing: string | null;
  readonly historyOf: (clientOrderId: string) => OrderHistory;
  /** By id, newest first. */
  readonly algorithms: ReadonlyMap<string, AlgorithmView>;
  /** Whether an order is wanted; its whole family is shown with it. */
  readonly isWanted: (order: OrderView) => boolean;
  readonly isAlgorithmWanted: (algorithm: AlgorithmView) => boolean;
}

interface Family {
  readonly head: string;
  readonly algorithm: AlgorithmView | undefined;
  readonly members: OrderView[];
}

/** The lines of the blotter: every family beneath its head, newest family first, and beneath an order what is unfolded of it. */
export function orderRows(orders: readonly OrderView[], options: RowOptions): OrderRow[] {
  const families = familiesOf(orders, options.algorithms);
  const rows: OrderRow[] = [];
  for (const algorithm of options.algorithms.values())
    if (!families.has(algorithm.id)) addFamily(rows, { head: algorithm.id, algorithm, members: [] }, options);
  for (const family of families.values()) addFamily(rows, family, options);
  return rows;
}

/** Whether a line belongs to the nearest one above that does not. */
export function isBeneath(row: OrderRow): boolean {
  if (row.kind === 'order') return row.link !== null;
  return row.kind !== 'algorithm';
}

/** The order that a line is about; null for the head of an algorithm and for details. */
export function orderOf(row: OrderRow): OrderView | null {
  return row.kind === 'order' || row.kind === 'change' ? row.order : null;
}

/** Orders by what they hang on, in the order in which a family's newest member comes; by the id of its head. */
function familiesOf(
  orders: readonly OrderView[],
  algorithms: RowOptions['algorithms'],
): ReadonlyMap<string, Family> {
  const byId = new Map<string, OrderView>();
  const firstOfList = new Map<string, string>();
  for (const order of orders) {
    byId.set(order.clientOrderId, order);
    if (order.listId !== undefined) firstOfList.set(order.listId, order.clientOrderId);
  }
  const families = new Map<string, Family>();
  for (const order of orders) {
    const root = rootOf(order, byId);
    const algorithm = root.algorithmId === undefined ? undefined : algorithms.get(root.algorithmId);
    const list = root.listId === undefined ? undefined : firstOfList.get(root.listId);
    const head = algorithm?.id ?? list ?? root.clientOrderId;
    const family = families.get(head);
    if (family) family.members.push(order);
    else families.set(head, { head, algorithm, members: [order] });
  }
  return families;
}

/** Orders hang on each other at most so deep; a ring of parents ends here too. */
const DEPTH_MAX = 16;

/** Up the chain of orders that trigger others, as far as they are known here. */
function rootOf(order: OrderView, byId: ReadonlyMap<string, OrderView>): OrderView {
  let root = order;
  for (let depth = 0; depth < DEPTH_MAX && root.parentOrderId !== undefined; depth++) {
    const parent = byId.get(root.parentOrderId);
    if (parent === undefined) break;
    root = parent;
  }
  return root;
}

/** Adds the lines of a family one of whose members is wanted. */
function addFamily(rows: OrderRow[], { head, algorithm, members }: Family, options: RowOptions): void {
  const isWanted =
    members.some(options.isWanted) || (algorithm !== undefined && options.isAlgorithmWanted(algorithm));
  if (!isWanted) return;
  if (algorithm !== undefined) {
    const isUnfolded = options.unfolded.has(head);
    rows.push({ kind: 'algorithm', id: head, algorithm, slices: members.length, isUnfolded });
    if (!isUnfolded) return;
  }
  if (members.length > 1)
    members.sort(
      (a, b) =>
        Number(b.clientOrderId === head) - Number(a.clientOrderId === head) || a.createdTime - b.createdTime,
    );
  for (const order of members)
    addOrder(rows, order, order.clientOrderId === head ? null : linkOf(order), options);
}

function linkOf({ parentOrderId, contingency, algorithmId }: OrderView): OrderLink {
  if (algorithmId !== undefined) return 'slice';
  return parentOrderId === undefined ? (contingency ?? 'exit') : 'exit';
}

type PlainRow = Extract<OrderRow, { kind: 'order' }>;

/** The line of each order as it was last drawn: one that is the same need not be drawn again. */
const drawn = new WeakMap<OrderView, PlainRow>();

function addOrder(
  rows: OrderRow[],
  order: OrderView,
  link: OrderLink | null,
  { unfolded, changing, historyOf }: RowOptions,
): void {
  const id = order.clientOrderId;
  const isUnfolded = unfolded.has(id);
  const before = drawn.get(order);
  const row: PlainRow =
    before?.link === link && before.isUnfolded === isUnfolded
      ? before
      : { kind: 'order', id, order, link, isUnfolded };
  drawn.set(order, row);
  rows.push(row);
  if (changing === id && isOpenStatus(order.status)) rows.push({ kind: 'change', id: `${id}/change`, order });
  if (isUnfolded) rows.push(...stepRows(id, historyOf(id)));
}

function stepRows(id: string, history: OrderHistory): OrderRow[] {
  if (typeof history === 'string') return [{ kind: 'note', id: `${id}/note`, text: history }];
  const first = history[0]?.receivedTime ?? 0;
  return history.map((step, place) => {
    const before = history[place - 1];
    return {
      kind: 'step',
      id: `${id}/${step.sequence}`,
      step,
      sinceMs: before === undefined ? null : step.receivedTime - before.receivedTime,
      afterMs: step.receivedTime - first,
    };
  });
}
