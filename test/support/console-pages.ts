/** Ids of what has pages of its own; pages of what is not named are left out. */
export interface Subjects {
  readonly connection: string;
  readonly task: string;
  readonly mapping?: string;
  readonly repair?: string;
  readonly ticket?: string;
  /** Entity and golden id. */
  readonly record?: string;
}

const withId = (id: string | undefined, ...paths: readonly string[]): readonly string[] =>
  id === undefined ? [] : paths;

/** Every page for who is signed in, with its tabs and what opens over it. */
export const consolePages = ({
  connection,
  task,
  mapping,
  repair,
  ticket,
  record,
}: Subjects): readonly string[] => [
  '/',
  '/connections',
  '/connections/new',
  '/connections/new?system=salesforce',
  `/connections/${connection}`,
  `/connections/${connection}?tab=objects`,
  `/connections/${connection}?tab=runs`,
  `/connections/${connection}?tab=timeline`,
  `/connections/${connection}?tab=schemas`,
  `/connections/${connection}?tab=mappings`,
  `/connections/${connection}?tab=settings`,
  ...withId(mapping, `/connections/${connection}?tab=mappings&mapping=${String(mapping)}`),
  '/records',
  '/records?entity=opportunity',
  ...withId(record, `/records/${String(record)}`),
  '/graph',
  '/graph?view=table',
  '/lineage',
  '/lineage?node=field%3Aaccount.industry',
  '/ontology',
  '/ontology?tab=universe',
  '/ontology?find=account',
  '/agents',
  '/agents?tab=writebacks',
  '/dashboard',
  '/dashboard?persona=COO',
  '/ask',
  '/approvals',
  ...withId(repair, `/approvals/${String(repair)}`),
  '/monitor',
  ...withId(ticket, `/monitor/tickets/${String(ticket)}`),
  '/tasks',
  `/tasks/${task}`,
  '/events',
  '/live-flow',
  '/quarantine',
  '/audit',
  '/settings',
  '/settings?tab=people',
  '/settings?tab=automation',
  '/settings?tab=models',
  '/settings?tab=notifications',
  '/settings?tab=limits',
  '/kit',
  '/kit?tab=controls',
  '/kit?tab=figures',
  '/kit?tab=lists',
];

/** Pages for strangers. */
export const publicPages: readonly string[] = [
  '/',
  '/sign-in',
  '/sign-up',
  '/invite#token',
  '/architecture/systems-overview',
  '/architecture/agents',
];
