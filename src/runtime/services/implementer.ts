import { implement } from '@orpc/server';
import { contract } from '#contract/contract';

/** What a handler may know of its caller. */
export interface CallContext {
  readonly client: string;
}

/** Makes handlers for the contract's methods; each knows its input, output and errors from it. */
export const implementer = implement(contract).$context<CallContext>();
export type Implementer = typeof implementer;
