import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { isFault } from '../../../domain/faults.ts';
import { assertPublicHost, guardedDispatcher, guardedFetch } from '../../../platform/http-guard.ts';

const servers: Server[] = [];

/** A server on loopback; answers its `host:port`. */
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'went through';
  } catch (error) {
    return isFault(error) ? error.code : `no fault: ${String(error)}`;
  }
};

const forever = (): Promise<never> => new Promise<never>(() => undefined);

describe('asvs_1_3_6 addresses that are not public', () => {
  const refused = [
    '127.0.0.1',
    '127.1',
    '0',
    '0x7f.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '169.254.169.254.',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '[::1]',
    '::',
    '::127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001:0::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    '2001:db8::1',
    '１２７.0.0.1',
    '/var/run/postgresql',
    'user@8.8.8.8',
    'a b',
    '',
  ];
  test.each(refused)('%j is refused', async (host) => {
    expect(await codeOf(assertPublicHost(host, 443, []))).toBe('egress_refused');
  });

  test.each(['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s goes through', async (host) => {
    expect(await assertPublicHost(host, 443, [])).toHaveLength(1);
  });

  test('every answer must be public, not only the first', async () => {
    const mixed = () =>
      Promise.resolve([
        { address: '8.8.8.8', family: 4 },
        { address: '::1', family: 6 },
      ]);
    expect(await codeOf(assertPublicHost('mixed.example', 443, [], mixed))).toBe('egress_refused');
  });

  test('a name that does not resolve is unreachable', async () => {
    const failing = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await codeOf(assertPublicHost('nowhere.example', 443, [], failing))).toBe('source_unreachable');
    expect(await codeOf(assertPublicHost('nowhere.example', 443, [], () => Promise.resolve([])))).toBe(
      'source_unreachable',
    );
  });
});

describe('the allow list', () => {
  test('opens exactly one host and port', async () => {
    const allow = ['127.0.0.1:5432', '[::1]:5432'];
    expect(await assertPublicHost('127.0.0.1', 5432, allow)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await assertPublicHost('2130706433', 5432, allow)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await assertPublicHost('0:0:0:0:0:0:0:1', 5432, allow)).toEqual([{ address: '::1', family: 6 }]);
    expect(await codeOf(assertPublicHost('127.0.0.1', 5433, allow))).toBe('egress_refused');
    expect(await codeOf(assertPublicHost('127.0.0.2', 5432, allow))).toBe('egress_refused');
  });

  test('never opens link-local or metadata addresses', async () => {
    for (const host of ['169.254.169.254', '100.100.100.200']) {
      expect(await codeOf(assertPublicHost(host, 80, [`${host}:80`]))).toBe('egress_refused');
    }
    const toMetadata = () => Promise.resolve([{ address: '169.254.169.254', family: 4 }]);
    expect(await codeOf(assertPublicHost('db.example', 80, ['db.example:80'], toMetadata))).toBe(
      'egress_refused',
    );
  });
});

