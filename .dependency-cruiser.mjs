/** Who may enter which room. The table in docs/architecture.md says the same in words. */
const only = (name, from, ...allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(domain|connectors|mappings|platform|activities|workflows|temporal|api|web|cli|demo|bench|migrations|test)/',
    pathNot: [`^${from}/`, ...allowed],
  },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    { name: 'nobody-imports-tests', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    only('domain-is-pure', 'domain'),
    {
      name: 'domain-without-node',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-without-packages',
      severity: 'error',
      comment: 'zod only where documents are parsed at the edge; libphonenumber and yaml are pure',
      from: { path: '^domain/', pathNot: '\\.schema\\.ts$' },
      to: { dependencyTypes: ['npm'], pathNot: 'node_modules/(libphonenumber-js|yaml)/' },
    },
    only('connectors', 'connectors', '^domain/', '^platform/(config|logger|http-guard)(/|\\.ts)'),
    {
      name: 'one-system-never-imports-another',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^connectors/([^/]+)/', pathNot: '^connectors/$1/' },
    },
    only('platform', 'platform', '^domain/'),
    only(
      'activities',
      'activities',
      '^domain/',
      '^connectors/(contract|registry)\\.ts$',
      '^platform/',
      '^workflows/[^/]+\\.contract\\.ts$',
    ),
    {
      ...only('workflows', 'workflows', '^domain/'),
      to: { ...only('x', 'workflows', '^domain/').to, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-only-import-workflow-packages',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        dependencyTypes: ['npm', 'core'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@temporalio/(workflow|common)/',
      },
    },
    only(
      'temporal',
      'temporal',
      '^activities/',
      '^platform/',
      '^domain/',
      '^workflows/[^/]+\\.contract\\.ts$',
      '^connectors/registry\\.ts$',
    ),
    only(
      'api',
      'api',
      '^domain/',
      '^platform/',
      '^connectors/catalogue\\.ts$',
      '^connectors/[^/]+/config\\.ts$',
      '^temporal/client\\.ts$',
      '^temporal/(task-queues|data-converter)\\.ts$',
      '^workflows/[^/]+\\.contract\\.ts$',
    ),
    only(
      'bench',
      'bench',
      '^domain/',
      '^platform/(config|duckdb|logger|servers)(/|\\.ts)',
      '^connectors/(filesource/decode|registry\\.ts$)',
      '^(cli|demo)/',
    ),
    only(
      'hatch',
      '(cli|demo)',
      '^domain/',
      '^platform/(config|duckdb|operations|servers)(/|\\.ts)',
      '^connectors/filesource/decode',
      '^migrations/migrate\\.ts$',
      '^(cli|demo)/',
      '^scripts/',
    ),
    {
      name: 'migrations-only-kysely',
      severity: 'error',
      from: { path: '^migrations/[0-9]' },
      to: { path: '^(domain|connectors|platform|activities|workflows|temporal|api|web|cli)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
