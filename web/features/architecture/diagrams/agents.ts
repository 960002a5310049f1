import type { Diagram } from '../diagram';

export const agents: Diagram = {
  slug: 'agents',
  title: 'Agents and write-back',
  summary:
    'An insight cites its records; a change happens at most once, only to the value that was seen, and can be undone.',
  source: `sequenceDiagram
  participant views as Unified views
  participant agent as Agent
  participant person as Person
  participant flow as Write-back
  participant source as Source
  agent->>views: read one generation
  agent->>agent: statistics first
  agent-->>person: insights with citations
  agent->>flow: proposed change and the value seen
  alt autonomy is act
    flow->>flow: approved by the mode
  else autonomy is suggest
    flow->>person: waits
    person->>flow: approve, by update or signal
  else autonomy is observe
    flow-->>person: shown, never done
  end
  flow->>source: read the value
  alt still the value seen
    flow->>source: write
    flow->>source: read back
    flow-->>person: verified, can be undone
  else changed meanwhile
    flow-->>person: refused, proposed anew
  end`,
  parts: [
    {
      name: 'RevOps pilot',
      says: 'Scores deals with reasons, forecasts with a range, finds stuck and doubled deals.',
    },
    {
      name: 'FinOps pilot',
      says: 'Spend by service, account and resource, anomalies, idle and untagged resources.',
    },
    { name: 'Autonomy', says: 'observe, suggest or act, for each tenant and agent.' },
  ],
  code: ['connectors/contract.ts'],
};
