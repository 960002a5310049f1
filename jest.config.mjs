/** Two projects: `unit` needs no server and runs in seconds; `service` runs on the servers that global-setup starts. */
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

export default {
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      roots: ['<rootDir>/test/unit', '<rootDir>/test/structure'],
      testMatch: ['**/*.test.ts'],
    },
    {
      ...shared,
      displayName: 'service',
      roots: ['<rootDir>/test'],
      testPathIgnorePatterns: ['<rootDir>/test/unit/', '<rootDir>/test/structure/'],
      testMatch: ['**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
