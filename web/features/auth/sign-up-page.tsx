'use client';

import { useMutation } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import type { SubmitEvent } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { useHydrated } from '../../lib/use-hydrated';
import { Button, ButtonLink } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { ErrorPanel } from '../../ui/error-panel';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { Link } from '../../ui/link';
import { AuthCard } from './auth-card';
import { NameField, NewPasswordField } from './new-person-fields';
import { textOf } from './text-of';

const register = (form: FormData) =>
  answerOf(
    api.POST('/api/v1/auth/register', {
      body: {
        tenant_name: textOf(form, 'tenant_name'),
        name: textOf(form, 'name'),
        email: textOf(form, 'email'),
        password: textOf(form, 'password'),
      },
    }),
  );

/** One step; the answer is the same for addresses that are known and unknown here, so sign-in follows by hand. */
export const SignUpPage = () => {
  const hydrated = useHydrated();
  const attempt = useMutation({ mutationFn: register });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    attempt.mutate(new FormData(event.currentTarget));
  };
  if (attempt.isSuccess) {
    return (
      <AuthCard title="Nearly there">
        <Empty
          icon={MailCheck}
          title="Your account is ready"
          action={
            <ButtonLink look="primary">
              <Link href="/sign-in">Sign in</Link>
            </ButtonLink>
          }
        >
          If the address had an account before, that one stays as it was: sign in with its password.
        </Empty>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Create an account"
      note="You become the first admin of a new tenant; nobody else can see its data."
      footer={
        <>
          Have one already?{' '}
          <Link href="/sign-in" className="font-medium text-brand underline underline-offset-4">
            Sign in
          </Link>
        </>
      }
    >
      <form method="post" onSubmit={submit} className="flex flex-col gap-4">
        {attempt.error !== null && <ErrorPanel error={attempt.error} compact />}
        <Field label="Organisation" required>
          {(control) => (
            <Input {...control} name="tenant_name" autoComplete="organization" maxLength={200} required />
          )}
        </Field>
        <NameField />
        <Field label="E-mail" required>
          {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
        </Field>
        <NewPasswordField help="At least 12 characters; a few words are better than one odd one." />
        <Button type="submit" look="primary" busy={attempt.isPending} disabled={!hydrated}>
          Create account
        </Button>
      </form>
    </AuthCard>
  );
};
