/** `npm run bench -- [measurement …] [--rows N] [--turns N]`; docs/benchmarks.md says what each one measures. */
import { parseArgs } from 'node:util';
import { measureIngest } from './measures/ingest.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '100000' }, turns: { type: 'string', default: '9' } },
});
const options = { rows: Number(values.rows), turns: Number(values.turns) };

const measurements: Readonly<Record<string, () => Promise<void>>> = {
  ingest: () => measureIngest(options),
};
const wanted = positionals.length > 0 ? positionals : ['ingest'];
for (const name of wanted) await measurements[name]?.();
