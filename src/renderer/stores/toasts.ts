import { createStore, useStore } from 'zustand';
import type { NotificationView } from '#contract/services/alerts';
import type { CollectionEvent } from './collection-store.ts';
import { playTone } from './play-tone.ts';

/** Toasts on the screen at once; older ones give way. */
const TOASTS_MAX = 4;

/** Whether a toast asks for nothing: a fill, a command carried out. Of these only the newest is kept. */
export function isQuiet({ severity, source }: Pick<NotificationView, 'severity' | 'source'>): boolean {
  return severity === 'success' || (severity === 'info' && source === 'window');
}

function newest(toasts: readonly NotificationView[]): readonly NotificationView[] {
  const quiet = [...toasts].reverse().find(isQuiet);
  return toasts.filter((toast) => !isQuiet(toast) || toast === quiet).slice(-TOASTS_MAX);
}

export const toastStore = createStore<{ toasts: readonly NotificationView[] }>()(() => ({ toasts: [] }));

const seen = new Set<string>();
let isDesktopAllowed = (): boolean => false;
let isFillSoundOn = (): boolean => false;
/** Many fills in a row are one tone. */
const FILL_TONE_EVERY_MS = 1_000;
let fillToneTime = Number.NEGATIVE_INFINITY;
let hadSnapshot = false;

/** Says whether notifications may also go to the operating system; asked anew for each one. */
export function allowDesktopNotifications(isAllowed: () => boolean): void {
  isDesktopAllowed = isAllowed;
}

/** Says whether fills are heard; asked anew for each one. */
export function allowFillSound(isOn: () => boolean): void {
  isFillSoundOn = isOn;
}

/** Shows each new event once. What the first snapshot holds happened before this window looked. */
export function receiveNotifications(event: CollectionEvent<NotificationView>): void {
  const fresh = event.items.filter(({ id }) => !seen.has(id));
  for (const { id } of fresh) seen.add(id);
  if (event.kind === 'snapshot' && !hadSnapshot) {
    hadSnapshot = true;
    return;
  }
  if (fresh.length === 0) return;
  toastStore.setState(({ toasts }) => ({ toasts: newest([...toasts, ...fresh]) }));
  if (fresh.some(({ isSoundOn }) => isSoundOn)) playTone('alert');
  else if (fresh.some(({ fillId }) => fillId !== undefined)) hearFill();
  if (!isDesktopAllowed()) return;
  for (const { id, title, text } of fresh.slice(-TOASTS_MAX))
    new Notification(title, { body: text, tag: id });
}

function hearFill(): void {
  const now = performance.now();
  if (now - fillToneTime < FILL_TONE_EVERY_MS || !isFillSoundOn()) return;
  fillToneTime = now;
  playTone('fill');
}

export function dismissToast(id: string): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Says something of this window's own: a command that was refused, a layout restored. */
export function showToast(toast: Pick<NotificationView, 'severity' | 'title' | 'text'>): void {
  const id = `window-${++ownToasts}`;
  const own: NotificationView = { ...toast, id, source: 'window', eventTime: Date.now() };
  toastStore.setState(({ toasts }) => ({ toasts: newest([...toasts, own]) }));
}
let ownToasts = 0;

export const useToasts = (): readonly NotificationView[] => useStore(toastStore, (state) => state.toasts);
