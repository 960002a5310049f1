'use client';

import { useState } from 'react';
import type { ReactNode, SubmitEvent } from 'react';
import { ApiProblem } from '../../../lib/api-problem';
import type { Schemas } from '../../../lib/api-client';
import { Button } from '../../../ui/button';
import { ErrorPanel } from '../../../ui/error-panel';
import { Field } from '../../../ui/field';
import { Input, Select } from '../../../ui/input';
import { UploadFiles } from '../upload-files';
import { fieldErrors, readForm, startValues } from './form-values';
import type { FormValues } from './form-values';
import { readVariants } from './read-fields';
import type { FormVariant } from './read-fields';
import { SchemaFields } from './schema-fields';

export interface Settings {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Undefined: none were typed, or the user's consent will bring them. */
  readonly credentials: Readonly<Record<string, unknown>> | undefined;
  /** What the source's consent page needs to know, where the user connects so. */
  readonly consent: { readonly clientId: string; readonly clientSecret: string } | undefined;
}

interface SettingsFormProps {
  readonly entry: Schemas['CatalogueEntry'];
  readonly existing?: Schemas['ConnectionDetail'];
  readonly error: unknown;
  readonly busy: boolean;
  readonly submit: string;
  readonly onSubmit: (settings: Settings) => void;
}

const consentChoice = 'consent';

/** The whole form of a connection, drawn from the catalogue's schemas; secrets can be written and never read. */
export const SettingsForm = ({ entry, existing, error, busy, submit, onSubmit }: SettingsFormProps) => {
  const form = useSettingsForm(entry, existing, onSubmit);
  const { configForm, variants, variant, name, config, secrets, signIn, own } = form;
  const problem = error === null || error === undefined ? undefined : ApiProblem.of(error);
  const refused = problem?.errors ?? [];
  return (
    <form onSubmit={form.send} noValidate className="flex max-w-2xl flex-col gap-5">
      {problem !== undefined && <ErrorPanel error={problem} compact />}
      <Field label="Name" required help="As people will know this source." error={own['name']}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={200}
            onChange={(event) => {
              form.setName(event.target.value);
            }}
          />
        )}
      </Field>
      {entry.system === 'filesource' && (
        <UploadFiles
          onUploaded={(path) => {
            form.setConfig((values) => ({ ...values, files: withLine(textOf(values['files']), path) }));
          }}
        />
      )}
      <SchemaFields
        fields={configForm.fields}
        values={config}
        errors={{ ...fieldErrors(refused, 'config'), ...own }}
        onChange={(field, value) => {
          form.setConfig((values) => ({ ...values, [field]: value }));
        }}
      />
      <SignInPart
        entry={entry}
        labels={variants.map(({ label }) => label)}
        choice={signIn}
        onChoose={(choice) => {
          form.setSignIn(choice);
          form.setSecrets({});
        }}
      >
        {signIn === consentChoice ? (
          <ConsentFields
            values={secrets}
            onChange={(field, value) => {
              form.setSecrets((values) => ({ ...values, [field]: value }));
            }}
          />
        ) : (
          <SchemaFields
            fields={variant?.fields ?? []}
            values={secrets}
            errors={{ ...fieldErrors(refused, 'credentials'), ...own }}
            stored={existing?.credentials_set ?? []}
            onChange={(field, value) => {
              form.setSecrets((values) => ({ ...values, [field]: value }));
            }}
          />
        )}
      </SignInPart>
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
};

/** What is typed, what is wrong with it by the schemas, and what it means once it is sent. */
const useSettingsForm = (
  entry: Schemas['CatalogueEntry'],
  existing: Schemas['ConnectionDetail'] | undefined,
  onSubmit: (settings: Settings) => void,
) => {
  const [configForm = nothing] = readVariants(entry.config_schema);
  const variants = readVariants(entry.credentials_schema);
  const [name, setName] = useState(existing?.name ?? '');
  const [config, setConfig] = useState<FormValues>(() => startValues(configForm.fields, existing?.config));
  const [signIn, setSignIn] = useState(entry.oauth === null ? '0' : consentChoice);
  const [secrets, setSecrets] = useState<FormValues>({});
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({});
  const variant = variants[Number(signIn)];

  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const keeps = keepsSecrets(existing, secrets);
    const read = readForm(configForm, config);
    const given = variant === undefined || keeps ? undefined : readForm(variant, secrets);
    const errors = {
      ...read.errors,
      ...given?.errors,
      ...(name.trim() === '' ? { name: 'Give it a name' } : {}),
    };
    setOwn(errors);
    if (Object.keys(errors).length > 0) return;
    const isEmpty = given === undefined || Object.keys(given.value).length === 0;
    const app = { clientId: textOf(secrets['clientId']), clientSecret: textOf(secrets['clientSecret']) };
    onSubmit({
      name: name.trim(),
      config: read.value,
      credentials: isEmpty ? undefined : given.value,
      consent: signIn === consentChoice && !keeps ? app : undefined,
    });
  };
  return {
    configForm,
    variants,
    variant,
    name,
    setName,
    config,
    setConfig,
    signIn,
    setSignIn,
    secrets,
    setSecrets,
    own,
    send,
  };
};

const nothing: FormVariant = { label: '', fixed: {}, fields: [] };

/** Nothing typed where secrets are stored already: they stay. */
const keepsSecrets = (existing: Schemas['ConnectionDetail'] | undefined, secrets: FormValues): boolean =>
  existing !== undefined &&
  existing.credentials_set.length > 0 &&
  Object.values(secrets).every((typed) => typed === '');

const textOf = (value: string | boolean | undefined): string => (typeof value === 'string' ? value : '');

const withLine = (lines: string, line: string): string =>
  [...lines.split('\n').filter((one) => one !== '' && one !== line), line].join('\n');

interface SignInPartProps {
  readonly entry: Schemas['CatalogueEntry'];
  readonly labels: readonly string[];
  readonly choice: string;
  readonly onChoose: (choice: string) => void;
  readonly children: ReactNode;
}

const SignInPart = ({ entry, labels, choice, onChoose, children }: SignInPartProps) => {
  const { oauth } = entry;
  if (entry.secret_fields.length === 0 && oauth === null) return null;
  return (
    <fieldset className="flex flex-col gap-5 rounded-xl border border-line p-4">
      <legend className="px-1 text-sm text-muted">Sign-in at the source</legend>
      {(oauth !== null || labels.length > 1) && (
        <Field label="How" required>
          {(control) => (
            <Select
              {...control}
              value={choice}
              onChange={(event) => {
                onChoose(event.target.value);
              }}
            >
              {oauth !== null && (
                <option value={consentChoice}>Sign in at {entry.title} with my own account</option>
              )}
              {labels.map((label, index) => (
                <option key={label} value={String(index)}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {children}
    </fieldset>
  );
};

interface ConsentFieldsProps {
  readonly values: FormValues;
  readonly onChange: (name: string, value: string) => void;
}

const ConsentFields = ({ values, onChange }: ConsentFieldsProps) => (
  <>
    <Field label="Consumer key" required help="Of the connected app.">
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          value={textOf(values['clientId'])}
          onChange={(event) => {
            onChange('clientId', event.target.value);
          }}
        />
      )}
    </Field>
    <Field label="Consumer secret" help="Not needed where the app relies on PKCE.">
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="new-password"
          value={textOf(values['clientSecret'])}
          onChange={(event) => {
            onChange('clientSecret', event.target.value);
          }}
        />
      )}
    </Field>
  </>
);
