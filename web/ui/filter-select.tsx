'use client';

import { useId } from 'react';
import { Select } from './input';

interface FilterSelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
  /** False: one of the options always holds. */
  readonly all?: boolean;
}

/** One filter of a list; empty stands for all. */
export const FilterSelect = ({ label, value, options, onChange, all = true }: FilterSelectProps) => {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1 sm:max-w-56">
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      <Select
        id={id}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        {all && <option value="">All</option>}
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </Select>
    </div>
  );
};
