import { z } from 'zod';
import { OctopusError } from '#contract/errors';
import { checkLimits } from '#domain/risk/check-limits';
import { valueAtRiskTable } from '#domain/risk/value-at-risk';
import { simpleReturns } from '#domain/statistics/returns';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { RiskApproved, RiskRole } from '#engine/agent/roles';
import { sha256Hex } from '#engine/journal/hashing';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore } from '#engine/ports/market-store';
import { portfolioValueAtRisk, sizePosition } from './sizing.ts';

export interface RiskManagerPorts {
  readonly market: MarketStore;
  readonly clock: Clock;
}

/** M6: sizes positions, judges every intent against the limits, and measures value at risk. No order passes without its verdict. */
export function createRiskManager({ market, clock }: RiskManagerPorts): Agent & { readonly role: RiskRole } {
  let approved = 0;
  let refused = 0;
  let lastMicroseconds = 0;
  let activity = 'no order judged yet';

  const check: RiskRole['check'] = ({ clientOrderId, ...asked }) => {
    const { intent } = asked;
    const started = clock.monotonic();
    const found = checkLimits(asked);
    lastMicroseconds = (clock.monotonic() - started) * 1000;
    const isApproved = found.verdict === 'approved';
    if (isApproved) approved += 1;
    else refused += 1;
    activity = isApproved ? `approved ${intent.side} ${intent.symbol}` : (found.reasons[0] ?? 'refused');
    const id = `R-${sha256Hex(`risk ${clientOrderId}`).slice(0, 10)}`;
    const verdict = {
      id,
      verdict: found.verdict,
      reasons: [...found.reasons],
      limitsChecked: found.limitsChecked,
    };
    const pass: RiskApproved | null = isApproved
      ? { intent, clientOrderId, verdictId: id, '~approved': true }
      : null;
    return { verdict, approved: pass };
  };

  return {
    slug: 'risk_manager',
    role: { size: sizePosition, check, valueAtRisk: portfolioValueAtRisk },
    tasks: [
      defineTask({
        type: 'var',
        aliases: ['risk.calculate_var', 'calculate_risk', 'calculate_risk_metrics', 'tail'],
        input: z.strictObject({ symbol: z.string() }),
        runsOn: 'engine',
        run: async ({ symbol }) => {
          const bars = await market.readBars(symbol, '1d', { limit: 1_001 });
          if (bars.length === 0)
            throw new OctopusError('UNKNOWN_SYMBOL', `no daily bars of ${symbol} are stored`);
          return { symbol, method: 'historical', rows: valueAtRiskTable(simpleReturns(bars.close)) };
        },
        summarize: ({ symbol, rows }) => `${symbol}: ${rows.length} figures`,
      }),
    ],
    report: () => ({
      state: 'healthy',
      activity,
      headline: approved + refused === 0 ? 'ready' : `${lastMicroseconds.toFixed(0)} µs · ${refused} refused`,
    }),
  };
}
