/** The way to a MongoDB server leads through the guard, whatever a server or a name server says. */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { BSON } from 'mongodb';
import type { Document } from 'mongodb';
import { connect } from '../../../../connectors/mongodb/client.ts';
import { configSchema, fromUrl } from '../../../../connectors/mongodb/config.ts';
import { resolveCluster } from '../../../../connectors/mongodb/srv.ts';
import { createLogger } from '../../../../platform/logger.ts';

const opReply = 1;
const opMessage = 2013;
const opQuery = 2004;

/** The wire protocol's answer to a command: OP_REPLY to the old handshake, OP_MSG to all others. */
const answer = (request: Buffer, body: Document): Buffer => {
  const document = Buffer.from(BSON.serialize(body));
  const old = request.readInt32LE(12) === opQuery;
  const head = Buffer.alloc(old ? 36 : 21);
  head.writeInt32LE(head.length + document.length, 0);
  head.writeInt32LE(request.readInt32LE(4), 8);
  head.writeInt32LE(old ? opReply : opMessage, 12);
  if (old) head.writeInt32LE(1, 32);
  return Buffer.concat([head, document]);
};

const secondaryThatNames = (primary: string, sockets: Set<Socket>): Server =>
  createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (request) => {
      const hello = {
        helloOk: true,
        isWritablePrimary: false,
        secondary: true,
        setName: 'rs',
        hosts: [primary],
        primary,
      };
      const limits = {
        maxBsonObjectSize: 16777216,
        maxMessageSizeBytes: 48000000,
        maxWriteBatchSize: 100000,
      };
      socket.write(answer(request, { ...hello, ...limits, minWireVersion: 0, maxWireVersion: 21, ok: 1 }));
    });
  });

const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'connected',
    (error: unknown) => (error as { code: unknown }).code,
  );

describe('hosts that a server announces', () => {
  test.each(['169.254.169.254:27017', '10.0.0.1:27017', '[::ffff:127.0.0.1]:1', 'localhost:1'])(
    'a primary at %s is refused, not connected to',
    async (primary) => {
      const sockets = new Set<Socket>();
      const server = secondaryThatNames(primary, sockets);
      server.listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { config, credentials } = fromUrl(`mongodb://${host}/x`);
      const logger = createLogger('test', 'silent');
      expect(await codeOf(connect({ config, credentials, egressAllow: [host], logger }))).toBe(
        'egress_refused',
      );
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  );

  test('a host that is not allowed is not connected to', async () => {
    const { config, credentials } = fromUrl('mongodb://127.0.0.1:1/x');
    const logger = createLogger('test', 'silent');
    expect(await codeOf(connect({ config, credentials, egressAllow: [], logger }))).toBe('egress_refused');
  });
});

describe('SRV', () => {
  const resolver = (name: string, txt: string[][] = []) => ({
    resolveSrv: () => Promise.resolve([{ name, port: 27017 }]),
    resolveTxt: () => Promise.resolve(txt),
  });

  test('gives the hosts of the cluster and its authentication database', async () => {
    const answered = await resolveCluster(
      'c0.abc.mongodb.net',
      resolver('c0-shard.abc.mongodb.net.', [['authSource=', 'users']]),
    );
    expect(answered).toEqual({ hosts: ['c0-shard.abc.mongodb.net:27017'], authSource: 'users' });
  });

  test.each(['evil.example.com', 'abc.mongodb.net.evil.com', 'xabc.mongodb.net', '169.254.169.254'])(
    '%s is refused',
    async (name) => {
      expect(await codeOf(resolveCluster('c0.abc.mongodb.net', resolver(name)))).toBe('egress_refused');
    },
  );

  test('a cluster without SRV records is unreachable', async () => {
    const none = { ...resolver('x'), resolveSrv: () => Promise.reject(new Error('ENOTFOUND')) };
    expect(await codeOf(resolveCluster('c0.abc.mongodb.net', none))).toBe('source_unreachable');
  });
});

describe('configuration', () => {
  test('from a URL, with TLS unless told or on loopback', () => {
    const { config, credentials } = fromUrl(
      'mongodb://u:p%40x@a.example.com:1,b.example.com/shop?authSource=admin&replicaSet=rs',
    );
    expect(config).toMatchObject({
      hosts: ['a.example.com:1', 'b.example.com'],
      database: 'shop',
      user: 'u',
      tls: 'verify-full',
    });
    expect(credentials).toEqual({ password: 'p@x' });
    expect(fromUrl('mongodb+srv://u:p@c0.abc.mongodb.net/').config).toMatchObject({
      srv: true,
      database: 'test',
    });
    expect(fromUrl('mongodb://127.0.0.1:5/x').config.tls).toBe('disable');
  });

  test.each([
    'mongodb://h/x?authMechanism=MONGODB-AWS',
    'mongodb://h/x?authMechanism=MONGODB-OIDC',
    'mongodb://h/x?proxyHost=10.0.0.1',
    'mongodb://h/x?tlsCAFile=/etc/passwd',
    'mongodb://%2Ftmp%2Fmongodb.sock/x',
    'mongodb://h/a$b',
    'http://h/x',
  ])('refuses %s', (url) => {
    expect(() => fromUrl(url)).toThrow(expect.objectContaining({ code: 'source_config_invalid' }) as Error);
  });

  test('knows no files and no proxies', () => {
    for (const extra of ['tlsCAFile', 'proxyHost', 'tlsCertificateKeyFile', 'autoEncryption'])
      expect(configSchema.safeParse({ hosts: ['h'], database: 'd', [extra]: 'x' }).success).toBe(false);
  });
});
