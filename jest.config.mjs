/**
 * Projects: `unit` needs no server and runs in seconds; `service` runs on the servers that global-setup starts; `full` are
 * the long forms, which `npm run test:full` alone brings in (docs/testing.md).
 */
const shared = {
  testEnvironment: 'node',
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(any-ascii|kysely|commander|cookie)/)'],
  modulePathIgnorePatterns: ['<rootDir>/web/', '<rootDir>/.autonomos/'],
};

const onServers = {
  testEnvironment: '<rootDir>/test/support/one-realm/environment.mjs',
  runtime: '<rootDir>/test/support/one-realm/runtime.mjs',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

const full = {
  ...shared,
  ...onServers,
  displayName: 'full',
  roots: ['<rootDir>/test/full'],
  testMatch: ['**/*.test.ts'],
};

export default {
  testTimeout: 120_000,
  // Suites wait for processes and time-outs much of their time: three at once keep two processors busy.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/sequencer.mjs',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      // A suite's globals lie behind a proxy, where each look-up costs as much as a call: as parameters they cost nothing.
      sandboxInjectedGlobals: ['Math', 'JSON', 'Object', 'Array', 'Number', 'String', 'Map', 'Set', 'BigInt'],
      roots: ['<rootDir>/test/unit', '<rootDir>/test/structure'],
      testMatch: ['**/*.test.ts'],
    },
    {
      ...shared,
      ...onServers,
      displayName: 'service',
      roots: ['<rootDir>/test'],
      testPathIgnorePatterns: ['unit', 'structure', 'full'].map((folder) => `<rootDir>/test/${folder}/`),
      testMatch: ['**/*.test.ts'],
    },
    ...(process.env.AUTONOMOS_TEST_FULL === '1' ? [full] : []),
  ],
};
