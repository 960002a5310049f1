/** Asked first; each can be linked to by its id. */
export const questions = [
  {
    id: 'drift',
    question: 'What happens when a source changes?',
    answer:
      'Every read compares the schema with the approved one. A difference opens a ticket. Records that can be mapped without guessing go on; the others are held with their reason until the mapping is right, and are then replayed.',
  },
  {
    id: 'ledger',
    question: 'How do I know that nothing was lost?',
    answer:
      'Each run keeps a ledger per object: the rows read are exactly the changed, unchanged, quarantined, parked, filtered and stale ones. A ledger that does not balance is shown red.',
  },
  {
    id: 'crash',
    question: 'What if a process dies in the middle?',
    answer:
      'Everything that takes time is a durable workflow. Another worker goes on from the last page that was written, and an event that exists already is never written twice.',
  },
  {
    id: 'secrets',
    question: 'Where are my credentials?',
    answer:
      'Encrypted in the database with a key of your tenant. They are never returned, never logged, and never part of a workflow.',
  },
  {
    id: 'tenants',
    question: 'Can another tenant see my data?',
    answer: 'No. Every row carries its tenant, and the database itself refuses to show it to anybody else.',
  },
] as const;
