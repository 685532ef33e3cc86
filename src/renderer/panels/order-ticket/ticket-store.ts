import { createStore, useStore } from 'zustand';
import { EMPTY_DRAFT, type TicketDraft } from './ticket-draft.ts';

interface TicketState {
  readonly draft: TicketDraft;
  /** Grows each time something asks for the keyboard to go to the ticket. */
  readonly focusRequests: number;
}

export const ticketStore = createStore<TicketState>()(() => ({ draft: EMPTY_DRAFT, focusRequests: 0 }));

export function editTicket(changes: Partial<TicketDraft>): void {
  ticketStore.setState(({ draft }) => ({ draft: { ...draft, ...changes } }));
}

/** Takes the keyboard to the quantity, with the side chosen. */
export function focusTicket(side: TicketDraft['side']): void {
  ticketStore.setState(({ draft, focusRequests }) => ({
    draft: { ...draft, side },
    focusRequests: focusRequests + 1,
  }));
}

export const useTicket = (): TicketState => useStore(ticketStore);
