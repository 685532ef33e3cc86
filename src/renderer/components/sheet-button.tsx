import { type ReactNode, useId, useRef, useState } from 'react';

/** A button that opens a small sheet over the page; Esc and a press elsewhere close it. */
export function SheetButton({
  className = 'link-button',
  label,
  title,
  width,
  children,
  sheet,
}: {
  readonly className?: string;
  /** Names the sheet. */
  readonly label: string;
  readonly title?: string;
  /** CSS pixels. */
  readonly width: number;
  readonly children: ReactNode;
  /** Drawn while open; `close` puts the sheet away. */
  readonly sheet: (close: () => void) => ReactNode;
}): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  // The page's own layer: the row the button stands in cuts off what leaves it.
  const place = (): void => {
    const at = button.current?.getBoundingClientRect();
    if (at === undefined || box.current === null) return;
    box.current.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
    box.current.style.top = `${at.bottom + 2}px`;
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        title={title}
        popoverTarget={id}
        onClick={place}
      >
        {children}
      </button>
      <div
        ref={box}
        id={id}
        popover="auto"
        className="pop-sheet"
        role="dialog"
        aria-label={label}
        style={{ width }}
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        {isOpen && sheet(() => box.current?.hidePopover())}
      </div>
    </>
  );
}
