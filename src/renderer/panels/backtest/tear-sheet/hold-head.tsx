import type { ReactNode } from 'react';

/** Head of the column of holding the benchmark; nothing without one. */
export function HoldHead({ benchmarkName }: { readonly benchmarkName: string | null }): ReactNode {
  if (benchmarkName === null) return null;
  return (
    <th scope="col" title={benchmarkName}>
      Hold
    </th>
  );
}
