import type { EngineClient } from '#contract/rpc/connect-channel';
import type { RecoveryItem } from './recovery-items.ts';

/** One answer to what is asked, by one key. */
export interface RecoveryChoice {
  readonly key: string;
  readonly text: string;
  /** What follows from it. */
  readonly meaning: string;
  /** What the broker's own number of the order is called, where the answer may name it. */
  readonly numberLabel?: string;
  /** `number` is what was written where the answer takes one; empty for none. */
  readonly decide: (engine: EngineClient, number: string) => Promise<unknown>;
}

/** The answers there are to one item. */
export function recoveryChoices(item: RecoveryItem): readonly RecoveryChoice[] {
  const { account } = item.account;
  const broker = item.account.brokerName;
  switch (item.kind) {
    case 'unknown': {
      const { clientOrderId } = item.question;
      const decide =
        (choice: 'never-arrived' | 'is-working' | 'ask-again') =>
        ({ accounts }: EngineClient, number: string): Promise<unknown> =>
          accounts.decide({
            account,
            clientOrderId,
            choice,
            ...(choice === 'is-working' && number !== '' ? { venueOrderId: number } : {}),
          });
      return [
        {
          key: '1',
          text: 'It never arrived',
          meaning: `It is closed here. Look at ${broker} first: were it there, it would work on unseen.`,
          decide: decide('never-arrived'),
        },
        {
          key: '2',
          text: 'It is working',
          meaning: `It is kept here as working at ${broker}, under the number it has there if you write one.`,
          numberLabel: `Its number at ${broker}`,
          decide: decide('is-working'),
        },
        {
          key: '3',
          text: 'Ask again',
          meaning: `${broker} is asked once more.`,
          decide: decide('ask-again'),
        },
      ];
    }
    case 'external': {
      const { venueOrderId } = item.order;
      const decide =
        (choice: 'adopt' | 'ignore' | 'close') =>
        ({ accounts }: EngineClient): Promise<unknown> =>
          accounts.decideExternal({ account, venueOrderId, choice });
      return [
        {
          key: '1',
          text: 'Adopt',
          meaning: 'It is kept in the blotter like one of ours, and can be changed and cancelled.',
          decide: decide('adopt'),
        },
        {
          key: '2',
          text: 'Ignore',
          meaning: 'It is left alone and not shown again.',
          decide: decide('ignore'),
        },
        { key: '3', text: 'Close', meaning: `${broker} is asked to cancel it.`, decide: decide('close') },
      ];
    }
    case 'difference': {
      const { kind, what } = item.difference;
      return [
        {
          key: '1',
          text: 'Take over',
          meaning: `The books here become as ${broker} has them.`,
          decide: ({ accounts }) => accounts.takeOver({ account, kind, what }),
        },
        {
          key: '2',
          text: 'Ask again',
          meaning: `The books are compared with ${broker} once more.`,
          decide: ({ accounts }) => accounts.reconcile({ account }),
        },
      ];
    }
  }
}
