import { z } from 'zod';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { ComplianceRole, ExecutionRole } from '#engine/agent/roles';
import type { Journal } from '#engine/journal/journal';
import { executionConfig } from './config.ts';
import { openPaperDesk, type PaperDeskPorts } from './paper-desk.ts';

export interface ExecutionManagerPorts {
  readonly journal: Journal;
  readonly postTrade: ComplianceRole['postTrade'];
  readonly instrumentOf: PaperDeskPorts['instrumentOf'];
  readonly onTrouble: PaperDeskPorts['onTrouble'];
}

/** M7: takes approved intents to the venue and journals everything that becomes of them. */
export function createExecutionManager({
  journal,
  postTrade,
  instrumentOf,
  onTrouble,
}: ExecutionManagerPorts): Agent & { readonly role: ExecutionRole } {
  let fills = 0;
  let account = '';

  const openOrders = (): number => (account === '' ? 0 : journal.store.openOrders(account).length);

  return {
    slug: 'execution_manager',
    role: {
      fee: executionConfig.fee,
      optionFee: executionConfig.optionFee,
      open: (session) => {
        account = session.account;
        return openPaperDesk(session, {
          journal,
          postTrade,
          instrumentOf,
          onTrouble,
          onFill: () => {
            fills += 1;
          },
        });
      },
    },
    tasks: [
      defineTask({
        type: 'oms',
        aliases: ['paper_trader', 'tca'],
        input: z.strictObject({}),
        runsOn: 'engine',
        run: () => ({
          account,
          openOrders: openOrders(),
          fills: account === '' ? 0 : journal.store.fills(account, 100_000).length,
        }),
        summarize: (result) => `${result.openOrders} working, ${result.fills} fills`,
      }),
    ],
    report: () => ({
      state: 'healthy',
      activity: `${executionConfig.venue} venue`,
      headline: `${openOrders()} working · ${fills} fills`,
    }),
  };
}
