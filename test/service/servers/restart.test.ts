import { Client, Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import pg from 'pg';
import { startMongodb } from '../../../platform/servers/mongodb.ts';
import { startPostgres } from '../../../platform/servers/postgres.ts';
import { identify } from '../../../platform/servers/process-identity.ts';
import { startRedis } from '../../../platform/servers/redis.ts';
import type { RunningServer, StartOptions } from '../../../platform/servers/running-server.ts';
import { startTemporal } from '../../../platform/servers/temporal.ts';
import { ownFolder } from './own-folder.ts';

interface Subject {
  readonly name: string;
  readonly start: (options: StartOptions) => Promise<RunningServer | null>;
  readonly write: (url: string) => Promise<void>;
  /** What `write` left; null for a server that keeps nothing. */
  readonly read: (url: string) => Promise<string | null>;
}

const withPostgres = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

const withTemporal = async <T>(address: string, use: (client: Client) => Promise<T>): Promise<T> => {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
};

const withMongodb = async <T>(url: string, use: (client: MongoClient) => Promise<T>): Promise<T> => {
  const client = await MongoClient.connect(url);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
};

const subjects: Subject[] = [
  {
    name: 'PostgreSQL',
    start: startPostgres,
    write: (url) =>
      withPostgres(url, async (client) => {
        await client.query(`create table kept (word text)`);
        await client.query(`insert into kept values ('kept')`);
      }),
    read: (url) =>
      withPostgres(url, async (client) => {
        const { rows } = await client.query<{ word: string }>('select word from kept');
        return rows[0]?.word ?? '';
      }),
  },
  {
    name: 'Temporal',
    start: (options) => startTemporal({ ...options, ui: false }),
    write: (url) =>
      withTemporal(url, async (client) => {
        await client.workflow.start('kept', { taskQueue: 'nobody', workflowId: 'kept', args: [] });
      }),
    read: (url) =>
      withTemporal(url, async (client) => (await client.workflow.getHandle('kept').describe()).type),
  },
  {
    name: 'Redis',
    start: startRedis,
    write: async (url) => {
      const redis = new Redis(url);
      await redis.set('word', 'kept');
      redis.disconnect();
    },
    read: () => Promise.resolve(null),
  },
  {
    name: 'MongoDB',
    start: startMongodb,
    write: (url) =>
      withMongodb(url, async (client) => {
        await client.db('kept').collection('words').insertOne({ word: 'kept' });
      }),
    read: (url) =>
      withMongodb(url, async (client) => {
        const found = await client.db('kept').collection('words').findOne();
        return String(found?.['word']);
      }),
  },
];

const occupy = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });

describe.each(subjects)('$name', ({ start, write, read }) => {
  let options: StartOptions;
  let server: RunningServer;

  const startAgain = async (more: Partial<StartOptions> = {}): Promise<RunningServer> => {
    const started = await start({ ...options, ...more });
    if (started === null) throw new Error('not found on this machine');
    return started;
  };

  beforeAll(async () => {
    options = ownFolder('restart');
    server = await startAgain();
    await write(server.url);
  });

  afterAll(async () => {
    await server.stop();
    rmSync(options.folder, { recursive: true });
  });

  const expectData = async (): Promise<void> => {
    const found = await read(server.url);
    expect(found ?? 'kept').toBe('kept');
  };

  it('has ended when stop has returned, and stopping twice does no harm', async () => {
    await server.stop();
    await server.stop();
    expect(identify(server.pid!)).toBeNull();
  });

  it('comes back on its port with its data after an orderly stop', async () => {
    const { port } = server;
    server = await startAgain();
    expect(server.port).toBe(port);
    await expectData();
  });

  it('comes back on its port with its data after kill -9', async () => {
    const { port, pid } = server;
    process.kill(pid!, 'SIGKILL');
    server = await startAgain();
    expect(server.port).toBe(port);
    expect(server.pid).not.toBe(pid);
    await expectData();
  });

  it('replaces a server that nobody stopped', async () => {
    const { pid } = server;
    server = await startAgain();
    expect(identify(pid!)).toBeNull();
    await expectData();
  });

  it('moves to another port when its own is taken, and refuses when that one is demanded', async () => {
    await server.stop();
    const { port } = server;
    const intruder = await occupy(port);
    try {
      await expect(startAgain({ port })).rejects.toMatchObject({ code: 'conflict' });
      server = await startAgain();
      expect(server.port).not.toBe(port);
      await expectData();
    } finally {
      intruder.close();
    }
  });
});
