import { BACKGROUND, BURDENS, DIRECTIONS, INTENSIFIERS, LEXICON, NEGATIONS, PHRASES } from './lexicon.ts';

/** A word or phrase that carried mood. */
export interface SentimentHit {
  readonly term: string;
  /** Its share after negation, emphasis and background, about −4 to 4. */
  readonly weight: number;
}

export interface HeadlineScore {
  /** −1 (bad for what it speaks of) to 1 (good); 0 when no known word occurs. */
  readonly score: number;
  readonly hits: readonly SentimentHit[];
}

const NEGATION_REACH = 3;
const NEGATION_FACTOR = -0.7;
const EMPHASIS_REACH = 2;
const BACKGROUND_FACTOR = 0.25;
/** How far a burden reaches to the word that says where it goes. */
const BURDEN_REACH = 3;
/** In x / √(x² + α), as much as two middling words. */
const NORMALISATION = 6;
const PHRASE_WORDS_MAX = 4;

/** Mood of one headline by lexicon and rules: phrases first, then words, with negation, emphasis and background. */
export function scoreHeadline(text: string): HeadlineScore {
  const words = tokenize(text);
  const hits: SentimentHit[] = [];
  let background = 1;
  let negatedUntil = -1;
  let emphasis = 1;
  let emphasisUntil = -1;
  for (let i = 0; i < words.length; ) {
    const word = words[i]!;
    if (BACKGROUND.has(word) && hits.length > 0) background = BACKGROUND_FACTOR;
    const found = phraseAt(words, i) ?? burdenAt(words, i) ?? wordAt(word);
    if (found.weight !== 0) {
      const factor =
        (i <= negatedUntil ? NEGATION_FACTOR : 1) * (i <= emphasisUntil ? emphasis : 1) * background;
      hits.push({ term: words.slice(i, i + found.length).join(' '), weight: found.weight * factor });
    }
    if (NEGATIONS.has(word)) negatedUntil = i + NEGATION_REACH;
    if (INTENSIFIERS.has(word)) {
      emphasis = INTENSIFIERS.get(word)!;
      emphasisUntil = i + EMPHASIS_REACH;
    }
    i += found.length;
  }
  const sum = hits.reduce((total, hit) => total + hit.weight, 0);
  return { score: sum / Math.sqrt(sum * sum + NORMALISATION), hits };
}

/** Three classes, for people and for measuring: beyond a quarter either way is a mood. */
export function sentimentLabel(score: number): 'positive' | 'neutral' | 'negative' {
  return score >= 0.25 ? 'positive' : score <= -0.25 ? 'negative' : 'neutral';
}

interface Found {
  readonly weight: number;
  /** Words it takes up. */
  readonly length: number;
}

function tokenize(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replace(/’/g, "'")
      .match(/[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?/g) ?? []
  );
}

function phraseAt(words: readonly string[], start: number): Found | undefined {
  for (let length = Math.min(PHRASE_WORDS_MAX, words.length - start); length >= 2; length--) {
    const weight = PHRASES.get(words.slice(start, start + length).join(' '));
    if (weight !== undefined) return { weight, length };
  }
  return undefined;
}

/** `loss narrows` is good, `debt rises` is bad, whatever the words say alone. */
function burdenAt(words: readonly string[], start: number): Found | undefined {
  if (!BURDENS.has(words[start]!)) return undefined;
  for (let reach = 1; reach <= BURDEN_REACH && start + reach < words.length; reach++) {
    const direction = DIRECTIONS.get(words[start + reach]!);
    if (direction !== undefined) return { weight: -2 * direction, length: reach + 1 };
  }
  return undefined;
}

function wordAt(word: string): Found {
  return { weight: stem(word) ?? 0, length: 1 };
}

/** Weight of a word or of what remains without its ending: plural, past, present participle, doubled consonant, y → ies. */
function stem(word: string): number | undefined {
  const exact = LEXICON.get(word);
  if (exact !== undefined || word.length < 4) return exact;
  const candidates = [
    word.replace(/ies$/, 'y'),
    word.replace(/ied$/, 'y'),
    word.replace(/s$/, ''),
    word.replace(/es$/, ''),
    word.replace(/ed$/, 'e'),
    word.replace(/(?:ed|ing|er|ers|ly)$/, ''),
    word.replace(/ing$/, 'e'),
    word.replace(/(.)\1(?:ed|ing)$/, '$1'),
  ];
  for (const candidate of candidates) {
    const weight = candidate === word ? undefined : LEXICON.get(candidate);
    if (weight !== undefined) return weight;
  }
  return undefined;
}
