import { useRef, useState } from 'react';
import type { SendOutcome } from '../../trading/send-order.ts';

export type Sending = SendOutcome | { readonly state: 'idle' } | { readonly state: 'sending' };

export interface OrderSending {
  readonly sending: Sending;
  /** Whether what was asked for was sent; a second press before the answer does nothing. */
  send(ask: () => Promise<SendOutcome>): Promise<boolean>;
  clear(): void;
}

/** Keeps what became of the last press of a button that sends. */
export function useOrderSending(): OrderSending {
  const [sending, setSending] = useState<Sending>({ state: 'idle' });
  const isBusy = useRef(false);

  async function send(ask: () => Promise<SendOutcome>): Promise<boolean> {
    if (isBusy.current) return false;
    isBusy.current = true;
    setSending({ state: 'sending' });
    const outcome = await ask();
    isBusy.current = false;
    setSending(outcome);
    return outcome.state === 'sent';
  }

  return { sending, send, clear: () => setSending({ state: 'idle' }) };
}
