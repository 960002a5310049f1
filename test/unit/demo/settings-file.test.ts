import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteDemoData, readDemoSettings } from '../../../demo/settings-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'demo-settings-'));
const file = join(folder, 'demo.json');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('generated data and real files have tenants apart, each the same at every run', () => {
  const generated = readDemoSettings(file, false);
  const real = readDemoSettings(file, true);
  expect(real.email).not.toBe(generated.email);
  expect(real.tenantName).not.toBe(generated.tenantName);
  expect(real.salesforceClient).toEqual(generated.salesforceClient);
  expect(readDemoSettings(file, true)).toEqual(real);
});

test('whoever does not say which gets the tenant that the last demo was on', () => {
  const [generated, real] = [false, true].map((realFiles) => readDemoSettings(file, realFiles).email);
  expect(readDemoSettings(file).email).toBe(generated);
  noteDemoData(file, true);
  expect(readDemoSettings(file).email).toBe(real);
  noteDemoData(file, false);
  expect(readDemoSettings(file).email).toBe(generated);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
