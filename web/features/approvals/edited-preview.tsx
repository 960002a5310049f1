'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { countWords } from '../../lib/words';
import { useSettled } from '../../lib/use-settled';
import { AsyncPanel } from '../../ui/async-panel';
import { Panel } from '../../ui/panel';
import type { Edits } from './choices';
import { Pass } from './preview-panel';
import { editedPreviewQuery } from './repair-queries';
import type { RepairDetail } from './repair-words';

interface EditedPreviewProps {
  readonly repair: Pick<RepairDetail, 'repair_id' | 'digest'>;
  readonly edits: Edits;
}

const settledAfterMs = 500;

/** What becomes of the records if the repair is approved as it is edited now, before anybody approves it. */
export const EditedPreview = ({ repair, edits }: EditedPreviewProps) => {
  const asked = useSettled(JSON.stringify(edits), settledAfterMs);
  const preview = useQuery({
    ...editedPreviewQuery(repair, JSON.parse(asked) as Edits),
    placeholderData: keepPreviousData,
  });
  const isOld = asked !== JSON.stringify(edits) || preview.isPlaceholderData;
  return (
    <Panel title="What becomes of the records, as edited" note={noteOf(preview.data)} flush>
      <div aria-busy={isOld} className={isOld ? 'opacity-60' : ''}>
        <AsyncPanel query={preview}>{(pass) => <Pass pass={pass} />}</AsyncPanel>
      </div>
    </Panel>
  );
};

const noteOf = (pass: { readonly seq: number; readonly done: boolean } | undefined): string =>
  pass === undefined
    ? 'Being tried on the stored records …'
    : `Tried on ${pass.done ? 'the' : 'the first'} stored records as known at position ${countWords(pass.seq)} of the stream.`;
