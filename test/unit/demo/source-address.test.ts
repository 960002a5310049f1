import { egressPair, mongodbSettings, postgresSettings } from '../../../demo/source-address.ts';
import { configSchema as mongodbConfig } from '../../../connectors/mongodb/config.ts';
import { configSchema as postgresConfig } from '../../../connectors/supabase/config.ts';

describe('addresses of sources', () => {
  it('become settings that the PostgreSQL connector takes, encrypted unless on this machine', () => {
    const near = postgresSettings('postgres://me:p%40ss@127.0.0.1:5433/shop', 'demo');
    expect(postgresConfig.parse(near.config)).toMatchObject({
      host: '127.0.0.1',
      port: 5433,
      ssl: 'disable',
    });
    expect(near.credentials).toEqual({ password: 'p@ss' });
    const far = postgresSettings('postgres://me:secret@db.example.com/shop', 'demo');
    expect(postgresConfig.parse(far.config)).toMatchObject({
      port: 5432,
      ssl: 'verify-full',
      schema: 'demo',
    });
  });

  it('become settings that the MongoDB connector takes', () => {
    const { config } = mongodbSettings('mongodb://127.0.0.1:27018/', 'shop');
    expect(mongodbConfig.parse(config)).toMatchObject({ hosts: ['127.0.0.1:27018'], tls: 'disable' });
    const signed = mongodbSettings('mongodb://me:pw@db.example.com/x?authSource=admin', 'shop');
    expect(mongodbConfig.parse(signed.config)).toMatchObject({
      user: 'me',
      authSource: 'admin',
      tls: 'verify-full',
    });
  });

  it('name host and port for the egress guard', () => {
    expect(egressPair('http://127.0.0.1:8090', 80)).toBe('127.0.0.1:8090');
    expect(egressPair('postgres://u@db.example.com/x', 5432)).toBe('db.example.com:5432');
  });
});
