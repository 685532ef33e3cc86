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
  const sent = new Set(families.map(({ head }) => head));
  const unsent = [...options.algorithms.values()]
    .filter(({ id }) => !sent.has(id))
    .map((algorithm) => ({ head: algorithm.id, algorithm, members: [] }));
  return [...unsent, ...families]
    .filter(
      ({ algorithm, members }) =>
        members.some(options.isWanted) || (algorithm !== undefined && options.isAlgorithmWanted(algorithm)),
    )
    .flatMap((family) => familyRows(family, options));
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

/** Orders by what they hang on, in the order in which a family's newest member comes. */
function familiesOf(orders: readonly OrderView[], algorithms: RowOptions['algorithms']): Family[] {
  const byId = new Map(orders.map((order) => [order.clientOrderId, order]));
  const firstOfList = new Map<string, string>();
  for (const { listId, clientOrderId } of orders)
    if (listId !== undefined) firstOfList.set(listId, clientOrderId);
  const families = new Map<string, Family>();
  for (const order of orders) {
    const root = rootOf(order, byId);
    const { algorithmId = '', listId = '' } = root;
    const algorithm = algorithms.get(algorithmId);
    const head = algorithm?.id ?? firstOfList.get(listId) ?? root.clientOrderId;
    const family = families.get(head) ?? { head, algorithm, members: [] };
    family.members.push(order);
    families.set(head, family);
  }
  return [...families.values()];
}

/** Up the chain of orders that trigger others, as far as they are known here. */
function rootOf(order: OrderView, byId: ReadonlyMap<string, OrderView>): OrderView {
  const seen = new Set<string>();
  let root = order;
  for (;;) {
    const parent = root.parentOrderId === undefined ? undefined : byId.get(root.parentOrderId);
    if (parent === undefined || seen.has(parent.clientOrderId)) return root;
    seen.add(parent.clientOrderId);
    root = parent;
  }
}

function familyRows({ head, algorithm, members }: Family, options: RowOptions): OrderRow[] {
  const headFirst = [...members].sort(
    (a, b) =>
      Number(b.clientOrderId === head) - Number(a.clientOrderId === head) || a.createdTime - b.createdTime,
  );
  const lines = headFirst.flatMap((order) =>
    linesOf(order, order.clientOrderId === head ? null : linkOf(order), options),
  );
  if (algorithm === undefined) return lines;
  const isUnfolded = options.unfolded.has(head);
  return [
    { kind: 'algorithm', id: head, algorithm, slices: members.length, isUnfolded },
    ...(isUnfolded ? lines : []),
  ];
}

function linkOf({ parentOrderId, contingency, algorithmId }: OrderView): OrderLink {
  if (algorithmId !== undefined) return 'slice';
  return parentOrderId === undefined ? (contingency ?? 'exit') : 'exit';
}

function linesOf(order: OrderView, link: OrderLink | null, options: RowOptions): OrderRow[] {
  const id = order.clientOrderId;
  const isUnfolded = options.unfolded.has(id);
  const isChanging = options.changing === id && isOpenStatus(order.status);
  return [
    { kind: 'order', id, order, link, isUnfolded },
    ...(isChanging ? [{ kind: 'change' as const, id: `${id}/change`, order }] : []),
    ...(isUnfolded ? stepRows(id, options.historyOf(id)) : []),
  ];
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
