import './protections.css';
import { type ReactNode, useState } from 'react';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { SelectField } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { useAccounts } from '../../stores/engine-streams.ts';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { KeptNumber } from './kept-number.tsx';
import {
  PROTECTION_ROWS,
  type ProtectionRow,
  type Protections,
  type ProtectionValue,
  protectionValue,
  withProtection,
} from './protection-rows.ts';

/** The fuses of one account; each change is kept at once, and its engine says what it cannot take. */
export function ProtectionFields(): ReactNode {
  const { items } = useAccounts();
  const trading = useTradingAccount()?.account;
  const [chosen, setChosen] = useState<string | null>(null);
  const account = chosen ?? trading ?? items[0]?.account;
  if (account === undefined) return <p className="note">No account yet.</p>;
  return (
    <>
      <SelectField
        label="Account"
        value={account}
        choices={items.map(({ account: value, environment }) => ({
          value,
          text: `${value} (${environment})`,
        }))}
        onChoose={setChosen}
      />
      <AccountProtections key={account} account={account} />
    </>
  );
}

function AccountProtections({ account }: { readonly account: string }): ReactNode {
  const { value, problem, askAgain } = useAnswer(`protections ${account}`, ({ accounts }, options) =>
    accounts.protections({ account }, options),
  );
  const [kept, setKept] = useState<Protections | null>(null);
  const protections = kept ?? value;
  if (problem !== null) return <Problem text={problem} onRetry={askAgain} />;
  if (protections === null) return <p className="note">Asking how its protections are set.</p>;

  async function keep(row: ProtectionRow, name: string, part: ProtectionValue): Promise<string | undefined> {
    if (protections === null) return undefined;
    const outcome = withProtection(protections, row.key, name, part);
    if (outcome.kind === 'wrong') return outcome.text;
    try {
      setKept(await requireEngine().accounts.setProtections({ account, protections: outcome.protections }));
      return undefined;
    } catch (error) {
      return refusalText(error);
    }
  }

  return (
    <ul className="protections">
      {PROTECTION_ROWS.map((row) => (
        <ProtectionLine
          key={row.key}
          row={row}
          protections={protections}
          keep={(name, part) => keep(row, name, part)}
        />
      ))}
    </ul>
  );
}

function ProtectionLine({
  row,
  protections,
  keep,
}: {
  readonly row: ProtectionRow;
  readonly protections: Protections;
  readonly keep: (name: string, value: ProtectionValue) => Promise<string | undefined>;
}): ReactNode {
  const { key, title, what, numbers, hasEffect, hasSymbolChoice } = row;
  const { isOn } = protections[key];
  const partOf = (name: string): ProtectionValue | undefined => protectionValue(protections, key, name);
  return (
    <li>
      <label className="check" title={what}>
        <input type="checkbox" checked={isOn} onChange={({ target }) => void keep('isOn', target.checked)} />
        <span className="strong">{title}</span> {what}
      </label>
      {isOn && (
        <div className="setting-fields">
          {numbers.map(({ name, label, unit }) => (
            <KeptNumber
              key={name}
              label={label}
              unit={unit}
              kept={Number(partOf(name))}
              keep={(value) => keep(name, value)}
            />
          ))}
          {hasEffect && (
            <SelectField
              label="Then"
              value={partOf('effect') === 'halt' ? 'halt' : 'reduce'}
              choices={[
                { value: 'reduce', text: 'reduce only' },
                { value: 'halt', text: 'send nothing' },
              ]}
              onChoose={(effect) => void keep('effect', effect)}
            />
          )}
          {hasSymbolChoice && (
            <SelectField
              label="Holds"
              value={partOf('isPerSymbol') === true ? 'symbol' : 'account'}
              choices={[
                { value: 'account', text: 'the whole account' },
                { value: 'symbol', text: 'the symbol alone' },
              ]}
              onChoose={(scope) => void keep('isPerSymbol', scope === 'symbol')}
            />
          )}
        </div>
      )}
    </li>
  );
}
