import { type ReactNode, useCallback } from 'react';
import { createPortal } from 'react-dom';
import { createStore, useStore } from 'zustand';

/** The free space at the right of a panel's tab row, by panel id; absent while another tab is in front. */
const slotStore = createStore<Readonly<Record<string, HTMLElement | null>>>()(() => ({}));

/** The place in the tab row where the panel in front may draw. */
export function PanelHeadSlot({ panelId }: { readonly panelId: string }): ReactNode {
  const register = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return undefined;
      slotStore.setState({ [panelId]: element });
      return () => {
        if (slotStore.getState()[panelId] === element) slotStore.setState({ [panelId]: null });
      };
    },
    [panelId],
  );
  return <div className="panel-head-slot" ref={register} />;
}

/** Draws its children in the panel's tab row: counts, totals, tools. */
export function PanelHead({
  panelId,
  children,
}: {
  readonly panelId: string;
  readonly children: ReactNode;
}): ReactNode {
  const slot = useStore(slotStore, (slots) => slots[panelId]);
  return slot ? createPortal(children, slot) : null;
}
