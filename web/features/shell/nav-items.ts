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

/** The pages that exist, in the order of daily use. */
export const navItems: readonly NavItem[] = [
  { href: '/', label: 'Home', icon: House },
  { href: '/connections', label: 'Connections', icon: Cable, daily: true },
  { href: '/approvals', label: 'Approvals', icon: GitPullRequest, daily: true },
  { href: '/monitor', label: 'AAM Monitor', icon: Gauge, daily: true },
  { href: '/tasks', label: 'Tasks', icon: ListChecks, daily: true },
  { href: '/events', label: 'Live events', icon: Activity, daily: true },
  { href: '/quarantine', label: 'Quarantine', icon: ShieldAlert },
  { href: '/settings', label: 'Settings', icon: Settings },
];

export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
