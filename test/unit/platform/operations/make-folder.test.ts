import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../../../platform/operations/make-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'make-folder-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

test('makes a folder and those above it once, for the owner alone where so asked', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder, 0o700);
  makeFolder(folder);
  expect([folder, join(root, 'a')].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o700]);
});

test('says why there can be none', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  const nowhere = join(root, 'nowhere');
  symlinkSync(join(root, 'gone'), nowhere);
  expect(() => {
    makeFolder(file);
  }).toThrow('EEXIST');
  expect(() => {
    makeFolder(join(file, 'x'));
  }).toThrow('ENOTDIR');
  expect(() => {
    makeFolder(join(nowhere, 'x', 'y'));
  }).toThrow('EEXIST');
});
