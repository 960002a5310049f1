'use client';

import type { ControlProps } from '../../../ui/field';
import { Field } from '../../../ui/field';
import { Checkbox, Input, Select, TextArea } from '../../../ui/input';
import type { FormValues } from './form-values';
import type { FormField } from './read-fields';

interface SchemaFieldsProps {
  readonly fields: readonly FormField[];
  readonly values: FormValues;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: string | boolean) => void;
  /** Names of secrets that are stored already: left empty they stay. */
  readonly stored?: readonly string[];
}

/** The controls of a schema: the usual ones first, the rest behind "More settings". */
export const SchemaFields = (props: SchemaFieldsProps) => {
  const usual = props.fields.filter(({ rare }) => !rare);
  const rare = props.fields.filter((field) => field.rare);
  const isWrong = rare.some(({ name }) => props.errors[name] !== undefined);
  return (
    <div className="flex flex-col gap-5">
      {usual.map((field) => (
        <OneField key={field.name} field={field} {...props} />
      ))}
      {rare.length > 0 && (
        <details className="rounded-xl border border-line" {...(isWrong ? { open: true } : {})}>
          <summary className="target flex items-center px-4 text-sm font-medium">More settings</summary>
          <div className="flex flex-col gap-5 border-t border-line p-4">
            {rare.map((field) => (
              <OneField key={field.name} field={field} {...props} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
};

const OneField = ({
  field,
  values,
  errors,
  onChange,
  stored = [],
}: SchemaFieldsProps & { readonly field: FormField }) => {
  const value = values[field.name] ?? '';
  const change = (typed: string | boolean): void => {
    onChange(field.name, typed);
  };
  const isStored = field.secret && stored.includes(field.name);
  const help = [
    field.help === undefined || /[.!?]$/.test(field.help) || field.kind !== 'lines'
      ? field.help
      : `${field.help}.`,
    field.kind === 'lines' ? 'One per line.' : undefined,
    isStored ? 'Stored; leave it empty to keep it.' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
  if (field.kind === 'flag')
    return <Flag field={field} help={help} ticked={value === true} onChange={change} />;
  return (
    <Field
      label={field.label}
      required={field.required && !isStored}
      {...(help === '' ? {} : { help })}
      error={errors[field.name]}
    >
      {(control) => <Control control={control} field={field} value={String(value)} onChange={change} />}
    </Field>
  );
};

interface ControlOfProps {
  readonly control: ControlProps;
  readonly field: FormField;
  readonly value: string;
  readonly onChange: (typed: string) => void;
}

const Control = ({ control, field, value, onChange }: ControlOfProps) => {
  switch (field.kind) {
    case 'choice':
      return (
        <Select
          {...control}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        >
          {!field.required && field.standard === undefined && <option value="">—</option>}
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </Select>
      );
    case 'long':
    case 'lines':
    case 'json':
      return (
        <TextArea
          {...control}
          rows={field.kind === 'long' ? 5 : 3}
          spellCheck={false}
          className={field.kind === 'lines' ? '' : 'font-mono text-xs'}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      );
    default:
      return (
        <Input
          {...control}
          type={field.secret ? 'password' : 'text'}
          inputMode={field.kind === 'number' ? 'numeric' : undefined}
          autoComplete={field.secret ? 'new-password' : 'off'}
          spellCheck={false}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      );
  }
};

interface FlagProps {
  readonly field: FormField;
  readonly help: string;
  readonly ticked: boolean;
  readonly onChange: (ticked: boolean) => void;
}

const Flag = ({ field, help, ticked, onChange }: FlagProps) => (
  <label className="flex items-start gap-3 text-sm">
    <Checkbox
      checked={ticked}
      onChange={(event) => {
        onChange(event.target.checked);
      }}
    />
    <span>
      {field.label}
      {help !== '' && <span className="block font-normal text-muted">{help}</span>}
    </span>
  </label>
);
