import type { Diagram } from '../diagram';

export const systemsOverview: Diagram = {
  slug: 'systems-overview',
  title: 'Systems overview',
  summary:
    'Messy sources become one stream of events that can be replayed, one golden record per company and person, and actions that can be traced to a row.',
  source: `flowchart TB
  subgraph sources [Enterprise data]
    salesforce[Salesforce]:::source
    supabase[PostgreSQL and Supabase]:::source
    mongodb[MongoDB]:::source
    files[Files]:::source
  end
  subgraph aam [AAM: Adaptive API Mesh]
    connectors[Connectors]
    mappings[Mappings]
    observer[Schema observer]
    repair[Repair]
  end
  subgraph dcl [DCL: Data Connection Layer]
    stream[(Canonical stream)]:::ontology
    unify[Unification]:::ontology
    views[(Golden records and views)]:::ontology
  end
  subgraph agents [Agents]
    revops[RevOps pilot]:::agent
    finops[FinOps pilot]:::agent
  end
  outcomes[Outcomes]
  salesforce & supabase & mongodb & files -->|rows| connectors
  connectors --> mappings
  mappings -->|canonical events| stream
  connectors -->|schemas| observer
  observer -->|ticket| repair
  repair -->|new version| mappings
  stream --> unify --> views
  views --> revops & finops
  revops & finops -->|insights| outcomes
  revops & finops -->|approved changes| connectors
  aoa{{AOA runs it all in order}}:::agent -.-> connectors & unify & revops`,
  parts: [
    {
      name: 'Sources',
      says: 'Systems that the company uses already. Accounts, opportunities, contacts, cloud resources and cloud costs come from them in whatever shape they have there.',
      page: '/connections',
    },
    {
      name: 'AAM',
      says: 'Reads the sources, maps what it reads to the canonical model, notices when a source changes and repairs the mapping: by itself where it is sure, else with a person.',
      page: '/monitor',
    },
    {
      name: 'Canonical stream',
      says: 'Every change of every record, in order, once. It can be read again from any point, and mapped again without asking the source.',
      page: '/events',
    },
    {
      name: 'DCL',
      says: 'Puts records that are one company or person together and publishes the result whole, as golden records and views.',
    },
    {
      name: 'Agents',
      says: 'Read the unified views alone, cite the records that they speak of, and propose changes that wait for approval.',
    },
    { name: 'AOA', says: 'Runs all of it in order: ingest everything, connect, let the agents look.' },
  ],
  code: ['connectors', 'mappings', 'domain', 'workflows', 'activities', 'temporal', 'api', 'web'],
};
