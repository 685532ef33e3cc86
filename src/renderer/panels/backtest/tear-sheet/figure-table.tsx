import { Fragment, type ReactNode } from 'react';
import { figureDefinition } from '#domain/reports/figures';
import type { TearSheetSection } from '#domain/reports/tear-sheet';
import { TrialNote, type TrialTally } from '../lab/trial-note.tsx';
import { figureHint, figureText, figureTone } from './figure-text.ts';
import { HoldHead } from './hold-head.tsx';

/** Figures by section, the run's beside the benchmark's; each says on hover what it means. */
export function FigureTable({
  sections,
  benchmarkName,
  tally,
}: {
  readonly sections: readonly TearSheetSection[];
  readonly benchmarkName: string | null;
  /** Trials on the bars, told below the Sharpe ratio. */
  readonly tally: TrialTally | null;
}): ReactNode {
  return (
    <table className="figure-table">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">Run</th>
          <HoldHead benchmarkName={benchmarkName} />
        </tr>
      </thead>
      <tbody>
        {sections.map(({ title, figures }) => (
          <Fragment key={title}>
            <tr className="figure-section">
              <th scope="rowgroup" colSpan={benchmarkName === null ? 2 : 3}>
                {title}
              </th>
            </tr>
            {figures.map(({ id, value, benchmark }) => {
              const { label, unit } = figureDefinition(id);
              return (
                <tr key={id} title={figureHint(id)}>
                  <th scope="row">
                    {label}
                    {id === 'sharpe' && <TrialNote tally={tally} />}
                  </th>
                  <td className={figureTone(id, value)}>{figureText(value, unit)}</td>
                  {benchmarkName !== null && (
                    <td className="muted">{benchmark === undefined ? '' : figureText(benchmark, unit)}</td>
                  )}
                </tr>
              );
            })}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
