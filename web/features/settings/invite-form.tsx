'use client';

import { useMutation } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { Button } from '../../ui/button';
import { CodeBlock } from '../../ui/code-block';
import { ErrorPanel } from '../../ui/error-panel';
import { Field } from '../../ui/field';
import { Input, Select } from '../../ui/input';
import { textOf } from '../auth/text-of';
import { roles } from './roles';

/** Makes a one-time link; the installation also mails it where it can. */
export const InviteForm = () => {
  const invite = useMutation({
    mutationFn: (form: FormData) =>
      answerOf(
        api.POST('/api/v1/auth/invites', {
          body: {
            email: textOf(form, 'email'),
            role: roles.find((role) => role === textOf(form, 'role')) ?? 'viewer',
          },
        }),
      ),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    invite.mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit} className="flex max-w-2xl flex-col gap-4">
      {invite.error !== null && <ErrorPanel error={invite.error} compact />}
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem_auto] sm:items-end">
        <Field label="E-mail" required>
          {(control) => <Input {...control} name="email" type="email" autoComplete="off" required />}
        </Field>
        <Field label="Role" required>
          {(control) => (
            <Select {...control} name="role" defaultValue="viewer">
              {roles.map((role) => (
                <option key={role} value={role}>
                  {role}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" busy={invite.isPending}>
          Make a link
        </Button>
      </div>
      {invite.data !== undefined && (
        <div className="flex flex-col gap-2">
          <p role="status" className="text-sm text-muted">
            For {invite.data.email}, works once, until {invite.data.expires_at.slice(0, 10)}.
          </p>
          <CodeBlock label="Invitation link" text={invite.data.link} />
        </div>
      )}
    </form>
  );
};
