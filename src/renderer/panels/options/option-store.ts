import { createStore, useStore } from 'zustand';
import { EMPTY_STRATEGY, type StrategyDraft } from './leg-draft.ts';

/** What a person has chosen for one underlying. */
interface UnderlyingChoice {
  readonly draft: StrategyDraft;
  /** Absent until one is chosen. */
  readonly expiration?: string;
}

interface OptionState {
  readonly choices: Readonly<Record<string, UnderlyingChoice>>;
  /** Source of chains; the first that is ready while null. */
  readonly source: string | null;
  /** Percent a year as typed; empty leaves it to the engine. */
  readonly rate: string;
  readonly dividendYield: string;
}

/** Outlives the panel: a strategy half written is still there when it comes back. */
const optionStore = createStore<OptionState>()(() => ({
  choices: {},
  source: null,
  rate: '',
  dividendYield: '',
}));

const NO_CHOICE: UnderlyingChoice = { draft: EMPTY_STRATEGY };

export function useOptionChoice(underlying: string): UnderlyingChoice {
  return useStore(optionStore, ({ choices }) => choices[underlying] ?? NO_CHOICE);
}

export const useOptionSource = (): string | null => useStore(optionStore, ({ source }) => source);
export const useOptionRates = (): Pick<OptionState, 'rate' | 'dividendYield'> => {
  const rate = useStore(optionStore, (state) => state.rate);
  const dividendYield = useStore(optionStore, (state) => state.dividendYield);
  return { rate, dividendYield };
};

export function editStrategy(
  underlying: string,
  change: (draft: StrategyDraft) => Partial<StrategyDraft>,
): void {
  optionStore.setState(({ choices }) => {
    const choice = choices[underlying] ?? NO_CHOICE;
    const draft = { ...choice.draft, ...change(choice.draft) };
    return { choices: { ...choices, [underlying]: { ...choice, draft } } };
  });
}

export function chooseExpiration(underlying: string, expiration: string): void {
  optionStore.setState(({ choices }) => ({
    choices: { ...choices, [underlying]: { ...(choices[underlying] ?? NO_CHOICE), expiration } },
  }));
}

export function chooseSource(source: string): void {
  optionStore.setState({ source });
}

export function editRates(rates: Partial<Pick<OptionState, 'rate' | 'dividendYield'>>): void {
  optionStore.setState(rates);
}
