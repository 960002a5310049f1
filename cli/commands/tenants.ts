import { resolve } from 'node:path';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import { isUuid, tenantId as parseTenant } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import { tenantSettings } from '../../domain/tenant-settings.schema.ts';
import { eraseTenant } from '../../platform/operations/erase-tenant.ts';
import { exportTenant } from '../../platform/operations/export-tenant.ts';
import { withRole } from '../../platform/operations/installation-database.ts';
import { listTenants } from '../../platform/operations/list-tenants.ts';
import { settleTenant } from '../../platform/operations/tenant-settings.ts';
import type { SettingChanges } from '../../platform/operations/tenant-settings.ts';
import { installationConfig } from '../installation-config.ts';
import { terminalOf } from '../terminal.ts';
import { groupCommand } from './group-command.ts';

/** `autonomos tenants list|settings|export|erase`: for whoever runs the installation; users of a tenant have no such door. */
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
    .command('settings')
    .description("a tenant's own limits and model; what is not settled follows the installation's variables")
    .argument('<tenant>', 'its id')
    .option('--set <name=value>', 'settle something; may be given several times', collect, [])
    .option(
      '--unset <name>',
      "follow the installation's variable again; may be given several times",
      collect,
      [],
    )
    .action(async (tenant: string, { set, unset }: SettingOptions, command: Command) => {
      const changes = changesOf(set, unset);
      const settings = await withRole(installationConfig(), 'au_app', (pool) =>
        settleTenant(pool, idOf(tenant), changes),
      );
      const table = new Table({ head: ['setting', 'value', 'what for'], style: { head: [], border: [] } });
      for (const [name, { description = '' }] of Object.entries(tenantSettings.shape))
        table.push([name, settings[name as SettingName] ?? '', description]);
      terminalOf(command).result(table.toString(), { tenant_id: tenant, settings: { ...settings } });
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

interface SettingOptions {
  readonly set: readonly string[];
  readonly unset: readonly string[];
}
type SettingName = keyof typeof tenantSettings.shape;

const collect = (word: string, before: readonly string[]): readonly string[] => [...before, word];

/** Throws `validation_failed` for an unknown name or a value that does not fit. */
const changesOf = (set: readonly string[], unset: readonly string[]): SettingChanges =>
  Object.fromEntries([
    ...unset.map((name) => [settingOf(name), undefined]),
    ...set.map((word) => {
      const [name = '', ...rest] = word.split('=');
      const text = rest.join('=');
      const schema = tenantSettings.shape[settingOf(name)];
      const value = schema.safeParse(schema instanceof z.ZodString ? text : Number(text || 'NaN'));
      if (!value.success)
        throw new Fault('validation_failed', `${name}=${text}: ${value.error.issues[0]?.message ?? ''}`);
      return [name, value.data];
    }),
  ]) as SettingChanges;

const settingOf = (name: string): SettingName => {
  const names = Object.keys(tenantSettings.shape);
  if (!names.includes(name))
    throw new Fault('validation_failed', `"${name}" is no setting; there are ${names.join(', ')}`);
  return name as SettingName;
};

const sumOf = (tables: Readonly<Record<string, number>>): number =>
  Object.values(tables).reduce((sum, rows) => sum + rows, 0);
