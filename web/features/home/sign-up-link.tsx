'use client';

import { UserRoundPlus } from 'lucide-react';
import Link from 'next/link';
import { useSession } from '../../lib/session/session-provider';
import { ButtonLink } from '../../ui/button';

/** Offered to strangers; whoever is signed in has an account. */
export const SignUpLink = () => {
  const { me } = useSession();
  return (
    me === undefined && (
      <ButtonLink>
        <Link href="/sign-up">
          <UserRoundPlus aria-hidden className="size-4" /> Create an account
        </Link>
      </ButtonLink>
    )
  );
};
