import type { ReactNode } from 'react';
import { LabelledChoice } from '../../../components/labelled-choice.tsx';
import type { StrategyInfo } from '../backtest-form.ts';
import { SEARCH_METHODS, type SearchDraft } from './search-draft.ts';
import type { SearchOutlook } from './search-estimate.ts';
import { WorkCheck, WorkField } from './work-field.tsx';

/** How to search: the method, its budget and seed, and the axes of the map where more than two parameters vary. */
export function SearchFields({
  strategy,
  draft,
  outlook,
  onChange,
}: {
  readonly strategy: StrategyInfo | undefined;
  readonly draft: SearchDraft;
  readonly outlook: SearchOutlook | null;
  readonly onChange: (change: Partial<SearchDraft>) => void;
}): ReactNode {
  const chosen = SEARCH_METHODS.find(({ value }) => value === draft.method);
  const varying = outlook?.kind === 'sound' ? outlook.estimate.varying : [];
  const axes = varying.map((name) => ({
    value: name,
    text: strategy?.parameters.find((parameter) => parameter.name === name)?.label ?? name,
  }));
  return (
    <>
      <LabelledChoice
        className="work-field"
        label="Try"
        value={draft.method}
        choices={SEARCH_METHODS}
        title={chosen?.hint}
        onChoose={(method) => onChange({ method })}
      />
      {draft.method !== 'every' && (
        <>
          <WorkField
            label="Trials"
            isShort
            inputMode="numeric"
            value={draft.trials}
            isWrong={outlook?.kind === 'refused' && outlook.field === 'trials'}
            title="Budget: as many combinations are tried in all, those of an earlier run of the same search counted"
            onChange={(event) => onChange({ trials: event.target.value.replace(/\D/g, '') })}
          />
          <WorkField
            label="Seed"
            isShort
            inputMode="numeric"
            value={draft.seed}
            title="The same seed tries the same combinations in the same order"
            onChange={(event) => onChange({ seed: event.target.value.replace(/\D/g, '') })}
          />
          <WorkCheck
            label="Prune"
            isChecked={draft.isPruning}
            title="Gives a trial up half-way when it is worse there than half of those before"
            onChange={(isPruning) => onChange({ isPruning })}
          />
        </>
      )}
      {axes.length > 2 && (
        <>
          <LabelledChoice
            className="work-field"
            label="Map across"
            value={draft.x || (varying[0] ?? '')}
            choices={axes}
            title="Parameter on the horizontal axis; each cell shows the best that the others gave"
            onChoose={(x) =>
              onChange({ x, y: draft.y === x || draft.y === '' ? other(varying, x) : draft.y })
            }
          />
          <LabelledChoice
            className="work-field"
            label="up"
            value={draft.y || (varying[1] ?? '')}
            choices={axes}
            onChoose={(y) =>
              onChange({ y, x: draft.x === y || draft.x === '' ? other(varying, y) : draft.x })
            }
          />
        </>
      )}
    </>
  );
}

function other(names: readonly string[], taken: string): string {
  return names.find((name) => name !== taken) ?? '';
}
