import type { ReactNode } from 'react';
import { SelectField } from '../../../components/field.tsx';
import type { BacktestForm } from '../backtest-form.ts';
import { FormSegments, FormText, hasErrorIn, type SettingsProps } from './form-fields.tsx';
import { FormSection } from './form-section.tsx';

/** How orders become fills: direction, when, how late, how much of the market. */
export function FillsSection(props: SettingsProps): ReactNode {
  const { form, onChange, errors } = props;
  return (
    <FormSection
      title="Orders"
      summary={fillsText(form)}
      hasError={hasErrorIn(errors, ['delayBars', 'volumeSharePct'])}
    >
      <FormSegments
        label="Direction"
        value={form.direction}
        segments={[
          { value: 'long', text: 'Long' },
          { value: 'long-short', text: 'Long, short' },
        ]}
        onChoose={(direction) => onChange({ direction })}
      />
      <FormSegments
        label="Units"
        value={form.units}
        segments={[
          { value: 'fractional', text: 'Fractional' },
          { value: 'whole', text: 'Whole' },
        ]}
        onChoose={(units) => onChange({ units })}
      />
      <FormSegments
        label="Fill at"
        value={form.fill}
        segments={[
          {
            value: 'next-open',
            text: 'Next open',
            title: 'Decided at a close, filled at the next bar’s open',
          },
          {
            value: 'close',
            text: 'Same close',
            title: 'Filled at the close it was decided at: optimistic',
          },
        ]}
        onChoose={(fill) => onChange({ fill })}
      />
      <FormText
        {...props}
        name="delayBars"
        label="Delay"
        placeholder="0"
        inputMode="numeric"
        suffix="bars"
        title="Bars that an order takes to reach the market"
      />
      <FormText
        {...props}
        name="volumeSharePct"
        label="At most"
        placeholder="no limit"
        suffix="% of volume"
        title="Largest share of a bar’s volume that an order may take; what is left waits for the next bar"
      />
      <SelectField
        label="At the end"
        value={form.closeAtEnd}
        choices={[
          { value: 'last-close', text: 'Close at the last close' },
          { value: 'last-open', text: 'Close at the last open' },
          { value: 'none', text: 'Keep the position' },
        ]}
        onChoose={(closeAtEnd) => onChange({ closeAtEnd })}
      />
    </FormSection>
  );
}

function fillsText({ direction, fill, units }: BacktestForm): string {
  return [
    direction === 'long' ? 'long' : 'long and short',
    fill === 'next-open' ? 'next open' : 'same close',
    ...(units === 'whole' ? ['whole units'] : []),
  ].join(', ');
}
