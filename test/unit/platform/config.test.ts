import { readConfig } from '../../../platform/config.ts';

const complete = {
  DATABASE_URL: 'postgres://somebody@db.example/autonomos',
  DATABASE_ROLES_KEY: 'k'.repeat(32),
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  JWT_SECRET: 'j'.repeat(32),
  ENCRYPTION_KEY: 'e'.repeat(32),
};
const start = (more: Readonly<Record<string, string>>) => () => readConfig({ ...complete, ...more });

test.each([
  ['JWT_SECRET', 'j'.repeat(31)],
  ['ENCRYPTION_KEY', ''],
  ['DATABASE_URL', 'mysql://x/y'],
  ['EGRESS_ALLOW', 'db.example'],
  ['EGRESS_ALLOW', 'https://db.example:5432'],
  ['EGRESS_ALLOW', 'db.example:5432, ::1:5432'],
])('%s of %j refuses to start and says so by its name', (name, value) => {
  expect(start({ [name]: value })).toThrow(new RegExp(`  ${name}: `));
});

test('several pairs may be let through, IPv6 in brackets', () => {
  expect(start({ EGRESS_ALLOW: 'db.example:5432, [2001:db8::1]:27017' })().EGRESS_ALLOW).toEqual([
    'db.example:5432',
    '[2001:db8::1]:27017',
  ]);
});

test.each([
  ...['127.0.0.1', '127.1', '0x7f.1', '2130706433', '0.0.0.0', 'LOCALHOST', 'localhost.', 'a.localhost'],
  ...['[::1]', '[::]', '[::ffff:127.0.0.1]'],
])('production refuses loopback in EGRESS_ALLOW: %s', (host) => {
  const environment = { EGRESS_ALLOW: `${host}:5432` };
  expect(start(environment)().EGRESS_ALLOW).toHaveLength(1);
  expect(start({ ...environment, NODE_ENV: 'production' })).toThrow(/EGRESS_ALLOW: loopback/);
});

test.each([
  ['SECRETS_GENERATED', 'true'],
  ['AUTONOMOS_FAILPOINT', 'before_read:kill:1'],
])('production refuses %s', (name, value) => {
  expect(start({ NODE_ENV: 'production', [name]: value })).toThrow(new RegExp(`  ${name}: `));
  expect(start({ NODE_ENV: 'production', EGRESS_ALLOW: 'db.example:5432' })).not.toThrow();
});
