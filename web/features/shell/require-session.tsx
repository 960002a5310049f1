'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../../lib/api-problem';
import { signInFor } from '../../lib/session/sign-in-for';
import { useSession } from '../../lib/session/session-provider';
import { Dialog } from '../../ui/dialog';
import { ErrorPanel } from '../../ui/error-panel';
import { SkeletonRows } from '../../ui/skeleton';
import { SignInForm } from '../auth/sign-in-form';

/**
 * Pages for signed-in users. Strangers go to sign-in and come back; who was here before sees the page while the session is
 * renewed. A session that ends while somebody is at work keeps the page and what was typed, and asks for the password in a dialog.
 */
export const RequireSession = ({ children }: { readonly children: ReactNode }) => {
  const { status, retry } = useSession();
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams().toString();
  const [entered, setEntered] = useState(false);
  const here = query === '' ? path : `${path}?${query}`;
  if (status === 'in' && !entered) setEntered(true);
  useEffect(() => {
    if (status === 'out' && !entered) router.replace(signInFor(here));
  }, [status, entered, router, here]);
  if (status === 'unreachable' && !entered)
    return <ErrorPanel error={ApiProblem.of(undefined)} onRetry={retry} />;
  if (!entered && status !== 'in' && status !== 'expected') return <SkeletonRows rows={6} />;
  return (
    <>
      {children}
      <Dialog
        open={status === 'out' && entered}
        onOpenChange={(open) => {
          if (!open) router.push('/sign-in');
        }}
        title="Your session has ended"
        description="Sign in again and go on where you were; nothing on this page is lost."
      >
        <SignInForm onDone={() => undefined} />
      </Dialog>
    </>
  );
};
