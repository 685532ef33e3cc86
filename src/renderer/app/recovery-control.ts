import { useEffect, useRef } from 'react';
import { useAccounts } from '../stores/engine-streams.ts';
import { focusPanel, openPanel, useWorkspace } from './workspace-control.ts';

/** Brings what a person has to decide to the front, with the keyboard on the first of it. */
export function openRecovery(): void {
  openPanel('recovery', 'Recovery');
  focusPanel('recovery', '.recovery-card');
}

/** Opens the recovery sheet when an order's outcome is unknown: at the start, and whenever another one comes to be. */
export function useRecoveryAtStart(): void {
  const { items } = useAccounts();
  const hasDock = useWorkspace((state) => state.docks[state.current] !== undefined);
  const unknown = items
    .flatMap(({ reconciliation }) => reconciliation?.unknown.map(({ clientOrderId }) => clientOrderId) ?? [])
    .join(' ');
  const told = useRef('');
  useEffect(() => {
    if (!hasDock) return;
    const known = new Set(told.current.split(' '));
    const isNew = unknown !== '' && unknown.split(' ').some((id) => !known.has(id));
    told.current = unknown;
    if (isNew) openPanel('recovery', 'Recovery');
  }, [unknown, hasDock]);
}
