import { goToQuestion } from '../panels/order-ticket/send-press.tsx';
import type { TicketDraft } from '../panels/order-ticket/ticket-draft.ts';
import { focusTicket, noteOrigin } from '../panels/order-ticket/ticket-store.ts';
import { showToast } from '../stores/toasts.ts';
import { openPanel, showWorkspace } from './workspace-control.ts';

/** Brings the ticket to the front with the side chosen, what else is known written in, and the keyboard in it. */
export function goToTicket(side: 'buy' | 'sell', known: Partial<TicketDraft> = {}): void {
  noteOrigin();
  showWorkspace('trade');
  openPanel('order-ticket', 'Order');
  focusTicket({ ...known, side });
}

/** Takes the keyboard to what is asked before an order is sent: by the ladder, else the first that a ticket has to have ticked. */
export function goToWhatAsks(): void {
  const shown = document.querySelector('.workspace[data-current="true"]');
  const inLadder = shown?.querySelector<HTMLElement>('.ladder-confirm button');
  if (inLadder) inLadder.focus();
  else if (shown === null || !goToQuestion(shown))
    showToast({ severity: 'info', title: 'Meant so?', text: 'No order asks anything now.' });
}
