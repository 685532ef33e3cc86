import type { ReactNode } from 'react';
import { SelectField } from '../../../components/field.tsx';
import type { BacktestForm } from '../backtest-form.ts';
import { FormSegments, FormText, hasErrorIn, type SettingsProps } from './form-fields.tsx';
import { FormSection } from './form-section.tsx';

const CHARGED = {
  percent: '% a side',
  'basis-points': 'bps a side',
  'per-unit': 'a unit',
} as const;
const SLIPPAGE = {
  none: { text: 'None', unit: '' },
  fraction: { text: 'Part of the price', unit: '% of price' },
  fixed: { text: 'Money a unit', unit: 'a unit' },
  spread: { text: 'Half a spread', unit: '% spread' },
  'volume-share': { text: 'By share of volume', unit: '% for all of it' },
} as const satisfies Record<BacktestForm['slippageKind'], { text: string; unit: string }>;

/** What trading costs: commission, slippage, money lent and borrowed. */
export function CostsSection(props: SettingsProps): ReactNode {
  const { form, onChange, errors } = props;
  return (
    <FormSection
      title="Costs"
      summary={costsText(form)}
      hasError={hasErrorIn(errors, [
        'commission',
        'commissionMinimum',
        'slippage',
        'borrowPct',
        'debitPct',
        'creditPct',
      ])}
    >
      <FormSegments
        label="Charged"
        value={form.commissionKind}
        segments={[
          { value: 'percent', text: '%', title: 'Percent of the traded value' },
          { value: 'basis-points', text: 'bps', title: 'Hundredths of a percent of the traded value' },
          { value: 'per-unit', text: 'A unit', title: 'Money for each share or unit' },
        ]}
        onChoose={(commissionKind) => onChange({ commissionKind })}
      />
      <FormText {...props} name="commission" label="Commission" suffix={CHARGED[form.commissionKind]} />
      <FormText {...props} name="commissionMinimum" label="At least" placeholder="0" suffix="a fill" />
      <SelectField
        label="Slippage"
        value={form.slippageKind}
        choices={(Object.keys(SLIPPAGE) as BacktestForm['slippageKind'][]).map((kind) => ({
          value: kind,
          text: SLIPPAGE[kind].text,
        }))}
        onChoose={(slippageKind) => onChange({ slippageKind })}
      />
      {form.slippageKind !== 'none' && (
        <FormText
          {...props}
          name="slippage"
          label="Of"
          suffix={SLIPPAGE[form.slippageKind].unit}
          title={
            form.slippageKind === 'volume-share'
              ? 'The price moves by so much for an order as large as the bar’s volume, by a quarter of that for one half as large'
              : undefined
          }
        />
      )}
      {form.direction === 'long-short' && (
        <FormText {...props} name="borrowPct" label="Borrowing" placeholder="0" suffix="% a year" />
      )}
      <FormText
        {...props}
        name="debitPct"
        label="Debt costs"
        placeholder="0"
        suffix="% a year"
        title="Interest on cash that the account owes"
      />
      <FormText
        {...props}
        name="creditPct"
        label="Deposit pays"
        placeholder="0"
        suffix="% a year"
        title="Interest on cash that the account holds"
      />
    </FormSection>
  );
}

function costsText({ commissionKind, commission, slippageKind, slippage }: BacktestForm): string {
  const slip =
    slippageKind === 'none' ? 'no slippage' : `slippage ${slippage} ${SLIPPAGE[slippageKind].unit}`;
  return `${commission} ${CHARGED[commissionKind]}, ${slip}`;
}
