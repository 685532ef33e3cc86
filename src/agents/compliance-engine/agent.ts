import { z } from 'zod';
import type { JournalVerification } from '#contract/services/journal';
import { checkRestrictedList } from '#domain/compliance/restricted-list';
import { partOf } from '#domain/orders/combo-fills';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { ComplianceRole } from '#engine/agent/roles';
import { sha256Hex } from '#engine/journal/hashing';

export interface ComplianceEnginePorts {
  /** Where the journal is, for the worker that audits it. */
  readonly dataFolder: string;
}

/** M9: judges every intent by the restricted list before risk does, looks at every fill, and audits the journal. */
export function createComplianceEngine({
  dataFolder,
}: ComplianceEnginePorts): Agent & { readonly role: ComplianceRole } {
  let checks = 0;
  let breaches = 0;
  let activity = 'no order seen yet';

  return {
    slug: 'compliance_engine',
    role: {
      preTrade: (intent, clientOrderId, settings) => {
        const reasons = checkRestrictedList(intent, settings.restrictedSymbols);
        checks += 1;
        if (reasons.length > 0) breaches += 1;
        activity = reasons[0] ?? `passed ${intent.side} ${intent.symbol}`;
        return {
          id: `C-${sha256Hex(`compliance ${clientOrderId}`).slice(0, 10)}`,
          verdict: reasons.length === 0 ? 'approved' : 'refused',
          reasons,
        };
      },
      postTrade: (fill, order) => {
        const findings: string[] = [];
        const side = partOf(order, fill.symbol)?.side;
        if (side !== undefined && fill.side !== side)
          findings.push(`fill ${fill.fillId} is a ${fill.side}, its order a ${side}`);
        if (order.filledQuantity > order.quantity)
          findings.push(`order ${order.clientOrderId} is filled beyond its quantity`);
        breaches += findings.length;
        return { id: `P-${sha256Hex(`post-trade ${fill.fillId}`).slice(0, 10)}`, findings };
      },
    },
    tasks: [
      defineTask({
        type: 'audit',
        aliases: ['monitor', 'surveillance', 'compliance_reporter'],
        input: z.strictObject({}),
        runsOn: 'worker',
        run: () => ({ dataFolder }),
        summarize: (result: JournalVerification) =>
          result.isValid && result.isLedgerEqual
            ? `${result.records} records verified`
            : (result.problem ?? 'not verified'),
      }),
    ],
    report: () => ({ state: 'healthy', activity, headline: `${breaches} of ${checks} refused` }),
  };
}
