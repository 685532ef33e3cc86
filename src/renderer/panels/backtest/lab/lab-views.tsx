import type { ReactNode } from 'react';
import type { LabViewName } from './lab-store.ts';

export const LAB_TITLES: Readonly<Record<LabViewName, string>> = {
  overview: 'Overview',
  trades: 'Trades',
  'tear-sheet': 'Tear sheet',
  verdict: 'Verdict',
  search: 'Search',
  'walk-forward': 'Walk-forward',
  'monte-carlo': 'Monte Carlo',
};

/** One line of settings and the button that starts the work of a view. */
export function WorkBar({
  label,
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <form
      className="work-bar"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
