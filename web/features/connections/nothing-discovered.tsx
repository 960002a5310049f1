import { Table2 } from 'lucide-react';
import { Empty } from '../../ui/empty';

/** What the panels of a source's objects say before its first ingest. */
export const NothingDiscovered = () => (
  <Empty icon={Table2} title="Nothing discovered yet">
    The first ingest discovers the objects of the source.
  </Empty>
);
