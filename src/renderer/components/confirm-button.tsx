import { type ReactNode, useEffect, useState } from 'react';

const CONFIRM_WITHIN_MS = 3_000;

/** A button for what cannot be taken back: the first press asks, the second within three seconds does it. */
export function ConfirmButton({
  children,
  question,
  title,
  onConfirm,
  isDisabled = false,
}: {
  readonly children: ReactNode;
  /** What the button says while it asks: `Sell 60?`. */
  readonly question: string;
  readonly title: string;
  readonly onConfirm: () => void;
  readonly isDisabled?: boolean;
}): ReactNode {
  const [isAsking, setIsAsking] = useState(false);
  useEffect(() => {
    if (!isAsking) return undefined;
    const timer = setTimeout(() => setIsAsking(false), CONFIRM_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);
  return (
    <button
      type="button"
      className={isAsking ? 'link-button asking' : 'link-button'}
      data-confirm
      title={title}
      disabled={isDisabled}
      onClick={(event) => {
        event.stopPropagation();
        setIsAsking(!isAsking);
        if (isAsking) onConfirm();
      }}
    >
      {isAsking ? question : children}
    </button>
  );
}
