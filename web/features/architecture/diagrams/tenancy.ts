import type { Diagram } from '../diagram';

export const tenancy: Diagram = {
  slug: 'tenancy',
  title: 'Tenants and secrets',
  summary: 'The database itself refuses another tenant’s rows; secrets leave it only inside a worker.',
  source: `flowchart TB
  api[API] -->|signs in as a role that owns nothing| tx
  worker[Worker] -->|another such role| tx
  subgraph tx [Transaction]
    setting[tenant set for this transaction only]
  end
  tx --> policy{Row level security, forced}
  policy -->|own rows| rows[(Tables, tenant first in every key)]
  policy -->|others| none[No rows]
  keyring[Master key] --> tenantkey[Key of the tenant]
  tenantkey --> credentials[(Credentials, encrypted)]
  credentials -->|opened here alone| worker
  worker --> guard[Guard of outgoing requests]
  guard -->|public addresses and those allowed| source[(Source)]:::source
  guard -->|inner addresses| refused[Refused]
  worker -. ids only .-> temporal[Temporal histories, encrypted]`,
  parts: [
    {
      name: 'Row level security',
      says: 'Forced on every table with tenant data, so that a forgotten filter in the code shows nothing.',
    },
    {
      name: 'Keys',
      says: 'A key per tenant under a master key that can be rotated; erasing a tenant takes its key with it.',
    },
    {
      name: 'Guard',
      says: 'A source’s address is resolved once and checked, so that nobody reads inner services through a connector.',
      page: '/connections',
    },
  ],
  code: [
    'platform/database/with-tenant.ts',
    'platform/seal.ts',
    'platform/http-guard.ts',
    'temporal/codec.ts',
  ],
};
