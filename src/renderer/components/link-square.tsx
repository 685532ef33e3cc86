import type { ReactNode } from 'react';
import type { LinkColour } from '../stores/focus.ts';

/** The coloured square of a linked panel: same colour, same symbol. Pressing it takes the next colour. */
export function LinkSquare({
  link,
  onNext,
}: {
  readonly link: LinkColour;
  readonly onNext: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className={`link-square link-${link}`}
      title={`Linked: panels with the ${link} square show the same symbol. Press for the next colour.`}
      aria-label={`Link colour ${link}; press for the next`}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={onNext}
    />
  );
}
