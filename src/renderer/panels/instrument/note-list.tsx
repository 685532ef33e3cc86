import { type FormEvent, type ReactNode, useState } from 'react';
import { act } from '../../app/session-control.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { formatMinute } from '../../format/time.ts';
import { CardSection } from './card-section.tsx';

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What a person wrote about a symbol: newest first, or those with the words typed. */
export function NoteList({ symbol }: { readonly symbol: string }): ReactNode {
  const [words, setWords] = useState('');
  const [text, setText] = useState('');
  const { value, problem, askAgain } = useAnswer(
    `notes ${symbol} ${words}`,
    (engine, options) =>
      engine.marketData.notes(
        { symbol, ...(words.trim() === '' ? {} : { words: `${words.trim()}*` }) },
        options,
      ),
    { isKept: true },
  );

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (text.trim() === '') return;
    if (!(await act('Keep the note', (engine) => engine.marketData.addNote({ symbol, text })))) return;
    setText('');
    askAgain();
  }

  return (
    <CardSection
      title="Notes"
      aside={
        <input
          aria-label={`Search notes of ${symbol}`}
          placeholder="search…"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      }
    >
      {problem && <p className="note warning">{problem}</p>}
      <form className="card-note" onSubmit={(event) => void add(event)}>
        <input
          aria-label={`Add a note on ${symbol}`}
          placeholder={`A note on ${symbol}, Enter keeps it…`}
          maxLength={10_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <ul className="card-texts card-scroll">
        {(value ?? []).map((note) => (
          <li key={note.id}>
            <span className="selectable">{note.text}</span>
            <span className="muted number">{formatMinute(note.time, LOCAL_ZONE)}</span>
          </li>
        ))}
      </ul>
    </CardSection>
  );
}
