/** Asked first; each can be linked to by its id. */
export const questions = [
  {
    id: 'what',
    question: 'What is it, in one sentence?',
    answer:
      'It reads your CRM, databases and files, writes every change once into one canonical stream, makes one golden record of each company and person, and lets agents work on that, each of their findings traced to the rows it rests on.',
  },
  {
    id: 'sources',
    question: 'What can be connected?',
    answer:
      'Salesforce, any PostgreSQL (Supabase included), MongoDB, and files: CSV, TSV, Excel, JSON lines and Parquet. Objects that no shipped mapping knows get one suggested, with confidence and reasons.',
  },
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
  {
    id: 'models',
    question: 'Does it need a language model?',
    answer:
      'No. Names, types, values and earlier decisions decide alone. With a key, a model is asked about renames that this evidence leaves open; it decides nothing, and Settings shows what was asked.',
  },
  {
    id: 'agents',
    question: 'What may agents change?',
    answer:
      'Nothing without a say-so. What they want changed is a proposal; a person decides, or a policy that a person has set. What was written is read back, and can be undone.',
  },
  {
    id: 'technology',
    question: 'What is it built on?',
    answer:
      'TypeScript on Node, Temporal for everything that takes time, PostgreSQL with row level security for the truth, DuckDB for the unified views, Redis for limits and live events. The pictures of the architecture show how they fit.',
  },
  {
    id: 'out',
    question: 'How do I get my data out?',
    answer:
      'Any view as CSV or Parquet, every event by API, server-sent events or WebSocket, and a whole tenant by one command.',
  },
] as const;
