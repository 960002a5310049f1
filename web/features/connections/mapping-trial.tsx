import type { Schemas } from '../../lib/api-client';
import { countWords } from '../../lib/words';
import { Panel } from '../../ui/panel';
import { Pass } from '../approvals/preview-panel';

/** What a mapping that is not saved would make of the stored records. */
export const MappingTrial = ({
  pass,
  isOld,
}: {
  readonly pass: Schemas['RepairPreview'];
  /** The text has changed since. */
  readonly isOld: boolean;
}) => {
  const looked = pass.counts.reduce((sum, { records }) => sum + records, 0);
  return (
    <Panel
      title="What would become of the records"
      note={
        isOld
          ? 'Tried before your last change: try it again.'
          : `Tried on ${pass.done ? 'all' : 'the first'} ${countWords(looked)} stored records as known at position ${countWords(pass.seq)} of the stream.`
      }
      flush
    >
      <div className={isOld ? 'opacity-60' : ''}>
        <Pass pass={pass} />
      </div>
    </Panel>
  );
};
