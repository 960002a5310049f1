import { resolve } from 'node:path';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { Fault } from '../../domain/faults.ts';
import { isUuid, tenantId as parseTenant } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import { eraseTenant } from '../../platform/operations/erase-tenant.ts';
import { exportTenant } from '../../platform/operations/export-tenant.ts';
import { withRole } from '../../platform/operations/installation-database.ts';
import { listTenants } from '../../platform/operations/list-tenants.ts';
import { installationConfig } from '../installation-config.ts';
import { terminalOf } from '../terminal.ts';
import { groupCommand } from './group-command.ts';

/** `autonomos tenants list|export|erase`: for whoever runs the installation; users of a tenant have no such door. */
export const registerTenants = (program: Command): void => {
  const group = groupCommand(program, 'tenants', 'the tenants of this installation');
  group
    .command('list')
    .description('ids and names')
    .action(async (_options: unknown, command: Command) => {
      const tenants = await withRole(installationConfig(), 'au_worker', listTenants);
      const table = new Table({ head: ['tenant', 'name', 'since'], style: { head: [], border: [] } });
      for (const { tenantId, name, createdAt } of tenants)
        table.push([tenantId, name, createdAt.toISOString()]);
      const rows = tenants.map(({ tenantId, name, createdAt }) => ({
        tenant_id: tenantId,
        name,
        created_at: createdAt.toISOString(),
      }));
      terminalOf(command).result(table.toString(), rows);
    });
  group
    .command('export')
    .description('write all that a tenant has into a new folder, without secrets')
    .argument('<tenant>', 'its id')
    .requiredOption('--to <folder>', 'a folder that does not exist yet, or is empty')
    .action(async (tenant: string, { to }: { readonly to: string }, command: Command) => {
      const folder = resolve(to);
      const made = await exportTenant(installationConfig(), idOf(tenant), folder);
      const rows = sumOf(made.tables);
      const without = Object.entries(made.left_out).map(([what, why]) => `  ${what}: ${why}`);
      const text = [
        `${rows} rows of ${Object.keys(made.tables).length} tables in ${folder}. Left out:`,
        ...without,
      ];
      terminalOf(command).result(text.join('\n'), { ...made, folder });
    });
  group
    .command('erase')
    .description('delete a tenant whole: workflows, rows, Redis keys, files. There is no way back')
    .argument('<tenant>', 'its id')
    .requiredOption('--confirm <tenant>', 'the same id once more')
    .action(async (tenant: string, { confirm }: { readonly confirm: string }, command: Command) => {
      if (tenant !== confirm)
        throw new Fault('validation_failed', '--confirm names another tenant; nothing was erased');
      const done = await eraseTenant(installationConfig(), idOf(tenant));
      const text = `Erased: ${sumOf(done.tables)} rows, ${done.workflows} workflows, ${done.redisKeys} keys in Redis, all files.`;
      terminalOf(command).result(text, {
        tables: done.tables,
        workflows: done.workflows,
        redis_keys: done.redisKeys,
      });
    });
};

const idOf = (text: string): TenantId => {
  if (!isUuid(text))
    throw new Fault('validation_failed', `"${text}" is no tenant's id; autonomos tenants list shows them`);
  return parseTenant(text);
};

const sumOf = (tables: Readonly<Record<string, number>>): number =>
  Object.values(tables).reduce((sum, rows) => sum + rows, 0);
