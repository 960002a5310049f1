import { startLlmServer } from '../../support/llm/llm-server.ts';
import type { LlmServer } from '../../support/llm/llm-server.ts';
import { openAiWire } from '../../support/llm/openai-wire.ts';
import { TestPlatform } from '../../support/test-platform.ts';
import { RepairBench, repairEnvironment } from '../repair/repair-bench.ts';

let server: LlmServer;
let platform: TestPlatform;
let bench: RepairBench;

beforeAll(async () => {
  // Agrees with whatever is offered first.
  server = await startLlmServer(openAiWire, ({ data }) => {
    const { fields } = JSON.parse(data) as { fields: { id: string; candidates: string[] }[] };
    const answers = fields.map(({ id, candidates }) => ({
      field: id,
      candidate: candidates[0],
      confidence: 0.9,
    }));
    return { text: JSON.stringify({ answers }) };
  });
  platform = await TestPlatform.start();
  const llm = { OPENAI_API_KEY: 'canary-key', OPENAI_BASE_URL: `${server.url}/v1` };
  await platform.startWorker(repairEnvironment(llm));
  bench = await RepairBench.on(platform);
});
afterAll(async () => {
  await bench.close();
  await platform.stop();
  await server.close();
});

const calls = async () => {
  const { rows } = await platform.database.admin.query<Record<string, unknown>>(
    'select purpose, outcome, saved_by, subject from au.llm_calls order by at',
  );
  return rows;
};

/** An empty table, so that names and types are all there is to go by. */
const drifted = async (table: string) => {
  await bench.table(table, 0);
  await bench.ingest();
  await bench.alter(table, 'rename column sector to vertical');
  await bench.ingest();
  return await bench.settled(table, ['waiting', 'manual']);
};

test('a model lifts what names leave open to where a person sees it; what the person says spares the next call', async () => {
  const { ticket, repair } = await drifted('firms');
  expect(repair).toMatchObject({ band: 'review', author: 'llm' });
  const [change] = repair!.mappings[0]!.changes;
  expect(change).toMatchObject({ field: 'industry', found: ['vertical'], selected: true });
  expect(change!.confidence).toBeLessThanOrEqual(0.85);
  expect(change!.evidence.map(({ signal }) => signal)).toContain('language model');
  const asked = { purpose: 'judge_rename', outcome: 'answered', saved_by: null };
  expect(await calls()).toEqual([{ ...asked, subject: ticket.drift_event_id }]);

  await bench.decide(repair!, 'approve');
  await bench.settled('firms', ['closed']);

  const again = await drifted('companies');
  expect(again.repair).toMatchObject({ band: 'review', author: 'memory' });
  const evidence = again.repair!.mappings[0]!.changes[0]!.evidence;
  expect(evidence.map(({ signal }) => signal)).toContain('history');
  expect(server.requests).toHaveLength(1);
  const saved = { purpose: 'judge_rename', outcome: 'saved', saved_by: 'memory' };
  expect((await calls())[1]).toEqual({ ...saved, subject: again.ticket.drift_event_id });
});

test('what was rejected is not sure the next time', async () => {
  await bench.policy('auto');
  const { repair } = await bench.settled('companies', ['waiting']);
  await bench.decide(repair!, 'reject');
  await bench.settled('companies', ['manual']);
  const { repair: third } = await drifted('partners');
  expect(third!.author).not.toBe('memory');
  expect(third!.confidence).toBeLessThan(repair!.confidence);
  expect(third!.state).toBe('proposed');
});
