import {
  Bot,
  Database,
  GitBranch,
  Layers,
  Lightbulb,
  Network,
  Pencil,
  Plus,
  Trash2,
  Wrench,
} from 'lucide-react';
import type { CSSProperties } from 'react';
import type { LucideIcon } from 'lucide-react';
import { classNames } from '../../ui/class-names';
import { capital, countWords, spaced } from '../../lib/words';
import { stations } from './pills';
import type { Outcome, Station } from './pills';
import type { MovingPill } from './use-flow';

interface StationLook {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly colour: string;
  /** The ground beneath it. */
  readonly lane: string;
}

const stationLooks: Readonly<Record<Station, StationLook>> = {
  sources: {
    name: 'Sources',
    icon: Database,
    colour: 'text-source border-source',
    lane: 'bg-source-soft/60',
  },
  aam: { name: 'AAM', icon: Network, colour: 'text-brand border-brand', lane: 'bg-brand-soft/60' },
  dcl: { name: 'DCL', icon: Layers, colour: 'text-ontology border-ontology', lane: 'bg-ontology-soft/60' },
  agents: { name: 'Agents', icon: Bot, colour: 'text-agent border-agent', lane: 'bg-agent-soft/60' },
};

const outcomeLooks: Readonly<Record<Outcome, { word: string; icon: LucideIcon; colour: string }>> = {
  created: { word: 'created', icon: Plus, colour: 'bg-source-soft text-source-ink border-source' },
  updated: { word: 'updated', icon: Pencil, colour: 'bg-ontology-soft text-ontology-ink border-ontology' },
  deleted: { word: 'deleted', icon: Trash2, colour: 'bg-danger-soft text-danger border-danger' },
  drift: { word: '', icon: GitBranch, colour: 'bg-warn-soft text-warn border-warn' },
  repair: { word: '', icon: Wrench, colour: 'bg-brand-soft text-brand border-brand' },
  unified: { word: '', icon: Layers, colour: 'bg-ontology-soft text-ontology-ink border-ontology' },
  insight: { word: '', icon: Lightbulb, colour: 'bg-agent-soft text-agent-ink border-agent' },
  write: { word: '', icon: Pencil, colour: 'bg-agent-soft text-agent-ink border-agent' },
};

interface FlowStageProps {
  readonly moving: readonly MovingPill[];
  readonly left: Readonly<Partial<Record<Station, number>>>;
  readonly paused: boolean;
  readonly travelMs: number;
  readonly rows: number;
  readonly onOpen: (pill: MovingPill) => void;
}

/** The four stations and what travels between them. Decorative: the list beneath says the same in words. */
export const FlowStage = ({ moving, left, paused, travelMs, rows, onOpen }: FlowStageProps) => (
  <div aria-hidden className="p-3 sm:p-5">
    <ol className="grid grid-cols-4 gap-2">
      {stations.map((station) => {
        const { name, icon: Icon, colour } = stationLooks[station];
        return (
          <li
            key={station}
            className={classNames(
              'flex min-w-0 flex-col items-center gap-1 rounded-xl border-2 bg-panel p-2 text-sm font-medium',
              colour,
            )}
          >
            <Icon className="size-5" />
            {name}
            <span className="numeric text-xs font-normal text-muted">
              {countWords(left[station] ?? 0)} out
            </span>
          </li>
        );
      })}
    </ol>
    <div
      className="@container relative mt-2 overflow-hidden rounded-xl"
      style={{ height: `${String(rows * 2.5 + 0.5)}rem` }}
    >
      <div className="absolute inset-0 grid grid-cols-4 gap-2">
        {stations.map((station) => (
          <span key={station} className={classNames('rounded-xl', stationLooks[station].lane)} />
        ))}
      </div>
      {moving.length === 0 && (
        <p className="relative flex h-full items-center justify-center px-6 text-center text-sm text-ink">
          {paused
            ? 'Held still: what arrives waits.'
            : 'Nothing is on its way. What is ingested passes by here.'}
        </p>
      )}
      {moving.map((pill) => {
        const { id, row, from, to, outcome, what, count } = pill;
        const { word, icon: Icon, colour } = outcomeLooks[outcome];
        return (
          <span
            key={id}
            // For those who point; keyboards, fingers and readers open it in the list.
            onClick={() => {
              onOpen(pill);
            }}
            className={classNames(
              'flow-pill absolute cursor-pointer inline-flex max-w-[70%] items-center gap-1.5 rounded-full border px-2.5 py-1 text-xs font-medium whitespace-nowrap',
              colour,
            )}
            style={
              {
                top: `${String(row * 2.5 + 0.5)}rem`,
                '--from': stations.indexOf(from) / (stations.length - 1),
                '--to': stations.indexOf(to) / (stations.length - 1),
                animationDuration: `${String(travelMs)}ms`,
                animationPlayState: paused ? 'paused' : 'running',
              } as CSSProperties
            }
          >
            <Icon className="size-3.5 shrink-0" />
            <span className="truncate">
              {count > 1 && `${countWords(count)} × `}
              {capital(spaced(what))} {word}
            </span>
          </span>
        );
      })}
    </div>
  </div>
);
