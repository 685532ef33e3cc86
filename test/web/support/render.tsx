import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

export interface Rendered {
  readonly host: HTMLElement;
  update(node: ReactNode): Promise<void>;
  /** Does something and waits for everything it causes on the screen. */
  during(work: () => unknown): Promise<void>;
  unmount(): Promise<void>;
}

/** Draws into a page element, as the app does. */
export async function render(node: ReactNode): Promise<Rendered> {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  await act(async () => root.render(node));
  return {
    host,
    update: (next) => act(async () => root.render(next)),
    during: (work) =>
      act(async () => {
        await work();
      }),
    unmount: () =>
      act(async () => {
        root.unmount();
        host.remove();
      }),
  };
}

/** Presses a key on an element; true when something took it. */
export function press(element: Element, key: string, modifiers: KeyboardEventInit = {}): boolean {
  return !element.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers }),
  );
}

/** Types a text into a field the way a person's change arrives at React. */
export function type(input: HTMLInputElement, text: string): void {
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  setter?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
