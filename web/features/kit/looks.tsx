import { CircleCheck, CircleDashed, CircleParking, CircleX, Clock, Gauge, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/badge';
import { Key } from '../../ui/key-help';
import { Panel } from '../../ui/panel';

const roles = [
  { name: 'Sources', text: 'text-source-ink', ground: 'bg-source-soft', line: 'border-source' },
  { name: 'Ontology', text: 'text-ontology-ink', ground: 'bg-ontology-soft', line: 'border-ontology' },
  { name: 'Agents', text: 'text-agent-ink', ground: 'bg-agent-soft', line: 'border-agent' },
  { name: 'Headers, actions', text: 'text-brand', ground: 'bg-brand-soft', line: 'border-brand' },
  { name: 'Waits', text: 'text-warn', ground: 'bg-warn-soft', line: 'border-warn' },
  { name: 'Fails', text: 'text-danger', ground: 'bg-danger-soft', line: 'border-danger' },
] as const;

const tones: readonly (readonly [Tone, string, LucideIcon])[] = [
  ['neutral', 'Queued', Clock],
  ['good', 'Active', CircleCheck],
  ['info', 'New', CircleDashed],
  ['agent', 'Parked', CircleParking],
  ['brand', '92 % sure', Gauge],
  ['warn', 'Degraded', TriangleAlert],
  ['bad', 'Broken', CircleX],
];

/** Colours by what they stand for, the type scale, and badges. */
export const Looks = () => (
  <>
    <Panel title="Colours" note="By what they stand for; each has 4.5:1 on its ground, in both themes.">
      <ul className="grid grid-cols-2 gap-3 md:grid-cols-3">
        {roles.map(({ name, text, ground, line }) => (
          <li key={name} className={`rounded-xl border-[1.5px] p-4 ${ground} ${line} ${text}`}>
            <span className="font-medium">{name}</span>
          </li>
        ))}
      </ul>
    </Panel>
    <Panel title="Type" note="Quicksand, 500 for headings and 400 for text; nothing in capitals.">
      <div className="flex flex-col gap-2">
        <p className="text-3xl font-medium text-brand">Stop building pipelines</p>
        <p className="text-2xl font-medium">Heading of a page</p>
        <p className="text-base text-brand">Heading of a panel</p>
        <p>Text: rename a column while data is flowing, and nothing is lost.</p>
        <p className="text-sm text-muted">Notes: read 4 minutes ago, 12,480 rows.</p>
        <p className="numeric text-2xl font-medium">1,234,567.89</p>
        <p>
          <Key>Ctrl K</Key> <code className="text-sm">a.path[0].of.a.field</code>
        </p>
      </div>
    </Panel>
    <Panel title="Badges" note="A word and an icon: colour never speaks alone.">
      <div className="flex flex-wrap gap-2">
        {tones.map(([tone, word, icon]) => (
          <Badge key={tone} tone={tone} icon={icon}>
            {word}
          </Badge>
        ))}
      </div>
    </Panel>
  </>
);
