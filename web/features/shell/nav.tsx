'use client';

import { Menu } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { IconButton } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { Dialog } from '../../ui/dialog';
import { Link } from '../../ui/link';
import { isCurrent, navGroups, navItems } from './nav-items';
import { Standing } from './standing';

const link =
  'target flex items-center rounded-lg py-2 text-muted transition-colors hover:bg-raised hover:text-ink aria-[current=page]:bg-brand-soft aria-[current=page]:font-medium aria-[current=page]:text-brand';

/** Icons over small words. */
const tile = 'flex-col gap-1 px-1 text-center text-xs';
const railTile =
  'gap-3 px-3 text-sm max-lg:flex-col max-lg:gap-1 max-lg:px-1 max-lg:text-center max-lg:text-xs';

interface NavListProps {
  /** Tiles side by side, where the list is a phone's menu; one below the other on a rail. */
  readonly as: 'menu' | 'rail';
  readonly onChoose?: () => void;
}

/** All pages in their groups; on a rail a line stands for a group's name. */
const NavList = ({ as, onChoose }: NavListProps) => {
  const path = usePathname();
  return navGroups.map(({ name, items }, index) => (
    <section
      key={name}
      aria-label={name}
      className={classNames(
        as === 'menu' ? 'grid grid-cols-3 gap-1' : 'flex flex-col gap-1 lg:gap-0',
        as === 'rail' && index > 0 && 'max-lg:border-t max-lg:border-line max-lg:pt-1',
      )}
    >
      <p
        aria-hidden
        className={classNames(
          'text-xs text-muted',
          as === 'menu' ? 'col-span-3 pt-1' : 'px-3 pt-3 pb-1 max-lg:hidden lg:pt-2',
        )}
      >
        {name}
      </p>
      {items.map(({ href, label, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent(href, path) ? 'page' : undefined}
          className={classNames(link, as === 'menu' ? tile : railTile)}
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
    className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] shrink-0 flex-col gap-1 overflow-y-auto border-r border-line bg-panel p-2 lg:gap-0 sm:flex sm:w-22 lg:w-56 lg:px-3 lg:pt-0 lg:pb-3"
  >
    <NavList as="rail" />
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
          <NavList as="menu" onChoose={close} />
        </nav>
        <section aria-label="Persona, autonomy, model" className="mt-3 border-t border-line pt-3">
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
