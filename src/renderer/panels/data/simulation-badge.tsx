import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import { simulationMark } from './stream-text.ts';

/** Says in amber that prices are no market's. */
export function SimulationBadge({
  isSimulated,
  source,
}: {
  readonly isSimulated: boolean;
  readonly source: string | null;
}): ReactNode {
  return <MarkBadge mark={simulationMark(isSimulated, source)} />;
}

/** The amber word before made-up or recorded prices; nothing for those of a market. */
export function MarkBadge({ mark }: { readonly mark: 'SIM' | 'REPLAY' | null }): ReactNode {
  if (mark === null) return null;
  return (
    <Badge tone="warning" title={mark === 'SIM' ? 'Its prices are made up' : 'Its prices were recorded'}>
      {mark}
    </Badge>
  );
}
