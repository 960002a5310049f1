import {
  Activity,
  Cable,
  Gauge,
  GitPullRequest,
  House,
  ListChecks,
  Settings,
  ShieldAlert,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** In the bar at a phone's bottom, which holds five. */
  readonly daily?: true;
}

export interface NavGroup {
  readonly name: string;
  readonly items: readonly NavItem[];
}

/** The pages that exist, in the order in which data meets them. */
export const navGroups: readonly NavGroup[] = [
  { name: 'Overview', items: [{ href: '/', label: 'Home', icon: House }] },
  {
    name: 'Sources',
    items: [
      { href: '/connections', label: 'Connections', icon: Cable, daily: true },
      { href: '/quarantine', label: 'Quarantine', icon: ShieldAlert },
    ],
  },
  {
    name: 'Decisions',
    items: [
      { href: '/approvals', label: 'Approvals', icon: GitPullRequest, daily: true },
      { href: '/monitor', label: 'AAM Monitor', icon: Gauge, daily: true },
    ],
  },
  {
    name: 'Operations',
    items: [
      { href: '/tasks', label: 'Tasks', icon: ListChecks, daily: true },
      { href: '/events', label: 'Live events', icon: Activity, daily: true },
      { href: '/settings', label: 'Settings', icon: Settings },
    ],
  },
];

export const navItems: readonly NavItem[] = navGroups.flatMap(({ items }) => items);

export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
