import { type ReactNode, useMemo } from 'react';
import type { HeatMap as WholeHeatMap } from '#contract/services/lab';
import { type CoarseHeatMap, coarseHeatMap } from '../../../charts/coarse-heat-map.ts';
import { type HeatCell, HeatMap } from '../../../charts/heat-map.tsx';
import { formatCount, formatNumber } from '../../../format/number.ts';
import { parameterText } from './fact.tsx';
import { neighbourMean } from './lab-draft.ts';
import type { FoundParameters } from './search-draft.ts';
import { TrialNote } from './trial-note.tsx';

type Parameters = Readonly<Record<string, number>>;

/** The map of what was tried, and what is said of the cell that is looked at. */
export function FoundMap({
  result,
  heatMap,
  name,
  looked,
  onLook,
  onRun,
}: {
  readonly result: FoundParameters;
  readonly heatMap: WholeHeatMap;
  /** What was to be as large as it can. */
  readonly name: string;
  /** Parameters looked at. */
  readonly looked: Parameters;
  readonly onLook: (parameters: Parameters) => void;
  readonly onRun: (parameters: Parameters) => void;
}): ReactNode {
  const { best, top } = result;
  const map = useMemo(() => coarseHeatMap(heatMap), [heatMap]);
  const bestCell = useMemo(() => cellOf(heatMap, map, best.parameters), [heatMap, map, best]);
  const selected = cellOf(heatMap, map, looked) ?? { x: 0, y: 0 };
  const others = Object.keys(best.parameters).filter((each) => each !== map.x.name && each !== map.y.name);

  /** Of the best trials the very parameters; of other cells the two of the map, the rest as in the best of all. */
  const parametersAt = (cell: HeatCell): Parameters => {
    const place = map.source[cell.y * map.x.values.length + cell.x] ?? -1;
    const columns = heatMap.x.values.length;
    const at =
      place === -1
        ? { [map.x.name]: map.x.values[cell.x] ?? 0, [map.y.name]: map.y.values[cell.y] ?? 0 }
        : {
            [map.x.name]: heatMap.x.values[place % columns] ?? 0,
            [map.y.name]: heatMap.y.values[Math.floor(place / columns)] ?? 0,
          };
    const known = top.find(({ parameters }) =>
      Object.entries(at).every(([each, value]) => parameters[each] === value),
    );
    return known?.parameters ?? { ...best.parameters, ...at };
  };
  const value = map.objective[selected.y * map.x.values.length + selected.x] ?? null;
  const around = neighbourMean(map.objective, map.x.values.length, selected);
  const where = parameterText(looked);
  const isShared = map.xShared > 1 || map.yShared > 1;
  return (
    <>
      <p className="work-line" aria-live="polite">
        <b>{where}</b>
        <span>
          {name} {formatNumber(value, 3)}
          <TrialNote tally={result.trialCount} />
        </span>
        <span className="muted" title="Mean of the eight cells around: a lone peak is luck, a plateau is not">
          around it {formatNumber(around, 3)}
        </span>
        <button
          type="button"
          className="button small"
          disabled={value === null}
          onClick={() => onRun(looked)}
        >
          Run it ⏎
        </button>
      </p>
      <div className="work-chart">
        <HeatMap
          x={map.x}
          y={map.y}
          values={map.objective}
          selected={selected}
          best={bestCell}
          valueName={name}
          describe={(cell) => parameterText(axesOf(parametersAt(cell), map))}
          onSelect={(cell) => onLook(parametersAt(cell))}
          onActivate={(cell) => onRun(parametersAt(cell))}
          label={`${name} over ${map.x.name} and ${map.y.name}; at ${where}: ${formatNumber(value, 3)}. Arrow keys move, Enter runs it`}
        />
      </div>
      {(others.length > 0 || isShared) && (
        <p className="work-note">
          {[
            ...(isShared
              ? [
                  `A cell is the best of up to ${formatCount(map.xShared)} × ${formatCount(map.yShared)} neighbours.`,
                ]
              : []),
            ...(others.length > 0
              ? [
                  `It shows the best of any ${others.join(', ')}; outside the table it runs with that of the best.`,
                ]
              : []),
          ].join(' ')}
        </p>
      )}
    </>
  );
}

function axesOf(parameters: Parameters, { x, y }: CoarseHeatMap): Parameters {
  return { [x.name]: parameters[x.name] ?? 0, [y.name]: parameters[y.name] ?? 0 };
}

/** Where parameters lie on a map; null when they do not. */
function cellOf(whole: WholeHeatMap, map: CoarseHeatMap, parameters: Parameters): HeatCell | null {
  const column = whole.x.values.indexOf(parameters[whole.x.name] ?? Number.NaN);
  const row = whole.y.values.indexOf(parameters[whole.y.name] ?? Number.NaN);
  return column < 0 || row < 0
    ? null
    : { x: Math.floor(column / map.xShared), y: Math.floor(row / map.yShared) };
}
