import type { Diagram } from '../diagram';

export const driftRepair: Diagram = {
  slug: 'drift-repair',
  title: 'Drift and repair',
  summary:
    'A changed source opens a ticket; a proposal with evidence is decided once, applied once, and can be undone.',
  source: `stateDiagram-v2
  [*] --> open: schema differs
  open --> proposing
  open --> closed: source changed back
  proposing --> applying: sure and allowed
  proposing --> waiting: a person decides
  proposing --> manual: too little is known
  waiting --> applying: approved
  waiting --> manual: rejected or expired
  manual --> applying: edited and approved
  manual --> closed: accepted as it is
  applying --> closed: replayed
  closed --> manual: undone
  state applying {
    [*] --> shadow: map all records on the side
    shadow --> switch: counts as previewed
    switch --> replay: new version active
    replay --> [*]
  }`,
  parts: [
    {
      name: 'Ticket',
      says: 'Says what is lost. Records that need none of it go on; the others are parked raw by raw, in order.',
      page: '/monitor',
    },
    {
      name: 'Proposal',
      says: 'New mapping versions with a calibrated confidence, its evidence, and real rows before and after.',
      page: '/approvals',
    },
    {
      name: 'Shadow pass',
      says: 'Maps every stored record under the new version without writing; what comes out must be what was shown.',
    },
    {
      name: 'Replay',
      says: 'Maps the stored records again. The source is not asked once.',
    },
  ],
  code: ['domain/repair', 'workflows/repair.ts', 'workflows/undo-repair.ts', 'activities/repair'],
};
