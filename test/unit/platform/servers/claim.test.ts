import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim, isClaim, tryClaim } from '../../../../platform/servers/claim.ts';
import type { Claim } from '../../../../platform/servers/claim.ts';
import { identify } from '../../../../platform/servers/process-identity.ts';

describe('a claim', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'claim-'));
    file = join(folder, 'owner.json');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const taken = (): Claim => {
    const answer = tryClaim(file);
    if (!isClaim(answer)) throw new Error(`held by ${answer.pid}`);
    return answer;
  };

  it('is refused while its holder lives, and names the holder', () => {
    taken();
    expect(tryClaim(file)).toEqual(identify(process.pid));
  });

  it('is free again once released', () => {
    taken().release();
    expect(isClaim(tryClaim(file))).toBe(true);
  });

  it('of a process that has ended is nobody’s', () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(file, JSON.stringify({ pid: ended, started: 'long ago' }));
    expect(isClaim(tryClaim(file))).toBe(true);
  });

  it('of a number that another process bears by now is nobody’s', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'another start' }));
    expect(isClaim(tryClaim(file))).toBe(true);
  });

  it('is taken over when the file is torn, and leaves no other file behind', () => {
    writeFileSync(file, '{"pid":');
    expect(isClaim(tryClaim(file))).toBe(true);
    expect(readdirSync(folder)).toEqual(['owner.json']);
  });

  it('is waited for, which is said once', async () => {
    const first = taken();
    const lines: string[] = [];
    const second = claim(file, (line) => lines.push(line));
    await new Promise((resolve) => setTimeout(resolve, 600));
    first.release();
    (await second).release();
    expect(lines).toEqual([`waiting for process ${process.pid}, which holds ${file}`]);
  });
});
