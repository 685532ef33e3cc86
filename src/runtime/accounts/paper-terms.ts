import { OctopusError, unknownName } from '#contract/errors';
import { PAPER_VENUE, VENUE_PROFILES, type VenueProfile, venueProfile } from '#domain/orders/venue-profiles';
import { type AccountRules, type AccountType, accountRules } from '#domain/portfolio/account-rules';
import { EASY_TO_BORROW } from '#domain/portfolio/borrow-list';
import type { AccountDocument } from './account-documents.ts';

/** What an account on paper is opened as. */
export interface PaperTerms {
  /** A venue profile; the plain paper venue unless told. */
  readonly venue?: string | undefined;
  /** Without one it may be short of anything, free of charge, and has nothing lent. */
  readonly type?: AccountType | undefined;
  /** What its orders meet: the book where the live market tells one, or trades and quotes alone, as unless told. */
  readonly fills?: 'books' | 'ticks' | undefined;
}

/** Throws BAD_REQUEST for a venue that nobody knows, and where it lends nothing to a margin account. */
export function requirePaperTerms({ venue, type }: PaperTerms): void {
  if (venue !== undefined && !venueProfile(venue)) {
    const known = VENUE_PROFILES.map(({ id }) => id);
    throw new OctopusError('BAD_REQUEST', unknownName('venue', venue, known));
  }
  const { name, leverage } = profileOf(venue);
  if (type === 'margin' && leverage === 1)
    throw new OctopusError(
      'BAD_REQUEST',
      `${name} lends nothing: open a cash account there, or a margin account at another venue`,
    );
}

/** The venue of a paper account. */
export function paperVenue({ fields }: Pick<AccountDocument, 'fields'>): VenueProfile {
  return profileOf(fields['venue']);
}

/** What a paper account may carry; undefined for one without a type. */
export function paperRules({
  fields,
  type,
  borrowing = EASY_TO_BORROW,
}: Pick<AccountDocument, 'fields' | 'type' | 'borrowing'>): AccountRules | undefined {
  return type && accountRules(type, profileOf(fields['venue']), borrowing);
}

function profileOf(venue: string | undefined): VenueProfile {
  return (venue === undefined ? undefined : venueProfile(venue)) ?? PAPER_VENUE;
}
