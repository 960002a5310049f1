'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../lib/session/session-provider';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { CodeBlock } from '../../ui/code-block';
import { Dialog } from '../../ui/dialog';
import { Tabs } from '../../ui/tabs';
import { MappingForm } from './mapping-form';
import type { Draft } from './mapping-form';
import { MappingHistory } from './mapping-history';
import { mappingQuery } from './mapping-queries';
import type { MappingDetail } from './mapping-queries';

interface MappingEditorProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One mapping: its document, which operators try and save as a new version, and its history. */
export const MappingEditor = ({ id, onClose }: MappingEditorProps) => {
  const mapping = useQuery(mappingQuery(id));
  const title = mapping.data === undefined ? 'Mapping' : `${mapping.data.object} → ${mapping.data.entity}`;
  return (
    <Dialog open onOpenChange={onClose} title={title} place="wide">
      <AsyncPanel query={mapping}>{(data) => <Opened mapping={data} onClose={onClose} />}</AsyncPanel>
    </Dialog>
  );
};

const Opened = ({ mapping, onClose }: { readonly mapping: MappingDetail; readonly onClose: () => void }) => {
  const mayEdit = useMay('operator');
  const [params, change] = useUrlState();
  // Until something is changed the form follows the mapping; then it keeps the version that it began with.
  const [draft, setDraft] = useState<Draft>();
  const part = params.get('part') === 'history' ? 'history' : 'document';
  return (
    <Tabs
      label="Parts of the mapping"
      value={part}
      onValueChange={(value) => {
        change({ part: value === 'document' ? '' : value });
      }}
      tabs={[
        {
          id: 'document',
          label: 'Document',
          content: mayEdit ? (
            <MappingForm
              mapping={mapping}
              draft={draft}
              onDraft={setDraft}
              onCompare={(from, to) => {
                change({ part: 'history', from: String(from), to: String(to) });
              }}
              onSaved={onClose}
            />
          ) : (
            <CodeBlock label="Mapping (YAML)" text={mapping.document} />
          ),
        },
        {
          id: 'history',
          label: 'History',
          content: (
            <MappingHistory
              mapping={mapping}
              {...(mayEdit
                ? {
                    onBringBack: (version: number, document: string) => {
                      setDraft({
                        document,
                        reason: `Back to version ${String(version)}`,
                        base: mapping.newest_version,
                      });
                      change({ part: '' });
                    },
                  }
                : {})}
            />
          ),
        },
      ]}
    />
  );
};
