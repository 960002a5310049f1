import type { Diagram } from '../diagram';

export const gateway: Diagram = {
  slug: 'gateway',
  title: 'What every request passes',
  summary: 'Five layers in one order on every route: trace, sign-in, limits, idempotency, audit.',
  source: `flowchart TB
  request([Request]) --> trace[1 Trace: id, log context, span]
  trace --> identity[2 Identity: token, user, tenant, role]
  identity -->|no| r401[401 or 403]
  identity --> limit[3 Limits: per tenant and user, in Redis]
  limit -->|too many| r429[429 with Retry-After]
  limit --> idempotency[4 Idempotency: same key, same answer]
  idempotency -->|seen| replayed[Stored answer]
  idempotency --> transaction
  subgraph transaction [One transaction as the tenant]
    handler[Handler] --> audit[5 Audit: who, what, digests before and after]
  end
  transaction --> reply([Reply or problem+json])`,
  parts: [
    {
      name: 'Identity',
      says: 'Short tokens; a user who was blocked or whose sessions were ended is out at once.',
      page: '/settings',
    },
    {
      name: 'Limits',
      says: 'Counted in Redis; per process where Redis is not reachable, so an outage never opens the door.',
    },
    { name: 'Idempotency', says: 'A client may send a change again after a broken line; it happens once.' },
    {
      name: 'Audit',
      says: 'Written in the same transaction as the change, so there is no change without its entry.',
      page: '/audit',
    },
  ],
  code: ['api/gateway', 'api/contract', 'api/routes'],
};
