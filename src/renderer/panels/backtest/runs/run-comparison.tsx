import { type ReactNode, useMemo } from 'react';
import type { RunComparison } from '#contract/services/runs';
import { LinesChart } from '../../../charts/lines-chart.tsx';
import type { LinesPicture } from '../../../charts/lines-option.ts';
import { themeSlot } from '../../../charts/lines-option.ts';
import { useChartTheme } from '../../../charts/use-chart-theme.ts';
import { useAnswer } from '../../../client/use-answer.ts';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import { formatCount, formatNumber, formatPercent, formatSignedPercent } from '../../../format/number.ts';
import { formatDate } from '../../../format/time.ts';
import { useLab } from '../lab/lab-store.ts';
import { TrialNote } from '../lab/trial-note.tsx';
import { comparedFigures } from './compared-figures.ts';
import { runName } from './run-columns.tsx';

/** Runs side by side: figures, curves from 100, what they differ in, and where their trades part. */
export function RunComparisonView({
  ids,
  onClose,
}: {
  readonly ids: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const round = useLab(({ libraryRound }) => libraryRound);
  const { value, problem, askAgain } = useAnswer(`compare ${round} ${ids.join(' ')}`, (engine, options) =>
    engine.runs.compare({ runs: [...ids] }, options),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc reaches it from the parts within
    <div
      className="run-comparison"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      {problem !== null && <Problem text={problem} onRetry={askAgain} />}
      {value === null ? (
        problem === null && <EmptyState title="Laying them side by side" />
      ) : (
        <Comparison comparison={value} />
      )}
    </div>
  );
}

function Comparison({ comparison }: { readonly comparison: RunComparison }): ReactNode {
  const { runs, curves, differences, trades } = comparison;
  const theme = useChartTheme();
  const picture = useMemo<LinesPicture>(
    () => ({
      lines: curves.map(({ id, time, growth }, slot) => {
        const run = runs.find((each) => each.id === id);
        return { name: run ? runName(run) : id, time, values: growth, colour: slot };
      }),
      format: (value) => formatNumber(value, 0),
    }),
    [curves, runs],
  );
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="comparison-figures" aria-label="Statistics side by side" tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col" />
              {runs.map((run, slot) => (
                <th key={run.id} scope="col" title={`${run.id}${slot === 0 ? ', the base' : ''}`}>
                  <i className="line-key" style={{ background: themeSlot(theme, slot) }} />
                  {runName(run)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {comparedFigures(runs.map(({ statistics }) => statistics)).map(
              ({ id, name, hint, texts, bestIndex }) => (
                <tr key={name} title={hint}>
                  <th scope="row">{name}</th>
                  {runs.map((run, place) => (
                    <td key={run.id} className={place === bestIndex ? 'strong' : undefined}>
                      {texts[place]}
                      {id === 'sharpe' && <TrialNote tally={run.trialCount} />}
                    </td>
                  ))}
                </tr>
              ),
            )}
            {differences.length > 0 && (
              <tr className="figure-section">
                <th scope="rowgroup" colSpan={runs.length + 1}>
                  What was different
                </th>
              </tr>
            )}
            {differences.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row">{name.replace(/^parameter /, '')}</th>
                {runs.map((run, place) => (
                  <td key={run.id} title={String(values[place] ?? '')}>
                    {optionText(name, values[place] ?? null)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="comparison-curves" aria-label="Curves">
        <p className="work-line muted">Account, 100 at the start</p>
        <div className="work-chart">
          <LinesChart picture={picture} label={`Curves of ${runs.length} runs, 100 at the start`} />
        </div>
        <ul className="first-differences" aria-label="Where the trades part">
          {trades.map(({ id, equalTrades, first }, place) => {
            const other = runs.find((run) => run.id === id);
            return (
              <li key={id}>
                <i className="line-key" style={{ background: themeSlot(theme, place + 1) }} />
                {first === null
                  ? `${other ? runName(other) : id}: all ${formatCount(equalTrades)} trades are the same as the base’s`
                  : `${other ? runName(other) : id}: ${formatCount(equalTrades)} equal trades, then #${equalTrades + 1} ${first.reason}: ${tradeText(first.base)} against ${tradeText(first.other)}`}
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}

type Trade = NonNullable<RunComparison['trades'][number]['first']>['base'];

function tradeText(trade: Trade): string {
  if (trade === null) return 'none';
  const { side, quantity, entryTime, entryPrice, returnPct } = trade;
  return `${side} ${formatNumber(quantity, Number.isInteger(quantity) ? 0 : 2)} on ${formatDate(entryTime)} @ ${formatNumber(entryPrice)} (${formatSignedPercent(returnPct, 1)})`;
}

function optionText(name: string, value: string | number | null): string {
  if (value === null) return '–';
  if (name === 'commission' || name === 'size') return formatPercent(Number(value) * 100);
  return name === 'data' || name === 'strategyHash' ? String(value).slice(0, 10) : String(value);
}
