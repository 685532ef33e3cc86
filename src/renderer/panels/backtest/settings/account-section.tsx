import type { ReactNode } from 'react';
import { FormText, hasErrorIn, type SettingsProps } from './form-fields.tsx';
import { FormSection } from './form-section.tsx';

/** What there is to trade with: cash, the size of a position, leverage and margin. */
export function AccountSection(props: SettingsProps): ReactNode {
  const { form, onChange, errors } = props;
  return (
    <>
      <FormSection
        title="Account"
        summary={`${form.cash}, ${form.sizePct} % a position`}
        isOpenAtFirst
        hasError={hasErrorIn(errors, ['cash', 'sizePct'])}
      >
        <FormText {...props} name="cash" label="Cash" />
        <FormText
          {...props}
          name="sizePct"
          label="Size"
          suffix="% of equity"
          title="Put into each position; with several symbols each takes its equal part of it"
        />
      </FormSection>
      <FormSection
        title="Margin"
        summary={form.leverage === '' ? 'none' : `${form.leverage}× equity`}
        hasError={hasErrorIn(errors, ['leverage', 'maintenancePct', 'currency'])}
      >
        <FormText
          {...props}
          name="leverage"
          label="Leverage"
          placeholder="1"
          suffix="× equity"
          title="Positions over equity. Built-in strategies never hold more than their size; those of your own may"
        />
        <FormText
          {...props}
          name="maintenancePct"
          label="Maintain"
          placeholder="none"
          suffix="% of positions"
          title="Equity below this share of the positions is a margin call: they are closed"
        />
        <FormText
          {...props}
          name="currency"
          label="Currency"
          placeholder="of the symbol"
          inputMode="text"
          maxLength={10}
        />
        {form.limits !== null && (
          <p className="note">
            The risk limits of the opened run are kept.{' '}
            <button type="button" className="link-button" onClick={() => onChange({ limits: null })}>
              Drop them
            </button>
          </p>
        )}
      </FormSection>
    </>
  );
}
