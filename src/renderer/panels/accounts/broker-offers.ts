import type { BrokerView } from '#contract/services/accounts';

/** A broker as a search offers it: under its own name, or under that of a service it stands in for. */
export interface BrokerOffer {
  readonly broker: BrokerView;
  readonly name: string;
  /** What is to be known of the name searched for; null for a broker's own. */
  readonly notice: string | null;
}

/** Brokers whose name, or whose former name, holds the text; those that begin with it first. Aliases only when searched for. */
export function brokerOffers(brokers: readonly BrokerView[], text: string): BrokerOffer[] {
  const wanted = text.trim().toLowerCase();
  const own = brokers.map((broker) => ({ broker, name: broker.name, notice: null }));
  if (wanted === '') return own;
  const aliases = brokers.flatMap((broker) =>
    broker.aliases.map(({ name, notice }) => ({ broker, name, notice })),
  );
  const place = ({ name, broker }: BrokerOffer): number => {
    const texts = [name.toLowerCase(), broker.id];
    if (texts.some((one) => one.startsWith(wanted))) return 0;
    return texts.some((one) => one.includes(wanted)) ? 1 : 2;
  };
  return [...own, ...aliases].filter((offer) => place(offer) < 2).sort((a, b) => place(a) - place(b));
}
