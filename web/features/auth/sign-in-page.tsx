'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { useSession } from '../../lib/session/session-provider';
import { Link } from '../../ui/link';
import { AuthCard } from './auth-card';
import { SignInForm } from './sign-in-form';

/** Only a path of this site: an address elsewhere would let a link send people away after they signed in. */
const safePath = (path: string | null): string =>
  path !== null && /^\/(?![/\\])/.test(path) ? path : '/connections';

export const SignInPage = () => {
  const router = useRouter();
  const target = safePath(useSearchParams().get('next'));
  const { status } = useSession();
  useEffect(() => {
    if (status === 'in') router.replace(target);
  }, [status, router, target]);
  return (
    <AuthCard
      title="Sign in"
      footer={
        <>
          New here?{' '}
          <Link href="/sign-up" className="font-medium text-brand underline underline-offset-4">
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm
        onDone={() => {
          router.replace(target);
        }}
      />
    </AuthCard>
  );
};
