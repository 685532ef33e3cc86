import { createStore, useStore } from 'zustand';
import { type AlgorithmDraft, EMPTY_ALGORITHM } from './algorithm-draft.ts';
import { EMPTY_DRAFT, type TicketDraft } from './ticket-draft.ts';

interface TicketState {
  readonly draft: TicketDraft;
  readonly algorithm: AlgorithmDraft;
  readonly isMoreShown: boolean;
  /** The order goes to whichever account it costs least at, not to the chosen one. */
  readonly isRouted: boolean;
  /** Grows each time something asks for the keyboard to go to the ticket. */
  readonly focusRequests: number;
}

export const ticketStore = createStore<TicketState>()(() => ({
  draft: EMPTY_DRAFT,
  algorithm: EMPTY_ALGORITHM,
  isMoreShown: false,
  isRouted: false,
  focusRequests: 0,
}));

/** Where the keyboard was when the ticket took it; it goes back there once the order is sent or left. */
let cameFrom: HTMLElement | null = null;

export function editTicket(changes: Partial<TicketDraft>): void {
  ticketStore.setState(({ draft }) => ({ draft: { ...draft, ...changes } }));
}

export function editAlgorithm(changes: Partial<AlgorithmDraft>): void {
  ticketStore.setState(({ algorithm }) => ({ algorithm: { ...algorithm, ...changes } }));
}

export function showMore(isMoreShown: boolean): void {
  ticketStore.setState({ isMoreShown });
}

export function routeTicket(isRouted: boolean): void {
  ticketStore.setState({ isRouted });
}

/** Notes where the keyboard is, before anything on the way to the ticket moves it. */
export function noteOrigin(): void {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement.closest('.ticket') !== null) return;
  cameFrom = activeElement === document.body ? null : activeElement;
}

/** Takes the keyboard to the quantity, with what is already known of the order written in. */
export function focusTicket(changes: Partial<TicketDraft>): void {
  ticketStore.setState(({ draft, focusRequests }) => ({
    draft: { ...draft, ...changes, accepted: [] },
    focusRequests: focusRequests + 1,
  }));
}

/** Gives the keyboard back to where it was before the ticket took it. */
export function leaveTicket(): void {
  if (cameFrom?.isConnected) cameFrom.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  cameFrom = null;
}

export const useTicket = (): TicketState => useStore(ticketStore);
