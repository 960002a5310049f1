/** Tries a connection step by step, so that a person sees how far it gets. */
import { isFault } from '../../domain/faults.ts';
import type { Fault } from '../../domain/faults.ts';
import type { CheckReport, CheckStep } from '../contract.ts';
import { connect, placeOf } from './client.ts';
import type { Connection, Settings } from './client.ts';
import { discover } from './discover.ts';
import { toFault } from './faults.ts';

const ok = (name: string, detail: string): CheckStep => ({ name, ok: true, detail });

const failed = (name: string, error: unknown, settings: Settings): CheckStep => ({
  name,
  ok: false,
  detail: toFault(error, placeOf(settings)).message,
});

/** Which step of the way a failure to connect belongs to. */
const failedStep = (fault: Fault): string => {
  if (fault.code === 'egress_refused' || /resolved|SRV/.test(fault.message)) return 'dns';
  if (fault.code === 'source_auth_failed') return 'authentication';
  if (fault.code === 'source_config_invalid')
    return /certificate/.test(fault.message) ? 'tls' : 'configuration';
  return 'tcp';
};

const way = (settings: Settings, host: string): readonly CheckStep[] => [
  ok('dns', `${host} has allowed addresses`),
  ok('tcp', `${host} answers`),
  ok('tls', settings.config.tls === 'disable' ? 'not asked for' : `encrypted (${settings.config.tls})`),
  ok(
    'authentication',
    settings.config.user === undefined ? 'not asked for' : `signed in as ${settings.config.user}`,
  ),
];

const looks = async (connection: Connection, settings: Settings): Promise<readonly CheckStep[]> => {
  const { objects } = await discover(connection, settings);
  const readable = objects.filter(({ access }) => access === 'granted');
  const { database } = settings.config;
  if (readable.length === 0) {
    const detail = `No collection of ${database} may be read. Check the database, or grant the role "read" on it.`;
    return [{ name: 'permission', ok: false, detail }];
  }
  const fields = readable.reduce((sum, object) => sum + object.fields.length, 0);
  return [
    ok('permission', `${readable.length} of ${objects.length} collections of ${database} may be read`),
    ok('sample', `${fields} fields were found`),
  ];
};

const steps = async (settings: Settings): Promise<readonly CheckStep[]> => {
  const begun = [ok('configuration', 'complete')];
  let connection: Connection;
  try {
    connection = await connect(settings);
  } catch (error) {
    const step = isFault(error) ? failedStep(error) : 'tcp';
    const passed = way(settings, settings.config.hosts.join(', '));
    const at = passed.findIndex(({ name }) => name === step);
    return [...begun, ...passed.slice(0, Math.max(at, 0)), failed(step, error, settings)];
  }
  const reached = [...begun, ...way(settings, connection.host)];
  try {
    return [...reached, ...(await looks(connection, settings))];
  } catch (error) {
    return [...reached, failed('permission', error, settings)];
  } finally {
    await connection.client.close();
  }
};

/** A refused step ends the report; nothing is thrown. */
export const check = async (settings: Settings): Promise<CheckReport> => {
  const taken = await steps(settings);
  return { ok: taken.every((step) => step.ok), steps: taken };
};
