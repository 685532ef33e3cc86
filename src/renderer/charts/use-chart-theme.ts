import { useSyncExternalStore } from 'react';
import { type ChartTheme, readChartTheme } from './chart-theme.ts';

let current: ChartTheme | null = null;
const listeners = new Set<() => void>();
let stopWatching: (() => void) | undefined;

/** The colours in force on the page; redraws the caller when the theme or the up/down colours change. */
export function useChartTheme(): ChartTheme {
  return useSyncExternalStore(subscribe, snapshot);
}

function snapshot(): ChartTheme {
  current ??= readChartTheme(document.body);
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  stopWatching ??= watchTheme();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stopWatching?.();
    stopWatching = undefined;
    current = null;
  };
}

/** Themes are chosen by attributes or classes of the root element, or by the system. */
function watchTheme(): () => void {
  const changed = () => {
    current = null;
    for (const listener of listeners) listener();
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true });
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}
