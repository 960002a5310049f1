import { Activity, Cable, House, ListChecks, Settings, ShieldAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** The pages that exist, in the order of daily use. */
export const navItems: readonly NavItem[] = [
  { href: '/', label: 'Home', icon: House },
  { href: '/connections', label: 'Connections', icon: Cable },
  { href: '/tasks', label: 'Tasks', icon: ListChecks },
  { href: '/events', label: 'Live events', icon: Activity },
  { href: '/quarantine', label: 'Quarantine', icon: ShieldAlert },
  { href: '/settings', label: 'Settings', icon: Settings },
];

export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
