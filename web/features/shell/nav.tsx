'use client';

import { Menu } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { IconButton } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { Dialog } from '../../ui/dialog';
import { isCurrent, navGroups, navItems } from './nav-items';
import { Standing } from './standing';

const link =
  'target flex items-center gap-3 rounded-lg px-3 py-2 text-sm text-muted transition-colors hover:bg-raised hover:text-ink aria-[current=page]:bg-brand-soft aria-[current=page]:font-medium aria-[current=page]:text-brand';

interface NavListProps {
  /** Icons over small words where the list is a rail. */
  readonly rail?: boolean;
  readonly onChoose?: () => void;
}

/** All pages in their groups; on a rail a line stands for a group's name. */
const NavList = ({ rail = false, onChoose }: NavListProps) => {
  const path = usePathname();
  return navGroups.map(({ name, items }, index) => (
    <section
      key={name}
      aria-label={name}
      className={classNames(
        'flex flex-col gap-1',
        rail && index > 0 && 'max-lg:border-t max-lg:border-line max-lg:pt-1',
      )}
    >
      <p aria-hidden className={classNames('px-3 pt-3 pb-1 text-xs text-muted', rail && 'max-lg:hidden')}>
        {name}
      </p>
      {items.map(({ href, label, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent(href, path) ? 'page' : undefined}
          className={classNames(
            link,
            rail && 'max-lg:flex-col max-lg:gap-1 max-lg:px-1 max-lg:text-center max-lg:text-xs',
          )}
          {...(onChoose === undefined ? {} : { onClick: onChoose })}
        >
          <Icon aria-hidden className="size-5 shrink-0" />
          {label}
        </Link>
      ))}
    </section>
  ));
};

/** Words beside icons on wide screens, icons over small words on a rail between 640 and 1023 px. */
export const SideNav = () => (
  <nav
    aria-label="Main"
    className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] shrink-0 flex-col gap-1 overflow-y-auto border-r border-line bg-panel p-2 sm:flex sm:w-22 lg:w-56 lg:px-3 lg:pt-0 lg:pb-3"
  >
    <NavList rail />
  </nav>
);

/** All pages, from the hamburger of a phone. */
export const MenuButton = () => {
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
  };
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
          <NavList onChoose={close} />
        </nav>
        <section aria-label="Persona, autonomy, model" className="mt-4 border-t border-line pt-4">
          <Standing onLeave={close} />
        </section>
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
