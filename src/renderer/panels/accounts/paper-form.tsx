import { type FormEvent, type ReactNode, useState } from 'react';
import { VENUE_PROFILES, venueProfile } from '#domain/orders/venue-profiles';
import type { AccountType } from '#domain/portfolio/account-rules';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { type Choice, SelectField, TextField } from '../../components/field.tsx';
import { accountNameProblem } from './account-name.ts';

const TYPES: readonly Choice<AccountType>[] = [
  { value: 'cash', text: 'Cash: nothing is lent' },
  { value: 'margin', text: 'Margin: money and shares are lent' },
];

const VENUES: readonly Choice<string>[] = [
  { value: '', text: 'Plain: a fee a share, margin of US shares' },
  ...VENUE_PROFILES.map(({ id, name }) => ({ value: id, text: name })),
];

const FILLS: readonly Choice<'books' | 'ticks'>[] = [
  { value: 'books', text: 'The live book, where it is told' },
  { value: 'ticks', text: 'Trades and quotes, as a backtest' },
];

/** Opens an account on the simulated venue that trades at live prices. */
export function PaperForm({ onDone }: { readonly onDone: (account: string | null) => void }): ReactNode {
  const isConnected = useIsConnected();
  const [account, setAccount] = useState('paper');
  const [cash, setCash] = useState('100000');
  const [currency, setCurrency] = useState('USD');
  const [type, setType] = useState<AccountType>('cash');
  const [venue, setVenue] = useState('');
  const [fills, setFills] = useState<'books' | 'ticks'>('books');
  const [problem, setProblem] = useState<string | null>(null);
  const profile = venueProfile(venue);
  const typeProblem =
    type === 'margin' && profile?.leverage === 1 ? `${profile.name} lends nothing` : undefined;
  const nameProblem = accountNameProblem(account);
  const cashText = cash.replaceAll(',', '');
  const cashProblem = /^\d+(\.\d{1,8})?$/.test(cashText) ? undefined : 'an amount, such as 100,000';
  const currencyProblem = /^[A-Z]{3}$/.test(currency) ? undefined : 'three letters, such as USD';
  const isReady =
    [nameProblem, cashProblem, currencyProblem, typeProblem].every((one) => one === undefined) && isConnected;

  async function open(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!isReady) return;
    try {
      await requireEngine().accounts.openPaper({
        account,
        cash: cashText,
        currency,
        type,
        fills,
        ...(venue === '' ? {} : { venue }),
      });
      onDone(account);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }

  return (
    <form className="account-form" aria-label="Open a paper account" onSubmit={(event) => void open(event)}>
      <h3>Open a paper account</h3>
      <p className="note">It trades at live prices, with the rules of the matching core and without money.</p>
      <TextField
        label="Name"
        autoFocus
        value={account}
        error={nameProblem}
        onChange={({ target: { value } }) => setAccount(value)}
      />
      <TextField
        label="Cash"
        inputMode="decimal"
        value={cash}
        error={cashProblem}
        onChange={({ target: { value } }) => setCash(value)}
      />
      <TextField
        label="Currency"
        value={currency}
        maxLength={3}
        error={currencyProblem}
        onChange={({ target: { value } }) => setCurrency(value.toUpperCase())}
      />
      <SelectField label="Type" value={type} error={typeProblem} choices={TYPES} onChoose={setType} />
      <SelectField label="Costs and margin of" value={venue} choices={VENUES} onChoose={setVenue} />
      <SelectField label="Orders meet" value={fills} choices={FILLS} onChoose={setFills} />
      {profile && <p className="note">{profile.source}</p>}
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <div className="account-actions">
        <button type="submit" className="button small primary" disabled={!isReady}>
          Open it
        </button>
        <button type="button" className="link-button" onClick={() => onDone(null)}>
          Not now
        </button>
      </div>
    </form>
  );
}
