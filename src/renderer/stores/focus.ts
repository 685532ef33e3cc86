import { createStore, useStore } from 'zustand';

/** Panels of one colour show the same symbol. */
export const LINK_COLOURS = ['blue', 'amber', 'violet'] as const;
export type LinkColour = (typeof LINK_COLOURS)[number];

/** What the explanation panel explains. */
export type Explained =
  | { readonly kind: 'decision'; readonly id: string }
  | { readonly kind: 'order'; readonly clientOrderId: string };

interface Focus {
  readonly linkedSymbols: Readonly<Partial<Record<LinkColour, string>>>;
  readonly explained: Explained | null;
  readonly agent: string | null;
}

export const focusStore = createStore<Focus>()(() => ({ linkedSymbols: {}, explained: null, agent: null }));

/** Shows a symbol in every panel of a colour. */
export function linkSymbol(symbol: string, link: LinkColour = 'blue'): void {
  focusStore.setState(({ linkedSymbols }) => ({ linkedSymbols: { ...linkedSymbols, [link]: symbol } }));
}

/** Makes the decision panel explain a decision or an order; null lets it follow the newest decision. */
export function explain(explained: Explained | null): void {
  focusStore.setState({ explained });
}

/** Picks the agent whose details are shown, or none. */
export function pickAgent(agent: string | null): void {
  focusStore.setState({ agent });
}

/** The symbol of a colour, or null before one is chosen. */
export function useLinkedSymbol(link: LinkColour | null): string | null {
  return useStore(focusStore, (state) => (link === null ? null : (state.linkedSymbols[link] ?? null)));
}

export const useExplained = (): Explained | null => useStore(focusStore, (state) => state.explained);
export const usePickedAgent = (): string | null => useStore(focusStore, (state) => state.agent);
