'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useRef, useState } from 'react';
import type { SubmitEvent } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { ApiProblem } from '../../lib/api-problem';
import { Button } from '../../ui/button';
import { ErrorPanel } from '../../ui/error-panel';
import { Checkbox } from '../../ui/input';
import { LinedEditor, showLine } from '../../ui/lined-editor';
import { ReasonField } from '../../ui/reason-field';
import { useToast } from '../../ui/toast';
import { MappingTrial } from './mapping-trial';
import { tryMapping } from './mapping-queries';
import type { MappingDetail } from './mapping-queries';

export interface Draft {
  readonly document: string;
  readonly reason: string;
  /** The newest version when it was begun: another one meanwhile must not be written over unseen. */
  readonly base: number;
}

interface MappingFormProps {
  readonly mapping: MappingDetail;
  /** Undefined as long as nothing has been changed. */
  readonly draft: Draft | undefined;
  readonly onDraft: (draft: Draft | undefined) => void;
  readonly onCompare: (from: number, to: number) => void;
  readonly onSaved: () => void;
}

/** The mapping as text: tried on the stored records, then saved as a new version. */
export const MappingForm = ({ mapping, draft, onDraft, onCompare, onSaved }: MappingFormProps) => {
  const { mapping_id, newest_version: newest } = mapping;
  const { document, reason, base } = draft ?? { document: mapping.document, reason: '', base: newest };
  const [replay, setReplay] = useState(true);
  const editor = useRef<HTMLTextAreaElement>(null);
  const trial = useMutation({ mutationFn: (text: string) => tryMapping(mapping_id, text) });
  const save = useSave(mapping, onSaved);
  const isChanged = document !== mapping.document;
  const isOld = newest > base;
  const error = save.error ?? trial.error;
  const lines = isChanged && error !== null ? linesOf(error) : [];
  const edit = (change: Partial<Draft>): void => {
    onDraft({ document, reason, base, ...change });
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    trial.reset();
    save.mutate({ document, reason, replay, expected_version: base });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-sm text-muted">
        Version {mapping.version}, by {mapping.author}: {mapping.reason}
      </p>
      {isOld && (
        <NewerVersion
          mapping={mapping}
          onCompare={() => {
            onCompare(base, newest);
          }}
          onKeep={() => {
            edit({ base: newest });
            save.reset();
          }}
          onDrop={() => {
            onDraft(undefined);
            save.reset();
          }}
        />
      )}
      {error !== null && <ErrorPanel error={error} compact />}
      {lines[0] !== undefined && (
        <div>
          <Button
            onClick={() => {
              showLine(editor.current, lines[0] ?? 1);
            }}
          >
            Go to line {lines[0]}
          </Button>
        </div>
      )}
      <LinedEditor
        label="Mapping (YAML)"
        value={document}
        field={editor}
        marked={lines}
        onChange={(text) => {
          edit({ document: text });
        }}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon={FlaskConical}
          busy={trial.isPending}
          onClick={() => {
            save.reset();
            trial.mutate(document);
          }}
        >
          Try on the stored records
        </Button>
        <span className="text-sm text-muted">Nothing is written, no source is asked.</span>
      </div>
      {trial.data !== undefined && <MappingTrial pass={trial.data} isOld={trial.variables !== document} />}
      <ReasonField
        label="Reason"
        required
        help="Shown in the history of the mapping."
        value={reason}
        onChange={(text) => {
          edit({ reason: text });
        }}
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
          disabled={!isChanged || isOld || reason.trim() === ''}
        >
          Save as a new version
        </Button>
      </div>
    </form>
  );
};

const useSave = ({ mapping_id }: MappingDetail, onSaved: () => void) => {
  const client = useQueryClient();
  const { say } = useToast();
  return useMutation({
    mutationFn: (body: {
      readonly document: string;
      readonly reason: string;
      readonly replay: boolean;
      readonly expected_version: number;
    }) =>
      answerOf(
        api.POST('/api/v1/mesh/mappings/{mapping_id}/versions', { params: { path: { mapping_id } }, body }),
      ),
    onSuccess: ({ version, replay: task }) => {
      say(
        `Version ${String(version)} is active`,
        task === null ? undefined : 'Records already read are being replayed.',
      );
      onSaved();
    },
    // Also after a refusal: it may be that somebody else was first.
    onSettled: () => client.invalidateQueries({ queryKey: ['mappings'] }),
  });
};

interface NewerVersionProps {
  readonly mapping: MappingDetail;
  readonly onCompare: () => void;
  readonly onKeep: () => void;
  readonly onDrop: () => void;
}

const NewerVersion = ({ mapping, onCompare, onKeep, onDrop }: NewerVersionProps) => (
  <div role="alert" className="rounded-lg border border-warn/50 bg-warn-soft p-3 text-sm">
    <p className="font-medium text-warn">Version {mapping.newest_version} has come meanwhile</p>
    <p className="mt-1 [overflow-wrap:anywhere]">
      By {mapping.author}: {mapping.reason}. Yours began before it.
    </p>
    <div className="mt-3 flex flex-wrap gap-2">
      <Button onClick={onCompare}>What has changed</Button>
      <Button onClick={onKeep}>Keep mine, on top of it</Button>
      <Button onClick={onDrop}>Begin again from it</Button>
    </div>
  </div>
);

/** Lines that a refusal names, in their order. */
const linesOf = (error: Error): readonly number[] =>
  ApiProblem.of(error).errors.flatMap(({ message }) => {
    const [, line] = /^line (\d+), column \d+:/.exec(message) ?? [];
    return line === undefined ? [] : [Number(line)];
  });
