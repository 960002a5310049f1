import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunning, removeRunning, writeRunning } from '../../../cli/running-file.ts';
import { identify } from '../../../platform/servers/process-identity.ts';

describe('what runs here', () => {
  const folder = mkdtempSync(join(tmpdir(), 'running-'));
  const file = join(folder, 'running.json');
  const running = {
    owner: identify(process.pid)!,
    environment: { DATABASE_URL: 'postgres://user:secret@127.0.0.1/x' },
    addresses: { console: 'http://127.0.0.1:8000' },
  };

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is told to other processes of the same user alone', () => {
    writeRunning(file, running);
    expect(readRunning(file)).toEqual(running);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is nothing once the process has ended, even if it could not say so', () => {
    writeRunning(file, { ...running, owner: { ...running.owner, started: 'an earlier start' } });
    expect(readRunning(file)).toBeNull();
  });

  it('is nothing when the file is torn or gone', () => {
    writeFileSync(file, '{');
    expect(readRunning(file)).toBeNull();
    removeRunning(file);
    expect(readRunning(file)).toBeNull();
  });
});
