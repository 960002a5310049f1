import { buildDashboard } from '../../ask/build-dashboard.ts';
import { todayInUtc } from '../../ask/today.ts';
import { dashboardParams, dashboardQuery, personaDashboard } from '../../contract/nlp.ts';
import { detachedEndpoint } from '../../endpoint.ts';

export const getDashboard = detachedEndpoint({
  id: 'getDashboard',
  method: 'get',
  path: '/personas/:persona/dashboard',
  tag: 'nlp',
  summary: 'A persona’s figures over the unified views, each with its query and citations',
  role: 'viewer',
  params: dashboardParams,
  query: dashboardQuery,
  replies: { 200: personaDashboard },
  handle: async ({ params, query, caller, inTenant, traceId }, deps) => ({
    status: 200,
    body: await buildDashboard(
      deps,
      { caller, inTenant, traceId },
      params.persona,
      query.today ?? todayInUtc(),
    ),
  }),
});
