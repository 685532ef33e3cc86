import { type FormEvent, type ReactNode, useState } from 'react';
import type { AccountView, BrokerView } from '#contract/services/accounts';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { TextField } from '../../components/field.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { accountNameProblem } from './account-name.ts';
import { showAccountsSide } from './accounts-store.ts';
import { BrokerFields } from './broker-fields.tsx';
import { type BrokerOffer, brokerOffers } from './broker-offers.ts';

/** Connects an account: first the broker, by any name it is known under, then what it asks for. */
export function ConnectForm({
  broker: chosen,
  again,
  onDone,
}: {
  readonly broker: string | null;
  /** An account whose login is over. */
  readonly again?: AccountView | undefined;
  readonly onDone: (account: string | null) => void;
}): ReactNode {
  const {
    value: brokers,
    problem,
    askAgain,
  } = useAnswer('brokers', ({ accounts }, options) => accounts.brokers(undefined, options));
  const broker = brokers?.find(({ id }) => id === chosen);
  if (problem !== null) return <Problem text={problem} onRetry={askAgain} />;
  if (brokers === null) return <EmptyState title="Asking which brokers there are" />;
  if (broker === undefined) return <BrokerChoice brokers={brokers} onDone={onDone} />;
  return <BrokerForm key={broker.id} broker={broker} again={again} onDone={onDone} />;
}

function BrokerChoice({
  brokers,
  onDone,
}: {
  readonly brokers: readonly BrokerView[];
  readonly onDone: (account: string | null) => void;
}): ReactNode {
  const [text, setText] = useState('');
  const offers = brokerOffers(brokers, text);
  const choose = ({ broker }: BrokerOffer): void => showAccountsSide({ kind: 'connect', broker: broker.id });
  return (
    <form
      className="account-form"
      aria-label="Choose a broker"
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = offers;
        if (first) choose(first);
      }}
    >
      <h3>Connect a broker</h3>
      <input
        type="search"
        className="filter-field"
        aria-label="Find a broker"
        placeholder="name of the broker or exchange"
        // biome-ignore lint/a11y/noAutofocus: a person has just asked for this form
        autoFocus
        value={text}
        onChange={({ target: { value } }) => setText(value)}
      />
      <ul className="broker-offers">
        {offers.map((offer) => (
          <li key={`${offer.broker.id} ${offer.name}`}>
            <button type="button" onClick={() => choose(offer)}>
              <span className="strong">{offer.name}</span>
              <span className="muted">{offer.broker.environments.join(' and ')}</span>
              {offer.notice !== null && <span className="warning">{offer.notice}</span>}
            </button>
          </li>
        ))}
      </ul>
      {offers.length === 0 && <p className="note">No broker here is called that.</p>}
      <button type="button" className="link-button" onClick={() => onDone(null)}>
        Not now
      </button>
    </form>
  );
}

function BrokerForm({
  broker,
  again,
  onDone,
}: {
  readonly broker: BrokerView;
  readonly again: AccountView | undefined;
  readonly onDone: (account: string | null) => void;
}): ReactNode {
  const isConnected = useIsConnected();
  const [account, setAccount] = useState(again?.account ?? broker.id);
  const [environment, setEnvironment] = useState<'paper' | 'live'>(
    again?.environment === 'live' ? 'live' : (broker.environments[0] ?? 'paper'),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const nameProblem = accountNameProblem(account);

  async function connect(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const fields = Object.fromEntries(
      broker.fields.flatMap(({ name }) => {
        const value = String(typed.get(name) ?? '').trim();
        return value === '' ? [] : [[name, value]];
      }),
    );
    // What is secret is nowhere in this window from here on, whatever the answer.
    for (const { name, isSecret } of broker.fields) {
      const input = isSecret ? form.elements.namedItem(name) : null;
      if (input instanceof HTMLTextAreaElement) input.value = '';
    }
    setIsAsking(true);
    try {
      if (again !== undefined) await requireEngine().accounts.disconnect({ account });
      await requireEngine().accounts.connect({ account, broker: broker.id, environment, fields });
      onDone(account);
    } catch (error) {
      setProblem(`${refusalText(error)}. What is secret has to be typed again.`);
      setIsAsking(false);
    }
  }

  return (
    <form
      className="account-form"
      aria-label={`Connect ${broker.name}`}
      autoComplete="off"
      onSubmit={(event) => void connect(event)}
    >
      <h3>{broker.name}</h3>
      {broker.aliases.map(({ id, notice }) => (
        <p key={id} className="note">
          {notice}
        </p>
      ))}
      <SegmentedControl
        label="Whose money"
        isDisabled={again !== undefined}
        value={environment}
        segments={broker.environments.map((value) => ({
          value,
          text: value === 'live' ? 'Live: real money' : 'Paper: no money',
          ...(value === 'live' ? { tone: 'warning' as const } : {}),
        }))}
        onChoose={setEnvironment}
      />
      {environment === 'live' && (
        <p className="note">Even so nothing is sent until you allow it with a typed phrase afterwards.</p>
      )}
      {again !== undefined && (
        <p className="note">
          The line of {again.account} is closed and opened anew with what you enter; its orders and fills
          stay.
        </p>
      )}
      <TextField
        label="Name here"
        value={account}
        disabled={again !== undefined}
        error={nameProblem}
        onChange={({ target: { value } }) => setAccount(value)}
      />
      <BrokerFields fields={broker.fields} />
      <p className="note">{broker.note}</p>
      <SecretsNote secrets={broker.secrets} />
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <div className="account-actions">
        <button
          type="submit"
          className="button small primary"
          disabled={!isConnected || isAsking || nameProblem !== undefined}
        >
          {isAsking ? 'Connecting…' : `Connect ${environment}`}
        </button>
        <button
          type="button"
          className="link-button"
          onClick={() => showAccountsSide({ kind: 'connect', broker: null })}
        >
          Another broker
        </button>
        <button type="button" className="link-button" onClick={() => onDone(null)}>
          Not now
        </button>
      </div>
    </form>
  );
}

/** Where keys go, or what to do where they cannot be kept. */
function SecretsNote({ secrets }: { readonly secrets: BrokerView['secrets'] }): ReactNode {
  return secrets.kind === 'keychain' ? (
    <p className="note">Keys go into the keychain ({secrets.note}) and nowhere else.</p>
  ) : (
    <p className="note warning">{secrets.note}</p>
  );
}
