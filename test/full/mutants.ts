/** A guard of the promise "nothing lost, nothing doubled, no tenant sees another", taken away, and the test that must notice. */
export interface Mutant {
  readonly guard: string;
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly test: { readonly file: string; readonly name: string };
}

export const mutants: readonly Mutant[] = [
  {
    guard: 'the cursor moves in the transaction of its batch',
    file: 'platform/database/canonical-writer.ts',
    find: `failpoint('mid_insert');`,
    replace: `await withTenant(pool, fence.tenantId, (other) => moveCursor(other, fence, batch.cursor));
    failpoint('mid_insert');`,
    test: {
      file: 'test/chaos/worker-dies.test.ts',
      name: 'a worker killed at before_read, then at mid_insert loses nothing and doubles nothing',
    },
  },
  {
    guard: 'a batch is refused when the lease has a newer epoch',
    file: 'platform/database/fence.ts',
    find: 'if (now?.epoch !== fence.epoch) {',
    replace: 'if (now === undefined) {',
    test: {
      file: 'test/chaos/worker-dies.test.ts',
      name: 'a frozen worker that wakes after it was replaced writes nothing, though its rows differ from the newer ones',
    },
  },
  {
    guard: 'an event follows only when the hash differs',
    file: 'platform/database/stage.ts',
    find: `when 'u' then hash is distinct from old_hash`,
    replace: `when 'u' then true`,
    test: {
      file: 'test/service/ingest/exactly-once.test.ts',
      name: 'a file becomes events once: a second read of the same file gives none',
    },
  },
  {
    guard: 'a batch is refused when another mapping version is active',
    file: 'platform/database/fence.ts',
    find: '  if (!same)\n',
    replace: '  if (active.length < 0 && !same)\n',
    test: {
      file: 'test/service/ingest/mapping-switch.test.ts',
      name: 'a batch that was mapped before another version became active is mapped again, never written',
    },
  },
  {
    guard: 'the tenant setting ends with its transaction',
    file: 'platform/database/with-tenant.ts',
    find: '${pg.escapeLiteral(tenantId)}, true)',
    replace: '${pg.escapeLiteral(tenantId)}, false)',
    test: {
      file: 'test/tenancy/row-security.test.ts',
      name: 'rls_06 a pool of one: after success, throw, abort and time-out the next user finds no tenant',
    },
  },
  {
    guard: 'row level security is forced',
    file: 'migrations/0001-roles-and-tenants.ts',
    find: `execute format('alter table %s force row level security', target);`,
    replace: '',
    test: {
      file: 'test/tenancy/row-security.test.ts',
      name: 'rls_02 every tenant table forces row security with both conditions and has tenant-first keys; the others are reviewed',
    },
  },
];

/** The text without its guard. Throws when the guard does not stand there exactly once. */
export const withoutGuard = ({ guard, file, find, replace }: Mutant, text: string): string => {
  if (text.split(find).length !== 2) {
    throw new Error(
      `The mutant "${guard}" no longer fits ${file}: bring it up to date in test/full/mutants.ts`,
    );
  }
  return text.replace(find, () => replace);
};
