'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { CodeBlock } from '../../ui/code-block';
import { Dialog } from '../../ui/dialog';
import { ErrorPanel } from '../../ui/error-panel';
import { Checkbox } from '../../ui/input';
import { LinedEditor } from '../../ui/lined-editor';
import { ReasonField } from '../../ui/reason-field';
import { useToast } from '../../ui/toast';

interface MappingEditorProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One mapping as YAML: read by all, written by operators as a new version. */
export const MappingEditor = ({ id, onClose }: MappingEditorProps) => {
  const mayEdit = useMay('operator');
  const mapping = useQuery({
    queryKey: ['mappings', 'one', id],
    queryFn: () =>
      answerOf(api.GET('/api/v1/mesh/mappings/{mapping_id}', { params: { path: { mapping_id: id } } })),
  });
  const title = mapping.data === undefined ? 'Mapping' : `${mapping.data.object} → ${mapping.data.entity}`;
  return (
    <Dialog open onOpenChange={onClose} title={title} place="side">
      <AsyncPanel query={mapping}>
        {(data) =>
          mayEdit ? (
            <EditForm mapping={data} onClose={onClose} />
          ) : (
            <CodeBlock label="Mapping (YAML)" text={data.document} />
          )
        }
      </AsyncPanel>
    </Dialog>
  );
};

const EditForm = ({
  mapping,
  onClose,
}: {
  readonly mapping: Schemas['MappingDetail'];
  readonly onClose: () => void;
}) => {
  const client = useQueryClient();
  const { say } = useToast();
  const [document, setDocument] = useState(mapping.document);
  const [reason, setReason] = useState('');
  const [replay, setReplay] = useState(true);
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/mesh/mappings/{mapping_id}/versions', {
          params: { path: { mapping_id: mapping.mapping_id } },
          body: { document, reason, replay, expected_version: mapping.newest_version },
        }),
      ),
    onSuccess: ({ version, replay: task }) => {
      say(
        `Version ${String(version)} is active`,
        task === null ? undefined : 'Records already read are being replayed.',
      );
      void client.invalidateQueries({ queryKey: ['mappings'] });
      onClose();
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    save.mutate();
  };
  const isChanged = document !== mapping.document;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-sm text-muted">
        Version {mapping.version}, by {mapping.author}: {mapping.reason}
      </p>
      {save.error !== null && <ErrorPanel error={save.error} compact />}
      <LinedEditor label="Mapping (YAML)" value={document} onChange={setDocument} />
      <ReasonField
        label="Reason"
        required
        help="Shown in the history of the mapping."
        value={reason}
        onChange={setReason}
      />
      <label className="flex items-start gap-3 text-sm">
        <Checkbox
          checked={replay}
          onChange={(event) => {
            setReplay(event.target.checked);
          }}
        />
        <span>
          Replay the object
          <span className="block font-normal text-muted">
            Records already read follow the new version too.
          </span>
        </span>
      </label>
      <div>
        <Button
          type="submit"
          look="primary"
          busy={save.isPending}
          disabled={!isChanged || reason.trim() === ''}
        >
          Save as a new version
        </Button>
      </div>
    </form>
  );
};
