import { Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import {
  databaseUrl,
  databaseUrlFor,
  mongodbUrl,
  redisUrl,
  temporalAddress,
} from '../../support/services.ts';

describe('the servers of a test run', () => {
  it('PostgreSQL answers, sorts by code point and lets a suite make its own database', async () => {
    const admin = new pg.Client({ connectionString: databaseUrl() });
    await admin.connect();
    await admin.query('create database "Suite own"');
    const own = new pg.Client({ connectionString: databaseUrlFor('Suite own') });
    await own.connect();
    const { rows } = await own.query<{ word: string }>(
      `select word from (values ('a'), ('B'), ('Ä'), ('z')) as words (word) order by word`,
    );
    await own.end();
    await admin.query('drop database "Suite own"');
    await admin.end();
    expect(rows.map((row) => row.word)).toEqual(['B', 'a', 'z', 'Ä']);
  });

  it('Temporal has the namespace and the search attributes', async () => {
    const connection = await Connection.connect({ address: temporalAddress() });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    await connection.close();
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['TenantId', 'TaskId']));
  });

  it('Redis keeps a value', async () => {
    const redis = new Redis(redisUrl());
    // A database of its own: what the platform leaves in the first one is looked at by other tests.
    await redis.select(1);
    await redis.set('services-test', 'kept', 'EX', 60);
    expect(await redis.get('services-test')).toBe('kept');
    redis.disconnect();
  });

  it('MongoDB keeps a document', async () => {
    const client = await MongoClient.connect(mongodbUrl());
    const collection = client.db('services_test').collection<{ _id: string; n: number }>('documents');
    await collection.insertOne({ _id: 'one', n: 1 });
    expect(await collection.findOne({ _id: 'one' })).toEqual({ _id: 'one', n: 1 });
    await collection.drop();
    await client.close();
  });
});
