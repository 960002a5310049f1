import type { Diagram } from '../diagram';

export const mappingDecision: Diagram = {
  slug: 'mapping-decision',
  title: 'How a mapping is found',
  summary:
    'Names, types, values, neighbours and past decisions are weighed into one calibrated confidence; a language model is asked last and trusted least.',
  source: `flowchart TB
  lost[Lost or new fields] --> signals
  subgraph signals [Evidence]
    names[Names: tokens, synonyms, n-grams]
    types[Types and formats]
    values[Values of the same records]
    neighbours[Neighbours]
    memory[(Decisions remembered)]
  end
  signals --> model[Log-odds added up, calibrated]
  model --> assignment[Optimal assignment]
  assignment --> covered{All covered?}
  covered -->|no, and a key is set| llm[Language model chooses among candidates]
  llm --> checked[Checked against the schema]
  checked --> band
  covered -->|yes| band{Confidence}
  band -->|above 0.85| automatic[Automatic, where the policy allows]
  band -->|0.6 to 0.85| review[A person decides]
  band -->|below 0.6| manual[Mapped by hand]
  review --> memory`,
  parts: [
    {
      name: 'Evidence',
      says: 'Each signal is shown with its weight; the weights are parts of the log-odds.',
      page: '/approvals',
    },
    {
      name: 'Memory',
      says: 'What was approved speaks for the next one like it; what was rejected speaks against.',
    },
    {
      name: 'Language model',
      says: 'Optional. It may pick among candidates, in a fixed form; names and samples from the source are data to it, never orders.',
    },
    {
      name: 'Policy',
      says: 'auto, ask, ignore or freeze, for the tenant, a connection, an object or one field.',
      page: '/monitor',
    },
  ],
  code: ['domain/repair/match-fields.ts', 'domain/repair/band.ts', 'domain/repair/policy.ts', 'platform/llm'],
};
