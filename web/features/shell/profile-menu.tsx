'use client';

import { CircleUserRound, LogOut, Settings } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useSession } from '../../lib/session/session-provider';
import type { Me } from '../../lib/session/session-provider';
import { Link } from '../../ui/link';
import { PopoverButton } from '../../ui/popover';
import { useToast } from '../../ui/toast';

const item = 'target flex w-full items-center gap-2 rounded-lg px-3 text-left hover:bg-raised';

/** Who is signed in, and the way out. */
export const ProfileMenu = ({ me }: { readonly me: Me }) => {
  const { signOut } = useSession();
  const { complain } = useToast();
  const router = useRouter();
  return (
    <PopoverButton
      label="Your account"
      name={`Account of ${me.name}`}
      face={
        <>
          <CircleUserRound aria-hidden className="size-5 text-muted" />
          <span className="max-w-40 truncate max-lg:hidden">{me.name}</span>
        </>
      }
    >
      {(close) => (
        <>
          <p className="border-b border-line px-3 pb-3">
            <span className="block truncate font-medium">{me.name}</span>
            <span className="block truncate text-muted">{me.email}</span>
            <span className="mt-1 block truncate text-muted">
              {me.role} of {me.tenant.name}
            </span>
          </p>
          <div className="-mb-2 flex flex-col pt-2">
            <Link href="/settings" onClick={close} className={item}>
              <Settings aria-hidden className="size-4" /> Settings
            </Link>
            <button
              type="button"
              className={item}
              onClick={() => {
                close();
                signOut().then(() => {
                  router.push('/sign-in');
                }, complain);
              }}
            >
              <LogOut aria-hidden className="size-4" /> Sign out
            </button>
          </div>
        </>
      )}
    </PopoverButton>
  );
};
