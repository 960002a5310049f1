import { Equal } from 'lucide-react';
import { spaced } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { Empty } from '../../ui/empty';
import type { MappingChange } from './mapping-queries';

const tones = { added: 'good', removed: 'bad', changed: 'info' } as const;

/** What differs between two versions of a mapping, rule by rule. */
export const MappingChanges = ({ changes }: { readonly changes: readonly MappingChange[] }) =>
  changes.length === 0 ? (
    <Empty icon={Equal} title="They are the same">
      No rule differs; comments and layout may.
    </Empty>
  ) : (
    <ul aria-label="Changes">
      {changes.map(({ kind, part, name, before, after, properties }) => (
        <li key={`${part} ${name}`} className="border-b border-line px-4 py-3 text-sm last:border-0">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={tones[kind]}>{spaced(kind)}</Badge>
            <strong className="[overflow-wrap:anywhere]">{name}</strong>
            {properties.length > 0 && <span className="text-muted">{properties.join(', ')}</span>}
          </p>
          <div className="mt-2 grid gap-2 sm:grid-cols-2">
            {kind !== 'added' && <Side label="before" value={before} look="bg-danger-soft" />}
            {kind !== 'removed' && <Side label="after" value={after} look="bg-source-soft" />}
          </div>
        </li>
      ))}
    </ul>
  );

interface SideProps {
  readonly label: string;
  readonly value: unknown;
  readonly look: string;
}

const Side = ({ label, value, look }: SideProps) => (
  <code
    className={`min-w-0 rounded-md px-2 py-1 text-xs [overflow-wrap:anywhere] whitespace-pre-wrap ${look}`}
  >
    <span className="sr-only">{label}: </span>
    {textOf(value)}
  </code>
);

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null, null, 1);
