'use client';

import { Trash2 } from 'lucide-react';
import { useMay } from '../../lib/session/session-provider';
import { plural } from '../../lib/words';
import { ConfirmButton } from '../../ui/confirm-button';
import { Panel } from '../../ui/panel';
import { DemoBadge } from '../connections/demo-badge';
import { useDemoData } from './use-demo-data';

/** Says that figures hold generated data, and takes it away again. */
export const DemoDataPanel = ({ count }: { readonly count: number }) => {
  const mayRemove = useMay('admin');
  const { remove } = useDemoData();
  return (
    <Panel>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-80 flex-col items-start gap-1.5">
          <DemoBadge />
          <p className="text-sm text-muted">
            {plural(count, 'source')} of generated companies, people, deals and cloud costs. Every figure here
            counts them in.
          </p>
        </div>
        {mayRemove && (
          <ConfirmButton
            icon={Trash2}
            busy={remove.isPending}
            question="Remove the demo data?"
            consequence={
              <p>
                Its {plural(count, 'connection')} and their files are deleted, and a connect builds the golden
                records anew without them. Sources of your own stay as they are. The stream keeps what was
                read, as it does for every source.
              </p>
            }
            confirm="Remove the demo data"
            onConfirm={() => {
              remove.mutate();
            }}
          >
            Remove demo data
          </ConfirmButton>
        )}
      </div>
    </Panel>
  );
};
