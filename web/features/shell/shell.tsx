'use client';

import { useState } from 'react';
import type { ReactNode } from 'react';
import { useSession } from '../../lib/session/session-provider';
import { ButtonLink } from '../../ui/button';
import { Link } from '../../ui/link';
import { Bell } from '../notifications/bell';
import { LiveBadge } from './live-badge';
import { Logo } from './logo';
import { BottomBar, MenuButton, SideNav } from './nav';
import { ProfileMenu } from './profile-menu';
import { SearchButton } from './search-button';
import { ShellKeys } from './shell-keys';
import { StandingMenu } from './standing-menu';
import { ThemeButton } from './theme-button';

/** The frame of every page: skip link, top bar, navigation once somebody is signed in, and the page itself. */
export const Shell = ({ children }: { readonly children: ReactNode }) => {
  const { me, status } = useSession();
  const isMember = me !== undefined || status === 'in' || status === 'expected';
  const [searching, setSearching] = useState(false);
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-lg bg-brand px-4 py-3 text-on-brand focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-panel px-2 sm:gap-4 sm:px-4">
        {isMember && <MenuButton />}
        <Logo compact={isMember} />
        {me !== undefined && (
          <span className="min-w-0 truncate border-l border-line pl-3 text-sm text-muted max-sm:hidden">
            {me.tenant.name}
          </span>
        )}
        <div className="ml-auto flex items-center gap-1 sm:gap-2">
          {isMember && (
            <>
              <SearchButton
                onOpen={() => {
                  setSearching(true);
                }}
              />
              <LiveBadge />
            </>
          )}
          {isMember && <Bell />}
          {isMember && <StandingMenu />}
          <ThemeButton />
          {me === undefined ? <SignInLink /> : <ProfileMenu me={me} />}
        </div>
      </header>
      <div className="flex">
        {isMember && <SideNav />}
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl min-w-0 flex-1 px-4 pt-6 pb-24 outline-none sm:px-6 sm:pb-12"
        >
          {children}
        </main>
      </div>
      {isMember && (
        <>
          <BottomBar />
          <ShellKeys searching={searching} onSearch={setSearching} />
        </>
      )}
    </>
  );
};

const SignInLink = () => {
  const { status } = useSession();
  return (
    status === 'out' && (
      <ButtonLink look="secondary">
        <Link href="/sign-in">Sign in</Link>
      </ButtonLink>
    )
  );
};
