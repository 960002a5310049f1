'use client';

import { CircleUserRound, LogOut, Settings } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { DropdownMenu } from 'radix-ui';
import { useSession } from '../../lib/session/session-provider';
import type { Me } from '../../lib/session/session-provider';
import { useToast } from '../../ui/toast';

const item =
  'target flex cursor-pointer items-center gap-2 rounded-lg px-3 text-sm outline-none data-[highlighted]:bg-raised';

/** Who is signed in, and the way out. */
export const ProfileMenu = ({ me }: { readonly me: Me }) => {
  const { signOut } = useSession();
  const { complain } = useToast();
  const router = useRouter();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={`Account of ${me.name}`}
        className="target inline-flex min-w-9 items-center justify-center gap-2 rounded-lg px-2 text-sm hover:bg-raised max-sm:min-w-11"
      >
        <CircleUserRound aria-hidden className="size-5 text-muted" />
        <span className="max-w-40 truncate max-lg:hidden">{me.name}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={8}
          className="enter z-50 w-64 rounded-xl border border-line bg-panel p-1.5 shadow-card"
        >
          <DropdownMenu.Label className="px-3 py-2 text-sm">
            <span className="block truncate font-medium">{me.name}</span>
            <span className="block truncate text-muted">{me.email}</span>
            <span className="mt-1 block truncate text-muted">
              {me.role} of {me.tenant.name}
            </span>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Item
            className={item}
            onSelect={() => {
              router.push('/settings');
            }}
          >
            <Settings aria-hidden className="size-4" /> Settings
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={item}
            onSelect={() => {
              signOut().then(() => {
                router.push('/sign-in');
              }, complain);
            }}
          >
            <LogOut aria-hidden className="size-4" /> Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};
