import {
  Activity,
  BookOpen,
  Bot,
  Cable,
  Gauge,
  GitPullRequest,
  House,
  LayoutDashboard,
  ListChecks,
  MessageCircleQuestion,
  Network,
  ScrollText,
  Settings,
  ShieldAlert,
  Users,
  Waves,
  Waypoints,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`, it leads here. */
  readonly key: string;
  /** In the bar at a phone's bottom, which holds five. */
  readonly daily?: true;
}

export interface NavGroup {
  readonly name: string;
  readonly items: readonly NavItem[];
}

/** The pages that exist, in the order in which data meets them. */
export const navGroups: readonly NavGroup[] = [
  {
    name: 'Overview',
    items: [
      { href: '/', label: 'Home', icon: House, key: 'h' },
      { href: '/dashboard', label: 'Dashboard', icon: LayoutDashboard, key: 'd' },
      { href: '/ask', label: 'Ask', icon: MessageCircleQuestion, key: 'k' },
      { href: '/live-flow', label: 'Live Flow', icon: Waves, key: 'f' },
    ],
  },
  {
    name: 'Sources',
    items: [
      { href: '/connections', label: 'Connections', icon: Cable, key: 'c', daily: true },
      { href: '/quarantine', label: 'Quarantine', icon: ShieldAlert, key: 'q' },
    ],
  },
  {
    name: 'Unified data',
    items: [
      { href: '/records', label: 'Records', icon: Users, key: 'r' },
      { href: '/graph', label: 'DCL Graph', icon: Network, key: 'g' },
      { href: '/lineage', label: 'Data Lineage', icon: Waypoints, key: 'l' },
      { href: '/ontology', label: 'Ontology', icon: BookOpen, key: 'o' },
    ],
  },
  {
    name: 'Decisions',
    items: [
      { href: '/approvals', label: 'Approvals', icon: GitPullRequest, key: 'a', daily: true },
      { href: '/agents', label: 'Agents', icon: Bot, key: 'b' },
      { href: '/monitor', label: 'AAM Monitor', icon: Gauge, key: 'm', daily: true },
    ],
  },
  {
    name: 'Operations',
    items: [
      { href: '/tasks', label: 'Tasks', icon: ListChecks, key: 't', daily: true },
      { href: '/events', label: 'Live events', icon: Activity, key: 'e', daily: true },
      { href: '/audit', label: 'Audit', icon: ScrollText, key: 'u' },
      { href: '/settings', label: 'Settings', icon: Settings, key: 's' },
    ],
  },
];

export const navItems: readonly NavItem[] = navGroups.flatMap(({ items }) => items);

export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
