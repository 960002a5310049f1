'use client';

import { Pause, Play, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../../lib/api-problem';
import { Button, IconButton } from '../../ui/button';
import { ConfirmButton } from '../../ui/confirm-button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Checkbox, Input, Select, TextArea } from '../../ui/input';
import { Panel } from '../../ui/panel';
import { ReasonDialog } from '../../ui/reason-dialog';
import { useToast } from '../../ui/toast';

/** What people press, fill in and answer. */
export const Controls = () => (
  <>
    <Panel title="Buttons">
      <div className="flex flex-wrap gap-2">
        <Button look="primary" icon={Plus}>
          Connect a source
        </Button>
        <Button icon={Play}>Ingest now</Button>
        <Button look="quiet" icon={Pause}>
          Pause
        </Button>
        <Button look="danger" icon={Trash2}>
          Delete
        </Button>
        <Button busy>Under way</Button>
        <Button disabled>Not now</Button>
        <IconButton label="Pause" icon={Pause} />
      </div>
    </Panel>
    <Panel title="Fields">
      <div className="grid gap-5 md:grid-cols-2">
        <Field label="Name" required help="What people call it.">
          {(control) => <Input {...control} defaultValue="CRM export" />}
        </Field>
        <Field label="Folder" error="A path inside your folder, without `..`">
          {(control) => <Input {...control} defaultValue="../elsewhere" />}
        </Field>
        <Field label="Schedule">
          {(control) => (
            <Select {...control} defaultValue="15">
              <option value="15">Every 15 minutes</option>
              <option value="60">Every hour</option>
            </Select>
          )}
        </Field>
        <Field label="Why?">{(control) => <TextArea {...control} rows={2} placeholder="A sentence" />}</Field>
        <label className="target flex items-center gap-3 text-sm">
          <Checkbox defaultChecked /> Take the change of industry
        </label>
      </div>
    </Panel>
    <Dialogs />
    <Messages />
  </>
);

const Dialogs = () => {
  const [open, setOpen] = useState<'centre' | 'side' | 'reason'>();
  const close = (): void => {
    setOpen(undefined);
  };
  return (
    <Panel title="Dialogs" note="They trap the focus, close by Escape, and give the focus back.">
      <div className="flex flex-wrap gap-2">
        <Opener
          onOpen={() => {
            setOpen('centre');
          }}
        >
          In the middle
        </Opener>
        <Opener
          onOpen={() => {
            setOpen('side');
          }}
        >
          Beside a list
        </Opener>
        <Opener
          onOpen={() => {
            setOpen('reason');
          }}
        >
          Asking why
        </Opener>
        <ConfirmButton
          look="danger"
          question="Delete the connection?"
          consequence="Its credentials are deleted; what was read stays in the stream."
          confirm="Delete it"
          onConfirm={() => undefined}
        >
          Asking twice
        </ConfirmButton>
      </div>
      <Dialog open={open === 'centre'} onOpenChange={close} title="In the middle">
        <p className="text-sm">For a short question.</p>
      </Dialog>
      <Dialog open={open === 'side'} onOpenChange={close} title="Beside a list" place="side">
        <p className="text-sm">For the details of a row.</p>
      </Dialog>
      {open === 'reason' && (
        <ReasonDialog
          title="Reject the repair?"
          consequence="The ticket waits for a person."
          confirm="Reject"
          required
          onClose={close}
          onConfirm={close}
        />
      )}
    </Panel>
  );
};

const Opener = ({ onOpen, children }: { readonly onOpen: () => void; readonly children: ReactNode }) => (
  <Button onClick={onOpen}>{children}</Button>
);

const Messages = () => {
  const { say, complain } = useToast();
  return (
    <Panel title="Messages">
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => {
            say('Policy: Always ask', 'A person decides about every repair.');
          }}
        >
          Good news
        </Button>
        <Button
          onClick={() => {
            complain(ApiProblem.of(undefined));
          }}
        >
          Bad news
        </Button>
      </div>
    </Panel>
  );
};
