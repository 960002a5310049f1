import type { Page } from '@playwright/test';
import { everyLook, faultsOf, judgeBeside } from '../support/console-looks.ts';
import type { Look } from '../support/console-looks.ts';
import { consolePages, publicPages } from '../support/console-pages.ts';
import { faultsInState, states } from '../support/console-states.ts';
import { proposed, seedJobs } from '../support/seeded-console.ts';
import { TenantConsole } from '../support/tenant-console.ts';
import { newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';

/** Every page at every width, in both themes and every state. */

let tenant: TenantConsole;
let stranger: TestUser;
let pages: readonly string[];
/** Of what the pages of the seeded tenant are about. */
let ids: readonly string[];

const subjects = async () => {
  const [repair] = await proposed(tenant);
  const connection = String(repair?.['connection_id']);
  const [ingest] = await tenant.list(`/connections/${connection}/runs`);
  const [mapping] = await tenant.list(`/mesh/mappings?connection_id=${connection}`);
  const [golden] = await tenant.list('/dcl/views/account');
  return {
    connection,
    task: String(ingest?.['task_id']),
    mapping: String(mapping?.['mapping_id']),
    repair: String(repair?.['repair_id']),
    ticket: String(repair?.['drift_event_id']),
    record: `account/${String(golden?.['golden_id'])}`,
  };
};

beforeAll(async () => {
  tenant = await TenantConsole.start();
  stranger = await newTenant(tenant.under);
  await seedJobs(tenant);
  const about = await subjects();
  ids = Object.values(about);
  pages = consolePages(about);
}, 600_000);

afterAll(() => tenant.stop());

type Judge = (page: Page, path: string, looks: readonly Look[]) => Promise<readonly string[]>;

/** Judges all pages and prints how many looks that were. */
const judgeAll = async (
  name: string,
  paths: readonly string[],
  open: () => Promise<Page>,
  judge: Judge,
): Promise<readonly string[]> => {
  const begun = performance.now();
  const faults = await judgeBeside(paths, open, async (page, path) => {
    const found = await judge(page, path, everyLook);
    // Told at once, for the whole takes long.
    for (const fault of found) process.stderr.write(`[${name}] ${fault}\n`);
    return found;
  });
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.info(
    `${name}: ${paths.length} pages in ${everyLook.length} looks, ${faults.length} faults, ${seconds} s`,
  );
  return faults;
};

const opened: Judge = (page, path, looks) => faultsOf(page, tenant.under.base, path, looks);

test('with what a tenant has', async () => {
  expect(await judgeAll('seeded', pages, () => tenant.signedIn('/audit'), opened)).toEqual([]);
}, 3_600_000);

test('with nothing at all', async () => {
  const paths = pages.filter((path) => !ids.some((id) => path.includes(id)));
  const open = () => tenant.signedIn('/audit', { user: stranger });
  expect(await judgeAll('empty', paths, open, opened)).toEqual([]);
}, 3_600_000);

test('for strangers', async () => {
  expect(await judgeAll('public', publicPages, () => tenant.window(), opened)).toEqual([]);
}, 3_600_000);

test.each(states)(
  '%s',
  async (state) => {
    const judge: Judge = (page, path, looks) =>
      faultsInState(page, { base: tenant.under.base, path, state }, looks);
    expect(await judgeAll(state, pages, () => tenant.signedIn('/audit'), judge)).toEqual([]);
  },
  3_600_000,
);
