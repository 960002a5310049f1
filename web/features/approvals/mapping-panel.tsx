'use client';

import { spaced } from '../../lib/words';
import { CodeBlock } from '../../ui/code-block';
import { Panel } from '../../ui/panel';
import { ChangeRow } from './change-row';
import { asProposed } from './choices';
import type { Choice, Choices } from './choices';
import type { RepairDetail } from './repair-words';

type Mapping = RepairDetail['mappings'][number];

interface MappingPanelProps {
  readonly mapping: Mapping;
  readonly choices: Choices;
  /** Undefined: shown and not asked about. */
  readonly onChoose: ((id: string, choice: Choice) => void) | undefined;
}

const noteOf = ({ document, from_version: from, to_version: to }: Mapping): string => {
  if (document === null) return 'The mapping is switched off.';
  const versions =
    from === 0
      ? 'A first version'
      : `From version ${String(from)} to ${to === null ? 'a new one' : String(to)}`;
  return `${versions}. Points with + speak for a change, with − against it.`;
};

/** One mapping of the object: its changes, and the document that they make. */
export const MappingPanel = ({ mapping, choices, onChoose }: MappingPanelProps) => (
  <Panel title={`Mapping to ${spaced(mapping.entity)}`} note={noteOf(mapping)} flush>
    <ul aria-label={`Changes of the mapping to ${spaced(mapping.entity)}`}>
      {mapping.changes.map((change) => (
        <ChangeRow
          key={change.id}
          change={change}
          choice={choices[change.id] ?? asProposed(change)}
          onChoose={
            onChoose &&
            ((choice) => {
              onChoose(change.id, choice);
            })
          }
        />
      ))}
    </ul>
    {mapping.document !== null && (
      <details className="border-t border-line px-4 py-2 sm:px-5">
        <summary className="target inline-flex items-center text-sm text-brand">
          The new version as YAML
        </summary>
        <div className="py-2">
          <CodeBlock label="Mapping (YAML)" text={mapping.document} />
        </div>
      </details>
    )}
  </Panel>
);
