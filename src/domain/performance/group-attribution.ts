import type { MeasuredTrade } from './measured-trade.ts';

/** What one group of trades added. */
export interface AttributionRow {
  readonly name: string;
  readonly trades: number;
  /** Sum of profits after fees, open trades at the newest close. */
  readonly pnl: number;
  /** The same in percent of the cash at the start: the rows add up to the run's profit. */
  readonly contributionPct: number;
  readonly fees: number;
  /** Of closed trades; null without any. */
  readonly winRatePct: number | null;
  readonly averageReturnPct: number;
}

/** Groups trades by a name and adds up what each made, in the order names first appear; `cash` is above zero. */
export function attributeBy(
  trades: readonly MeasuredTrade[],
  nameOf: (trade: MeasuredTrade) => string,
  cash: number,
): readonly AttributionRow[] {
  const groups = new Map<string, MeasuredTrade[]>();
  for (const trade of trades) {
    const name = nameOf(trade);
    const members = groups.get(name);
    if (members) members.push(trade);
    else groups.set(name, [trade]);
  }
  return Array.from(groups, ([name, members]) => {
    const closed = members.filter(({ exitTime }) => exitTime !== null);
    const pnl = members.reduce((total, trade) => total + trade.pnl, 0);
    return {
      name,
      trades: members.length,
      pnl,
      contributionPct: (pnl / cash) * 100,
      fees: members.reduce((total, trade) => total + trade.fees, 0),
      winRatePct:
        closed.length === 0 ? null : (closed.filter((trade) => trade.pnl > 0).length / closed.length) * 100,
      averageReturnPct: members.reduce((total, trade) => total + trade.returnPct, 0) / members.length,
    };
  });
}
