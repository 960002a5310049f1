'use client';

import { CircleStop, SendHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { useShortcuts } from '../../lib/use-shortcuts';
import { Button } from '../../ui/button';
import { Input } from '../../ui/input';

interface AskFormProps {
  /** What stands in the field until somebody types. */
  readonly question: string;
  readonly busy: boolean;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

/** The one line in which a question is typed; Enter asks it, `/` comes back to it. */
export const AskForm = ({ question, busy, onAsk, onStop }: AskFormProps) => {
  // What was typed belongs to the question that stood there: another one takes its place.
  const [typed, setTyped] = useState({ over: question, text: question });
  const text = typed.over === question ? typed.text : question;
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({
    '/': () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  const asked = text.trim();
  return (
    <form
      role="search"
      className="flex flex-col gap-2 sm:flex-row"
      onSubmit={(event) => {
        event.preventDefault();
        if (asked !== '' && !busy) onAsk(asked);
      }}
    >
      <label htmlFor="question" className="sr-only">
        Question
      </label>
      <Input
        id="question"
        ref={field}
        value={text}
        maxLength={500}
        autoComplete="off"
        enterKeyHint="send"
        placeholder="What is our cloud spend this month?"
        onChange={(event) => {
          setTyped({ over: question, text: event.target.value });
        }}
      />
      <Button type="submit" look="primary" icon={SendHorizontal} busy={busy} disabled={asked === ''}>
        Ask
      </Button>
      {busy && (
        <Button icon={CircleStop} onClick={onStop}>
          Stop
        </Button>
      )}
    </form>
  );
};
