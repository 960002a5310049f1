import type { Diagram } from '../diagram';

export const rowToEvent: Diagram = {
  slug: 'row-to-event',
  title: 'From a row to an event',
  summary: 'A batch is read, mapped and hashed beside the event loop, and written in one fenced transaction.',
  source: `flowchart TB
  source[(Source)]:::source -->|batch of rows| reader
  subgraph thread [Reading thread]
    reader[connector.read] --> watch{Columns as known?}
    watch -->|yes| map[Compiled mapping]
    map --> hash[Hashes and COPY rows]
  end
  watch -->|no| ticket[Drift ticket]
  map -->|cannot be mapped| quarantine[(Quarantine)]
  hash -->|bytes| stage[(Temporary stage)]
  subgraph transaction [One transaction]
    stage --> fence{Lease and mapping version still ours?}
    fence -->|no| refused[Refused, nothing written]
    fence -->|yes| compare{Hash changed?}
    compare -->|no| unchanged[Counted as unchanged]
    compare -->|yes| append[Numbered and appended]
    append --> state[(Record state, ledger, cursor, event log)]:::ontology
  end`,
  parts: [
    {
      name: 'Reading thread',
      says: 'Opens the source and turns rows into bytes, at most two batches ahead of the writer.',
    },
    {
      name: 'Fence',
      says: 'A worker that wakes up after it was replaced fails here; so does a batch mapped under a former version.',
    },
    {
      name: 'Compare',
      says: 'A record whose hash is the known one gives no event, so reading a source again costs nothing downstream.',
    },
    {
      name: 'Quarantine',
      says: 'Rows that cannot be mapped wait with their reason instead of being guessed at.',
      page: '/quarantine',
    },
    {
      name: 'Ledger',
      says: 'Rows read are exactly those changed, unchanged, quarantined, parked, filtered and stale.',
      page: '/tasks',
    },
  ],
  code: [
    'activities/reading',
    'activities/read-object.ts',
    'domain/mapping/compile.ts',
    'platform/database/canonical-writer.ts',
  ],
};
