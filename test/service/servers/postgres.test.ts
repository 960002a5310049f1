import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from '../../../platform/servers/process-identity.ts';
import { startPostgres } from '../../../platform/servers/postgres.ts';
import type { StartOptions } from '../../../platform/servers/running-server.ts';
import { readServerState } from '../../../platform/servers/server-state.ts';
import { ownFolder } from './own-folder.ts';

describe('PostgreSQL', () => {
  let options: StartOptions;

  beforeEach(() => {
    options = ownFolder('postgres');
  });

  afterEach(() => {
    rmSync(options.folder, { recursive: true });
  });

  it('starts over a pid file whose number another program bears by now', async () => {
    await (await startPostgres(options)).stop();
    const data = join(options.folder, 'data');
    writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n`);
    const server = await startPostgres(options);
    await server.stop();
    expect(server.pid).toBeGreaterThan(0);
  });

  it('begins anew where an earlier start was killed while it made the data', async () => {
    const torn = join(options.folder, 'data.next');
    mkdirSync(torn);
    writeFileSync(join(torn, 'PG_VERSION'), '18\n');
    const server = await startPostgres({ ...options, database: 'made' });
    await server.stop();
    expect(new URL(server.url).pathname).toBe('/made');
  });

  it('names release and cure when the data is of another PostgreSQL', async () => {
    mkdirSync(join(options.folder, 'data'));
    writeFileSync(join(options.folder, 'data', 'PG_VERSION'), '14\n');
    await expect(startPostgres(options)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/PostgreSQL 14.*move that folder away/) as string,
    });
  });

  it('says which address does not answer, and keeps the password to itself', async () => {
    const given = 'postgres://user:s3cret-word@127.0.0.1:1/nowhere';
    const refused = startPostgres({ ...options, given });
    await expect(refused).rejects.toMatchObject({
      code: 'database_unavailable',
      message: expect.not.stringContaining('s3cret-word') as string,
    });
    await expect(refused).rejects.toThrow('127.0.0.1:1');
  });

  (process.platform === 'linux' ? it : it.skip)(
    'ends when the process that started it is killed',
    async () => {
      const script = `
      const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, '../../../platform/servers/postgres.ts'))});
      const { folder, toolsFolder } = ${JSON.stringify(options)};
      await startPostgres({ folder, toolsFolder, environment: process.env, onProgress: () => undefined });
      process.kill(process.pid, 'SIGKILL');`;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
      await new Promise((resolve) => parent.once('exit', resolve));
      const { process: server } = readServerState(options.folder)!;
      while (identify(server.pid)?.started === server.started) await sleep(50);
      expect(parent.signalCode).toBe('SIGKILL');
    },
  );
});
