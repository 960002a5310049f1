'use client';

import { LayoutDashboard, UserRoundPlus } from 'lucide-react';
import { useSession } from '../../lib/session/session-provider';
import { ButtonLink } from '../../ui/button';
import { Link } from '../../ui/link';

/** Strangers make an account; whoever is signed in goes on where the first steps, and demo data, are offered. */
export const BeginLink = () => {
  const { me } = useSession();
  return (
    <ButtonLink>
      {me === undefined ? (
        <Link href="/sign-up">
          <UserRoundPlus aria-hidden className="size-4" /> Create an account
        </Link>
      ) : (
        <Link href="/dashboard">
          <LayoutDashboard aria-hidden className="size-4" /> Open the dashboard
        </Link>
      )}
    </ButtonLink>
  );
};
