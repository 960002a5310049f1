import type { Command } from 'commander';
import { rotateKeys } from '../../platform/operations/rotate-keys.ts';
import type { Rotation } from '../../platform/operations/rotate-keys.ts';
import { exitCodes } from '../exit-code.ts';
import { installationConfig } from '../installation-config.ts';
import { terminalOf } from '../terminal.ts';
import { groupCommand } from './group-command.ts';

/** `autonomos keys rotate`: everything that is sealed, under the present ENCRYPTION_KEY. */
export const registerKeys = (program: Command): void => {
  groupCommand(program, 'keys', 'the keys that seal credentials')
    .command('rotate')
    .description("wrap every tenant's key with ENCRYPTION_KEY; ENCRYPTION_KEYS_OLD must hold the former ones")
    .action(async (_options: unknown, command: Command) => {
      const rotation = await rotateKeys(installationConfig());
      terminalOf(command).result(textOf(rotation), {
        key_id: rotation.keyId,
        rewrapped: rotation.rewrapped,
        unchanged: rotation.unchanged,
        unreadable: rotation.unreadable.map(({ tenantId, reason }) => ({ tenant_id: tenantId, reason })),
      });
      if (rotation.unreadable.length > 0) process.exitCode = exitCodes.failed;
    });
};

const textOf = ({ keyId, rewrapped, unchanged, unreadable }: Rotation): string =>
  [
    `Wrapped with ENCRYPTION_KEY ${keyId}: ${rewrapped} now, ${unchanged} before or without a key.`,
    ...unreadable.map(({ tenantId, reason }) => `${tenantId}: ${reason}`),
    unreadable.length > 0
      ? 'Add the missing key to ENCRYPTION_KEYS_OLD and run this again.'
      : 'Keep the former key in ENCRYPTION_KEYS_OLD until Temporal has forgotten the workflows of its time.',
  ].join('\n');
