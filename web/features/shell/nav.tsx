'use client';

import { Menu } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { IconButton } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { Dialog } from '../../ui/dialog';
import { isCurrent, navItems } from './nav-items';

const link =
  'target flex items-center gap-3 rounded-lg px-3 py-2 text-sm text-muted transition-colors hover:bg-raised hover:text-ink aria-[current=page]:bg-brand-soft aria-[current=page]:font-medium aria-[current=page]:text-brand';

/** Words beside icons on wide screens, icons over small words on a rail between 640 and 1023 px. */
export const SideNav = () => {
  const path = usePathname();
  return (
    <nav
      aria-label="Main"
      className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] shrink-0 flex-col gap-1 overflow-y-auto border-r border-line bg-panel p-2 sm:flex sm:w-22 lg:w-56 lg:p-3"
    >
      {navItems.map(({ href, label, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent(href, path) ? 'page' : undefined}
          className={classNames(
            link,
            'max-lg:flex-col max-lg:gap-1 max-lg:px-1 max-lg:text-center max-lg:text-xs',
          )}
        >
          <Icon aria-hidden className="size-5 shrink-0" />
          {label}
        </Link>
      ))}
    </nav>
  );
};

/** All pages, from the hamburger of a phone. */
export const MenuButton = () => {
  const path = usePathname();
  const [open, setOpen] = useState(false);
  return (
    <div className="sm:hidden">
      <IconButton
        label="Open the menu"
        icon={Menu}
        onClick={() => {
          setOpen(true);
        }}
      />
      <Dialog open={open} onOpenChange={setOpen} title="Menu" place="left">
        <nav aria-label="All pages" className="flex flex-col gap-1">
          {navItems.map(({ href, label, icon: Icon }) => (
            <Link
              key={href}
              href={href}
              aria-current={isCurrent(href, path) ? 'page' : undefined}
              className={link}
              onClick={() => {
                setOpen(false);
              }}
            >
              <Icon aria-hidden className="size-5" />
              {label}
            </Link>
          ))}
        </nav>
      </Dialog>
    </div>
  );
};

const dailyItems = navItems.filter(({ daily }) => daily === true);

/** The five pages of daily use within a thumb's reach. */
export const BottomBar = () => {
  const path = usePathname();
  return (
    <nav
      aria-label="Shortcuts"
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {dailyItems.map(({ href, label, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent(href, path) ? 'page' : undefined}
          className="flex min-h-14 min-w-0 flex-col items-center justify-center gap-1 text-[0.65rem] text-muted aria-[current=page]:font-medium aria-[current=page]:text-brand"
        >
          <Icon aria-hidden className="size-5" />
          <span className="max-w-full truncate px-0.5">{label}</span>
        </Link>
      ))}
    </nav>
  );
};
