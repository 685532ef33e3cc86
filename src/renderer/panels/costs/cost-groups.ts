import type { ExecutionCost } from '#contract/services/execution-costs';

/** By what costs are put together; `order` is each on its own. */
export const COST_GROUPS = [
  { value: 'order', text: 'Each order' },
  { value: 'symbol', text: 'By symbol' },
  { value: 'account', text: 'By venue' },
  { value: 'origin', text: 'By origin' },
  { value: 'algorithm', text: 'By way of sending' },
] as const;
export type CostGrouping = (typeof COST_GROUPS)[number]['value'];

/** A line of the cost table: one order, or several put together. */
export interface CostRow {
  readonly id: string;
  readonly name: string;
  readonly orders: number;
  /** The order, while it stands alone. */
  readonly order: ExecutionCost | null;
  /** Traded value in the account's currency. */
  readonly value: number;
  /** Basis points, positive is worse; weighted by value; null when nothing of it was measured. */
  readonly arrivalBps: number | null;
  readonly vwapBps: number | null;
  readonly spreadBps: number | null;
  readonly feeBps: number | null;
  readonly shortfallBps: number | null;
  /** Money, positive is a cost. */
  readonly shortfall: number | null;
  /** 0 to 1, of the quantity where the venue tells. */
  readonly makerShare: number | null;
}

/** Traded value of an order. */
export function tradedValue({ filledQuantity, averagePrice }: ExecutionCost): number {
  return Number(filledQuantity) * Number(averagePrice);
}

/** One row an order or a group, groups by traded value, largest first. */
export function costRows(costs: readonly ExecutionCost[], grouping: CostGrouping): CostRow[] {
  if (grouping === 'order')
    return costs.map((cost) => ({ ...rowOf(cost.id, cost.symbol, [cost]), order: cost }));
  const groups = new Map<string, ExecutionCost[]>();
  for (const cost of costs) {
    const key = keyOf(cost, grouping);
    groups.set(key, [...(groups.get(key) ?? []), cost]);
  }
  return [...groups].map(([key, members]) => rowOf(key, key, members)).sort((a, b) => b.value - a.value);
}

function keyOf(cost: ExecutionCost, grouping: Exclude<CostGrouping, 'order'>): string {
  switch (grouping) {
    case 'symbol':
      return cost.symbol;
    case 'account':
      return cost.account;
    case 'origin':
      return cost.origin === 'person' ? 'You' : cost.origin;
    case 'algorithm':
      return cost.isAlgorithm ? 'Algorithm, in parts' : 'Single order';
  }
}

function rowOf(id: string, name: string, costs: readonly ExecutionCost[]): CostRow {
  const measured = costs.flatMap(({ shortfall }) => (shortfall === null ? [] : [shortfall]));
  return {
    id,
    name,
    orders: costs.length,
    order: null,
    value: costs.reduce((sum, cost) => sum + tradedValue(cost), 0),
    arrivalBps: weighted(costs, ({ arrivalSlippageBps }) => arrivalSlippageBps),
    vwapBps: weighted(costs, ({ vwapSlippageBps }) => vwapSlippageBps),
    spreadBps: weighted(costs, ({ effectiveSpreadBps }) => effectiveSpreadBps),
    feeBps: weighted(costs, (cost) =>
      cost.shortfall === null ? null : (cost.shortfall.fees / tradedValue(cost)) * 10_000,
    ),
    shortfallBps: weighted(costs, ({ shortfall }) => shortfall?.totalBps ?? null),
    shortfall: measured.length === 0 ? null : measured.reduce((sum, { total }) => sum + total, 0),
    makerShare: weighted(costs, ({ makerShare }) => makerShare),
  };
}

/** Mean weighted by traded value of those that have the figure; null when none has, or nothing was traded. */
function weighted(
  costs: readonly ExecutionCost[],
  figure: (cost: ExecutionCost) => number | null,
): number | null {
  let sum = 0;
  let weight = 0;
  for (const cost of costs) {
    const value = figure(cost);
    const traded = tradedValue(cost);
    if (value === null || !Number.isFinite(value) || traded === 0) continue;
    sum += value * traded;
    weight += traded;
  }
  return weight === 0 ? null : sum / weight;
}
