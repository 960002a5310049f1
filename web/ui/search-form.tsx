'use client';

import { Search } from 'lucide-react';
import { useId } from 'react';
import { Button } from './button';
import { classNames } from './class-names';
import { Input } from './input';

interface SearchFormProps {
  /** Of the field. */
  readonly label: string;
  /** Of the form, where a page has more than one. */
  readonly name?: string;
  /** What is looked for now. */
  readonly value?: string;
  readonly placeholder?: string;
  /** How wide it is. */
  readonly className: string;
  /** Without the spaces around it; empty: no longer looked for. */
  readonly onFind: (words: string) => void;
}

/** No question to the API takes more. */
const longest = 200;

/** Looks for words when they are sent, by Enter or the button. A value that changes from outside replaces what was typed. */
export const SearchForm = ({ label, name, value = '', placeholder, className, onFind }: SearchFormProps) => {
  const id = useId();
  return (
    <form
      key={value}
      role="search"
      aria-label={name}
      className={classNames('flex min-w-0 items-end gap-2', className)}
      onSubmit={(event) => {
        event.preventDefault();
        const words = new FormData(event.currentTarget).get('words');
        onFind(typeof words === 'string' ? words.trim() : '');
      }}
    >
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <label htmlFor={id} className="text-xs text-muted">
          {label}
        </label>
        <Input
          id={id}
          name="words"
          type="search"
          defaultValue={value}
          placeholder={placeholder}
          maxLength={longest}
        />
      </div>
      <Button type="submit" icon={Search}>
        Find
      </Button>
    </form>
  );
};
