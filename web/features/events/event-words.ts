import {
  Bot,
  Cable,
  Combine,
  Database,
  FileWarning,
  GitBranch,
  GitPullRequest,
  Layers,
  ListChecks,
  PenLine,
  Shapes,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { LiveEvent } from '../../lib/live/live-stream';
import { capital, countWords, percentWords, spaced } from '../../lib/words';

interface Look {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly colour: string;
}

const families = {
  canonical: { word: 'Canonical events', icon: Database, colour: 'bg-ontology-soft text-ontology-ink' },
  task: { word: 'Tasks', icon: ListChecks, colour: 'bg-brand-soft text-brand' },
  connection: { word: 'Connections', icon: Cable, colour: 'bg-source-soft text-source-ink' },
  drift: { word: 'Drift', icon: GitBranch, colour: 'bg-warn-soft text-warn' },
  repair: { word: 'Repairs', icon: GitPullRequest, colour: 'bg-agent-soft text-agent-ink' },
  mapping: { word: 'Mappings', icon: Shapes, colour: 'bg-agent-soft text-agent-ink' },
  dcl: { word: 'DCL', icon: Layers, colour: 'bg-ontology-soft text-ontology-ink' },
  golden: { word: 'Golden records', icon: Combine, colour: 'bg-ontology-soft text-ontology-ink' },
  agent: { word: 'Agents', icon: Bot, colour: 'bg-agent-soft text-agent-ink' },
  writeback: { word: 'Write-backs', icon: PenLine, colour: 'bg-agent-soft text-agent-ink' },
  quarantine: { word: 'Quarantine', icon: FileWarning, colour: 'bg-warn-soft text-warn' },
} as const satisfies Readonly<Record<string, Look>>;

type Family = keyof typeof families;

export const eventFamilies = Object.keys(families) as readonly Family[];
export const familyWord = (family: Family): string => families[family].word;

const other: Look = { word: 'Other', icon: Shapes, colour: 'bg-neutral-soft text-ink' };

/** How an event looks, by the part of its type before the dot. */
export const lookOf = ({ type }: LiveEvent): Look => {
  const family = eventFamilies.find((one) => type.startsWith(`${one}.`));
  return family === undefined ? other : families[family];
};

export type Level = 'info' | 'warning' | 'error';

const warnings: ReadonlySet<string> = new Set([
  'drift.opened',
  'drift.updated',
  'repair.waiting',
  'repair.expired',
  'writeback.conflict',
  'ingest.discarded',
]);

/** How grave an event is: what failed is an error, what waits for somebody or was lost is a warning. */
export const levelOf = ({ type, data }: Pick<LiveEvent, 'type' | 'data'>): Level => {
  if (type.endsWith('failed') || (type === 'task.ended' && data['state'] === 'failed')) return 'error';
  if (type === 'connection.changed' && data['status'] === 'broken') return 'error';
  if (type === 'connection.changed' && data['status'] === 'degraded') return 'warning';
  if (type === 'drift.opened' && data['severity'] === 'harmless') return 'info';
  return warnings.has(type) ? 'warning' : 'info';
};

/** Whether an event is about a connection, as its subject or in what it says. */
export const isAbout = ({ subject, data }: LiveEvent, connectionId: string): boolean =>
  [subject.id, data['connection_id'], data['subject_id']].includes(connectionId);

/** `drift.updated` as `Drift updated`. */
export const titleOf = ({ type }: LiveEvent): string => capital(spaced(type));

/** Told elsewhere on the row, or of use to programs alone. */
const untold: ReadonlySet<string> = new Set(['subject_kind', 'last_seq', 'content_hash', 'slug']);

const partOf = (name: string, value: number | string): string => {
  if (name === 'confidence') return `${percentWords(Number(value))} sure`;
  if (typeof value === 'number') return `${spaced(name)} ${countWords(value)}`;
  return name === 'kind' || name === 'state' ? spaced(value) : `${spaced(name)} ${value}`;
};

/** What an event says, in one line: its short texts and numbers. */
export const summaryOf = ({ data }: LiveEvent): string =>
  Object.entries(data)
    .flatMap(([name, value]) =>
      !untold.has(name) &&
      (typeof value === 'number' || (typeof value === 'string' && !/^[0-9a-f-]{36}$/.test(value)))
        ? [partOf(name, value)]
        : [],
    )
    .join(' · ');
