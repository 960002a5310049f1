/** Tries a connection step by step, so that a person sees how far it gets. */
import type { Client } from 'pg';
import { isFault } from '../../domain/faults.ts';
import type { Fault } from '../../domain/faults.ts';
import { assertPublicHost } from '../../platform/http-guard.ts';
import type { CheckReport, CheckStep } from '../contract.ts';
import { connect, destroy, placeOf, query } from './client.ts';
import type { Settings } from './client.ts';
import { discover } from './discover.ts';
import { toFault } from './faults.ts';
import { qualified } from './identifiers.ts';

/** Which step of the handshake a failure to connect belongs to. */
const failedStep = (fault: Fault): string => {
  if (fault.code === 'source_auth_failed') return 'authentication';
  if (fault.code === 'source_config_invalid')
    return /TLS|certificate/.test(fault.message) ? 'tls' : 'configuration';
  if (fault.code === 'source_permission_denied') return 'authentication';
  return 'tcp';
};

const ok = (name: string, detail: string): CheckStep => ({ name, ok: true, detail });

const failed = (name: string, error: unknown, settings: Settings): CheckStep => ({
  name,
  ok: false,
  detail: toFault(error, placeOf(settings)).message,
});

const resolve = async (settings: Settings): Promise<CheckStep> => {
  const { host, port } = settings.config;
  try {
    const addresses = await assertPublicHost(host, port, settings.egressAllow);
    return ok('dns', `${host} is ${addresses.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    return failed('dns', error, settings);
  }
};

const handshake = (settings: Settings): readonly CheckStep[] => [
  ok('tcp', `${placeOf(settings)} answers`),
  ok('tls', settings.config.ssl === 'disable' ? 'not asked for' : `encrypted (${settings.config.ssl})`),
  ok('authentication', `signed in as ${settings.config.user}`),
];

const looks = async (client: Client, settings: Settings): Promise<readonly CheckStep[]> => {
  const { objects } = await discover(client, settings);
  const readable = objects.filter(({ access }) => access === 'granted');
  const { schema } = settings.config;
  if (readable.length === 0) {
    const detail = `No table of schema ${schema} may be read. Grant usage on the schema and select on its tables.`;
    return [{ name: 'permission', ok: false, detail }];
  }
  const permission = ok(
    'permission',
    `${readable.length} of ${objects.length} objects of ${schema} may be read`,
  );
  const first = readable[0]?.name ?? '';
  try {
    const { count } = await query(client, settings.config, `select from ${qualified(schema, first)} limit 1`);
    return [permission, ok('sample', `${first}: ${count === 0 ? 'empty' : 'a row was read'}`)];
  } catch (error) {
    return [permission, failed('sample', error, settings)];
  }
};

const steps = async (settings: Settings): Promise<readonly CheckStep[]> => {
  const begun = [ok('configuration', 'complete'), await resolve(settings)];
  if (begun.some((step) => !step.ok)) return begun;
  let client: Client;
  try {
    client = await connect(settings);
  } catch (error) {
    const step = isFault(error) ? failedStep(error) : 'tcp';
    const reached = handshake(settings);
    const at = reached.findIndex(({ name }) => name === step);
    return [...begun, ...reached.slice(0, Math.max(at, 0)), failed(step, error, settings)];
  }
  try {
    return [...begun, ...handshake(settings), ...(await looks(client, settings))];
  } catch (error) {
    return [...begun, ...handshake(settings), failed('permission', error, settings)];
  } finally {
    destroy(client);
  }
};

/** A refused step ends the report; nothing is thrown. */
export const check = async (settings: Settings): Promise<CheckReport> => {
  const taken = await steps(settings);
  return { ok: taken.every((step) => step.ok), steps: taken };
};
