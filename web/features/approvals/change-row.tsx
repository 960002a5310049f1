'use client';

import { ArrowRight } from 'lucide-react';
import { useId } from 'react';
import { Badge } from '../../ui/badge';
import { Checkbox, Input } from '../../ui/input';
import type { Choice } from './choices';
import { EvidenceBars } from './evidence-bars';
import { Confidence } from './repair-badges';
import { changeWord, targetWord } from './repair-words';
import type { FieldChange } from './repair-words';

interface ChangeRowProps {
  readonly change: FieldChange;
  readonly choice: Choice;
  /** Undefined: shown and not asked about. */
  readonly onChoose: ((choice: Choice) => void) | undefined;
}

/** One change of a mapping: canonical field, the path before, the path after, how sure and why. */
export const ChangeRow = ({ change, choice, onChoose }: ChangeRowProps) => {
  const id = useId();
  const { kind, confidence, evidence } = change;
  return (
    <li className="flex flex-col gap-3 border-b border-line px-4 py-4 last:border-0 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {onChoose !== undefined && (
          <Checkbox
            id={id}
            checked={choice.taken}
            aria-label={`Take the change of ${targetWord(change)}`}
            onChange={(event) => {
              onChoose({ ...choice, taken: event.target.checked });
            }}
          />
        )}
        <h3 className="min-w-0 [overflow-wrap:anywhere] text-ontology-ink">{targetWord(change)}</h3>
        <Badge tone={kind === 'drop' ? 'bad' : kind === 'new' ? 'good' : 'info'}>{changeWord(kind)}</Badge>
        {!change.selected && <Badge>Offered, not chosen</Badge>}
        <span className="ml-auto">
          <Confidence value={confidence} />
        </span>
      </div>
      <Paths change={change} />
      <Transforms change={change} />
      {onChoose !== undefined && choice.taken && readsOneField(change) && (
        <label className="flex max-w-md flex-col gap-1 text-xs text-muted">
          Read it from this source field
          <Input
            value={choice.from ?? change.found[0] ?? ''}
            maxLength={1_024}
            onChange={(event) => {
              onChoose({ ...choice, from: event.target.value });
            }}
          />
        </label>
      )}
      <details open={change.selected}>
        <summary className="target inline-flex items-center text-sm text-brand">Why</summary>
        <div className="max-w-2xl pt-1">
          <EvidenceBars evidence={evidence} />
        </div>
      </details>
    </li>
  );
};

const readsOneField = ({ part, found }: FieldChange): boolean => part === 'field' && found.length < 2;

const namesOf = (rule: FieldChange['after']): string =>
  rule === null || rule.transforms.length === 0 ? 'none' : rule.transforms.map(({ name }) => name).join(', ');

const Transforms = ({ change: { before, after } }: { readonly change: FieldChange }) =>
  after !== null &&
  namesOf(before) !== namesOf(after) && (
    <p className="text-sm text-muted">
      Transforms: <code>{namesOf(before)}</code> → <code>{namesOf(after)}</code>
    </p>
  );

const Paths = ({ change: { lost, found } }: { readonly change: FieldChange }) => (
  <p className="flex flex-wrap items-center gap-2 text-sm">
    <PathList
      label="Before"
      paths={lost}
      none="nothing"
      look="border-danger/40 bg-danger-soft line-through"
    />
    <ArrowRight aria-hidden className="size-4 shrink-0 text-muted" />
    <PathList label="After" paths={found} none="nothing" look="border-source/40 bg-source-soft" />
  </p>
);

interface PathListProps {
  readonly label: string;
  readonly paths: readonly string[];
  readonly none: string;
  readonly look: string;
}

const PathList = ({ label, paths, none, look }: PathListProps) => (
  <span className="flex min-w-0 flex-wrap items-center gap-1.5">
    <span className="sr-only">{label}: </span>
    {paths.map((path) => (
      <code key={path} className={`rounded-md border px-1.5 py-0.5 text-xs [overflow-wrap:anywhere] ${look}`}>
        {path}
      </code>
    ))}
    {paths.length === 0 && <span className="text-muted">{none}</span>}
  </span>
);
