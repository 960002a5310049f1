'use client';

import { useMutation } from '@tanstack/react-query';
import { Link2Off } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useSyncExternalStore } from 'react';
import type { SubmitEvent } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { useHydrated } from '../../lib/use-hydrated';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { ErrorPanel } from '../../ui/error-panel';
import { useToast } from '../../ui/toast';
import { AuthCard } from './auth-card';
import { NameField, NewPasswordField } from './new-person-fields';
import { textOf } from './text-of';

const subscribeToHash = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
};

/** The token stands behind `#`, so it reaches no server log. */
export const InvitePage = () => {
  const router = useRouter();
  const hydrated = useHydrated();
  const { say } = useToast();
  const token = useSyncExternalStore(
    subscribeToHash,
    () => location.hash.slice(1),
    () => undefined,
  );
  const accept = useMutation({
    mutationFn: (form: FormData) =>
      answerOf(
        api.POST('/api/v1/auth/invites/accept', {
          body: { token: token ?? '', name: textOf(form, 'name'), password: textOf(form, 'password') },
        }),
      ),
    onSuccess: () => {
      say('Welcome', 'Sign in with the password that you have just chosen.');
      router.push('/sign-in');
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    accept.mutate(new FormData(event.currentTarget));
  };
  if (token === '') {
    return (
      <AuthCard title="Invitation">
        <Empty icon={Link2Off} title="This link is incomplete">
          Open the whole link from your invitation, with everything behind the # sign.
        </Empty>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Accept your invitation" note="Choose a name and a password; the link works once.">
      <form method="post" onSubmit={submit} className="flex flex-col gap-4">
        {accept.error !== null && <ErrorPanel error={accept.error} compact />}
        <NameField />
        <NewPasswordField help="At least 12 characters" />
        <Button type="submit" look="primary" busy={accept.isPending} disabled={!hydrated}>
          Join
        </Button>
      </form>
    </AuthCard>
  );
};
