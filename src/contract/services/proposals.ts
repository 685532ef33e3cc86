import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { bracket, exitTemplate } from './exits.ts';
import { accountId, collectionEvent, decimalText, epochMs, procedure, symbolText } from './shared.ts';

/** An order that a strategy asks for and that waits for a person: nothing is sent before the click. */
export const proposal = z.object({
  id: z.string(),
  account: accountId,
  /** The strategy that asks. */
  origin: z.string(),
  symbol: symbolText,
  side: z.enum(['buy', 'sell']),
  type: z.string(),
  quantity: decimalText,
  limitPrice: decimalText.optional(),
  stopPrice: decimalText.optional(),
  /** What is sent with it, as an order request has it. */
  bracket: bracket.optional(),
  exits: exitTemplate.optional(),
  reason: z.string(),
  decisionId: z.string().optional(),
  proposedTime: epochMs,
  /** After it nothing can be confirmed, in the account's own time. */
  expiryTime: epochMs,
  status: z.enum(['open', 'confirmed', 'declined', 'expired', 'replaced']),
  decidedTime: epochMs.nullable(),
  /** The order it became; null unless confirmed. */
  clientOrderId: z.string().nullable(),
});
export type ProposalView = z.infer<typeof proposal>;

const ofAccount = z.object({ account: accountId.optional() });

/** Part of the trading service: what waits for a person's click, of all accounts unless one is named. */
export const proposalMethods = {
  proposals: procedure
    .route({ method: 'GET', path: '/trading/proposals', tags: ['Trading'] })
    .input(ofAccount)
    .output(z.array(proposal)),
  watchProposals: procedure
    .route({ method: 'GET', path: '/trading/proposals/watch', tags: ['Trading'] })
    .input(ofAccount.default({}))
    .output(eventIterator(collectionEvent(proposal))),
  /** Judged again by compliance and risk as things are now, then sent; or put aside. */
  decideProposal: procedure
    .route({ method: 'POST', path: '/trading/proposals/decide', tags: ['Trading'] })
    .input(z.object({ id: z.string(), choice: z.enum(['confirm', 'decline']) }))
    .output(proposal),
};
