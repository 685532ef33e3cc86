import type { ReactNode } from 'react';
import { DECIMAL_ONE } from '#domain/values/decimal';
import { type Choice, SelectField } from '../../components/field.tsx';
import { AmountField } from '../../trading/amount-field.tsx';
import {
  type AlgorithmCheck,
  type AlgorithmDraft,
  type AlgorithmField,
  FIELDS_OF_ALGORITHM,
  type Working,
} from './algorithm-draft.ts';

const WORKINGS: readonly Choice<Working>[] = [
  { value: 'whole', text: 'As one order' },
  { value: 'twap', text: 'TWAP · evenly over time' },
  { value: 'vwap', text: 'VWAP · as volume usually comes' },
  { value: 'pov', text: 'POV · a share of the volume' },
  { value: 'iceberg', text: 'Iceberg · part after part' },
];
const LABELS: Readonly<Record<AlgorithmField, { readonly label: string; readonly suffix: string }>> = {
  minutes: { label: 'Within', suffix: 'minutes' },
  slices: { label: 'In', suffix: 'parts' },
  participation: { label: 'Share', suffix: '% of the volume' },
  childMax: { label: 'Part at most', suffix: 'units' },
  display: { label: 'Each part', suffix: 'units' },
};

/** How the order is worked: as it is, or in parts; with the numbers that the algorithm needs. */
export function TicketAlgorithm({
  draft,
  check,
  onEdit,
}: {
  readonly draft: AlgorithmDraft;
  readonly check: AlgorithmCheck;
  readonly onEdit: (changes: Partial<AlgorithmDraft>) => void;
}): ReactNode {
  const { working } = draft;
  return (
    <>
      <SelectField
        label="Worked"
        value={working}
        choices={WORKINGS}
        onChoose={(chosen) => onEdit({ working: chosen })}
      />
      {working !== 'whole' && (
        <>
          {FIELDS_OF_ALGORITHM[working].map((field) => (
            <AmountField
              key={field}
              {...LABELS[field]}
              value={draft[field]}
              placeholder={working === 'iceberg' && field === 'minutes' ? 'no end' : ''}
              step={DECIMAL_ONE}
              start={DECIMAL_ONE}
              error={check.errors[field]}
              onType={(text) => onEdit({ [field]: text })}
            />
          ))}
          <SelectField
            label="The rest"
            value={draft.atEnd}
            choices={[
              { value: 'cancel', text: 'is left at the end' },
              { value: 'market', text: 'goes at market at the end' },
            ]}
            onChoose={(atEnd) => onEdit({ atEnd })}
          />
          {check.missing !== null && <p className="note warning">{check.missing}</p>}
        </>
      )}
    </>
  );
}
