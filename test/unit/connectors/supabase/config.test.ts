import { configSchema, fromUrl } from '../../../../connectors/supabase/config.ts';
import { qualified, quoted } from '../../../../connectors/supabase/identifiers.ts';
import { toFault } from '../../../../connectors/supabase/faults.ts';

describe('configuration', () => {
  test('from a URL, verified TLS unless told or on loopback', () => {
    const { config, credentials } = fromUrl('postgres://us%40er:p%2Fw@db.example.com:6543/crm', {
      schema: 'sales',
    });
    expect(config).toMatchObject({
      host: 'db.example.com',
      port: 6543,
      database: 'crm',
      user: 'us@er',
      schema: 'sales',
      ssl: 'verify-full',
    });
    expect(credentials).toEqual({ password: 'p/w' });
    expect(fromUrl('postgres://u:p@127.0.0.1:5/x').config.ssl).toBe('disable');
    expect(fromUrl('postgresql://u:p@[::1]:5/x').config.host).toBe('::1');
    expect(fromUrl('postgres://u:p@h.example/x?sslmode=require').config.ssl).toBe('require');
  });

  test.each([
    'http://example.com/x',
    'postgres://u:p@%2Ftmp%2Fsock/x',
    'postgres://u:p@h.example/x?sslrootcert=/etc/passwd',
    'postgres://u:p@h.example/x?host=/tmp',
    'postgres://u:p@h.example/x?sslmode=constructor',
    'nonsense',
  ])('refuses %s', (url) => {
    expect(() => fromUrl(url)).toThrow(expect.objectContaining({ code: 'source_config_invalid' }) as Error);
  });

  test.each(['/var/run/postgresql', '@abstract', '../x', 'a b', '', 'h/x', 'user@h'])(
    'refuses the host %s',
    (host) => {
      expect(configSchema.safeParse({ host }).success).toBe(false);
    },
  );

  test('knows no files', () => {
    expect(configSchema.safeParse({ host: 'h', sslkey: '/etc/passwd' }).success).toBe(false);
    expect(configSchema.safeParse({ host: 'h', sslCa: '/etc/passwd' }).success).toBe(false);
  });
});

describe('identifiers', () => {
  test('are data whatever they hold', () => {
    expect(qualified('public', 'x"; DROP TABLE y; --')).toBe('"public"."x""; DROP TABLE y; --"');
  });

  test.each(['', 'a\0b', 'ä'.repeat(32)])('refuses %j, which PostgreSQL would cut or cannot hold', (name) => {
    expect(() => quoted(name)).toThrow(expect.objectContaining({ code: 'source_config_invalid' }) as Error);
  });
});

describe('faults', () => {
  const coded = (code: string, message = 'value "secret" of row'): Error =>
    Object.assign(new Error(message), { code });

  test.each([
    ['28P01', 'source_auth_failed'],
    ['42501', 'source_permission_denied'],
    ['42P01', 'source_object_missing'],
    ['57014', 'source_unreachable'],
    ['53300', 'source_rate_limited'],
    ['22P02', 'validation_failed'],
    ['ECONNREFUSED', 'source_unreachable'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'source_config_invalid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'source_config_invalid'],
    ['XX000', 'source_protocol'],
    ['constructor', 'source_protocol'],
  ])('%s is %s, without the server’s text', (code, expected) => {
    const fault = toFault(coded(code), 'host/db');
    expect(fault.code).toBe(expected);
    expect(fault.message).not.toContain('secret');
  });
});
