'use client';

import { useMutation } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useSession } from '../../lib/session/session-provider';
import { useHydrated } from '../../lib/use-hydrated';
import { Button } from '../../ui/button';
import { ErrorPanel } from '../../ui/error-panel';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { textOf } from './text-of';

/** E-mail and password; `onDone` runs once the session is there. */
export const SignInForm = ({ onDone }: { readonly onDone: () => void }) => {
  const { signIn } = useSession();
  const hydrated = useHydrated();
  const attempt = useMutation({
    mutationFn: (form: FormData) => signIn(textOf(form, 'email'), textOf(form, 'password')),
    onSuccess: onDone,
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    attempt.mutate(new FormData(event.currentTarget));
  };
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {attempt.error !== null && <ErrorPanel error={attempt.error} compact />}
      <Field label="E-mail" required>
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
      </Field>
      <Field label="Password" required>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <Button type="submit" look="primary" busy={attempt.isPending} disabled={!hydrated}>
        Sign in
      </Button>
    </form>
  );
};
