/** Tries a connection step by step; the first refused step ends the report. */
import { Fault, isFault } from '../../domain/faults.ts';
import { assertPublicHost, guardedFetch } from '../../platform/http-guard.ts';
import type { CheckReport, CheckStep } from '../contract.ts';
import type { Objects } from './objects.ts';
import type { Session } from './session.ts';

interface Step {
  readonly name: string;
  readonly run: () => Promise<string>;
}

const reach = async (origin: string, egressAllow: readonly string[]): Promise<string> => {
  // Without a session: that any answer comes at all is what counts here.
  const { status } = await guardedFetch(`${origin}/services/data`, { egressAllow }, { maxRedirects: 0 });
  return `${new URL(origin).host} answers (status ${status})`;
};

const resolve = async (origin: string, egressAllow: readonly string[]): Promise<string> => {
  const { hostname, port, protocol } = new URL(origin);
  await assertPublicHost(hostname, Number(port) || (protocol === 'https:' ? 443 : 80), egressAllow);
  return `${hostname} has a permitted address`;
};

const permitted = async (objects: Objects): Promise<string> => {
  const names = await objects.names();
  const missing = names.filter(({ offered }) => !offered).map(({ name }) => name);
  if (missing.length === names.length) {
    throw new Fault(
      'source_permission_denied',
      `None of ${missing.join(', ')} may be read. Grant the user access.`,
    );
  }
  const rest = missing.length === 0 ? '' : `; not offered to this user: ${missing.join(', ')}`;
  return `${names.length - missing.length} objects can be read${rest}`;
};

const limits = async (session: Session): Promise<string> => {
  await session.call((connection) => connection.request('/limits'), { place: 'limits' });
  const { usage } = session;
  return usage === undefined ? 'no limit told' : `${usage.used} of ${usage.limit} daily API requests used`;
};

/** Steps: dns, tcp, authentication, permission, limits. */
export const checkConnection = async (
  session: Session,
  objects: Objects,
  egressAllow: readonly string[],
): Promise<CheckReport> => {
  const origin = session.loginOrigin;
  const signIn = async (): Promise<string> => {
    await session.renew();
    return 'Salesforce accepts the credentials';
  };
  const plan: readonly Step[] = [
    { name: 'dns', run: () => resolve(origin, egressAllow) },
    { name: 'tcp', run: () => reach(origin, egressAllow) },
    { name: 'authentication', run: signIn },
    { name: 'permission', run: () => permitted(objects) },
    { name: 'limits', run: () => limits(session) },
  ];
  const steps: CheckStep[] = [];
  for (const { name, run } of plan) {
    try {
      steps.push({ name, ok: true, detail: await run() });
    } catch (error) {
      if (!isFault(error)) throw error;
      return { ok: false, steps: [...steps, { name, ok: false, detail: error.message }] };
    }
  }
  return { ok: true, steps };
};
