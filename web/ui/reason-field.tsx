'use client';

import { Field } from './field';
import { Input } from './input';

interface ReasonFieldProps {
  readonly label?: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** Why somebody decides; as long as decisions keep it. */
export const ReasonField = ({
  label = 'Why?',
  help,
  required = false,
  value,
  onChange,
}: ReasonFieldProps) => (
  <Field label={label} required={required} {...(help === undefined ? {} : { help })}>
    {(control) => (
      <Input
        {...control}
        value={value}
        maxLength={500}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    )}
  </Field>
);