describe('guardedFetch', () => {
  test('brings status, headers and body of an allowed address', async () => {
    const place = await serve((request, response) => {
      response.setHeader('x-seen', request.headers['x-given'] ?? '');
      response.statusCode = 418;
      request.pipe(response);
    });
    const answer = await guardedFetch(
      `http://${place}/`,
      { egressAllow: [place] },
      { method: 'POST', headers: { 'x-given': 'yes' }, body: 'tea' },
    );
    expect([answer.status, answer.headers.get('x-seen'), answer.body.toString()]).toEqual([
      418,
      'yes',
      'tea',
    ]);
  });

  test('opens no socket to an address that is not allowed, literal or by name', async () => {
    let asked = 0;
    const place = await serve((_request, response) => {
      asked++;
      response.end();
    });
    const port = place.split(':')[1] ?? '';
    for (const url of [
      `http://${place}/`,
      `https://${place}/`,
      `http://localhost:${port}/`,
      `http://0x7f.1:${port}/`,
    ]) {
      expect(await codeOf(guardedFetch(url, { egressAllow: [] }))).toBe('egress_refused');
    }
    expect(asked).toBe(0);
  });

  test('resolves once: a resolver that answers private the second time is not asked again', async () => {
    const place = await serve((_request, response) => response.end('in'));
    const port = Number(place.split(':')[1]);
    let asked = 0;
    const rebinding = () => {
      asked++;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
    };
    const egress = { egressAllow: [`rebind.example:${port}`], resolve: rebinding };
    expect((await guardedFetch(`http://rebind.example:${port}/`, egress)).body.toString()).toBe('in');
    expect(asked).toBe(1);
  });

  test.each([
    'gopher://example.com/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'https://user:secret@example.com/',
    'not a url',
    'http://8.8.8.8/',
  ])('refuses %s', async (url) => {
    expect(await codeOf(guardedFetch(url, { egressAllow: [] }))).toBe('egress_refused');
  });

  test('checks each redirect again', async () => {
    const place = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
    });
    expect(await codeOf(guardedFetch(`http://${place}/`, { egressAllow: [place] }))).toBe('egress_refused');
  });

  test('follows three redirects, not four, and keeps the authorization at home', async () => {
    const far = await serve((request, response) => response.end(String(request.headers.authorization)));
    const place = await serve((request, response) => {
      const left = Number((request.url ?? '/0').slice(1));
      const location = left === 1 ? `http://${far}/` : `/${left - 1}`;
      response.writeHead(307, { location }).end();
    });
    const egress = { egressAllow: [place, far] };
    const headers = { authorization: 'Bearer x' };
    expect((await guardedFetch(`http://${place}/3`, egress, { headers })).body.toString()).toBe('undefined');
    expect(await codeOf(guardedFetch(`http://${place}/4`, egress, { headers }))).toBe('source_protocol');
  });

  test('turns a POST into a GET without body after 303', async () => {
    const place = await serve((request, response) => {
      if (request.url === '/form') response.writeHead(303, { location: '/done' }).end();
      else response.end(`${request.method ?? ''} ${request.headers['content-type'] ?? 'none'}`);
    });
    const request = { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } };
    const answer = await guardedFetch(`http://${place}/form`, { egressAllow: [place] }, request);
    expect(answer.body.toString()).toBe('GET none');
  });

  test('caps the decompressed size', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const place = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const small = guardedFetch(`http://${place}/`, { egressAllow: [place] }, { maxBytes: 1_000_000 });
    expect(await codeOf(small)).toBe('source_protocol');
  });

  test('gives up on a server that never answers, and on one that stops in the middle', async () => {
    const silent = await serve(() => undefined);
    const stalling = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('a');
    });
    for (const place of [silent, stalling]) {
      const slow = guardedFetch(`http://${place}/`, { egressAllow: [place] }, { timeoutMs: 100 });
      expect(await codeOf(slow)).toBe('source_unreachable');
    }
  });

  test('a closed port is unreachable', async () => {
    const place = await serve(() => undefined);
    await new Promise((done) => servers.splice(0)[0]?.close(done));
    expect(await codeOf(guardedFetch(`http://${place}/`, { egressAllow: [place] }))).toBe(
      'source_unreachable',
    );
  });

  test("hands out the caller's own reason on abort", async () => {
    const place = await serve(() => undefined);
    const controller = new AbortController();
    const pending = guardedFetch(`http://${place}/`, { egressAllow: [place] }, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
  });

  test('a shared dispatcher is guarded too and reuses its connections', async () => {
    const sockets = new Set<unknown>();
    const place = await serve((request, response) => {
      sockets.add(request.socket);
      response.end('ok');
    });
    const egress = { egressAllow: [place] };
    const dispatcher = guardedDispatcher(egress);
    for (let times = 0; times < 10; times++) await guardedFetch(`http://${place}/`, egress, { dispatcher });
    expect(sockets.size).toBeLessThan(10);
    expect(await codeOf(guardedFetch('http://127.0.0.1:8079/', egress, { dispatcher }))).toBe(
      'egress_refused',
    );
    await dispatcher.close();
  });

  test('a name server that never answers is given up', async () => {
    jest.useFakeTimers();
    try {
      const pending = codeOf(assertPublicHost('slow.example', 443, [], forever));
      await jest.advanceTimersByTimeAsync(5_001);
      expect(await pending).toBe('source_unreachable');
    } finally {
      jest.useRealTimers();
    }
  });
});
