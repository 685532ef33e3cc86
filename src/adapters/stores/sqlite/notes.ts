import type Database from 'better-sqlite3';
import type { Note, TextRange } from '#engine/ports/market-store';
import { matchOf } from './search-words.ts';

interface NoteSearch {
  readonly words: string;
  readonly from: number;
  readonly to: number;
  readonly symbol: string | null;
  readonly limit: number;
}

/** What a person wrote down, found by its words. All calls are synchronous. */
export interface Notes {
  put(note: Note): void;
  search(words: string, range: TextRange): Note[];
}

export function createNotes(database: Database.Database): Notes {
  const upsert = database.prepare(
    `INSERT INTO notes (id, symbol, time, text) VALUES (@id, @symbol, @time, @text)
     ON CONFLICT (id) DO UPDATE SET symbol = excluded.symbol, time = excluded.time, text = excluded.text`,
  );
  const inRange = 'n.time >= @from AND n.time < @to AND (@symbol IS NULL OR n.symbol = @symbol)';
  const searchWords = database.prepare<[NoteSearch], Note>(
    `SELECT n.id, n.symbol, n.time, n.text FROM note_words w JOIN notes n ON n.place = w.rowid
     WHERE note_words MATCH @words AND ${inRange} ORDER BY bm25(note_words), n.time DESC, n.place LIMIT @limit`,
  );
  const selectNewest = database.prepare<[Omit<NoteSearch, 'words'>], Note>(
    `SELECT n.id, n.symbol, n.time, n.text FROM notes n WHERE ${inRange} ORDER BY n.time DESC, n.place LIMIT @limit`,
  );
  return {
    put(note) {
      upsert.run(note);
    },
    search(words, { symbol, from = 0, to = Number.MAX_VALUE, limit }) {
      const range = { from, to, symbol: symbol ?? null, limit };
      if (words.trim() === '') return selectNewest.all(range);
      const wanted = matchOf(words);
      return wanted === '' ? [] : searchWords.all({ ...range, words: wanted });
    },
  };
}
