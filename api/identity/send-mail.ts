import { addToOutbox } from '../../platform/database/repositories/outbox.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import type { Deps } from '../deps.ts';

/** What a mail is sealed for; the relay opens it with the same words. */
const mailContext = 'mail';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Sends a mail after this transaction commits, if the installation can send any. Address and text (which may hold a
 * one-time link) wait sealed with the tenant's key: `{ sealed: base64 of { to, subject, text } }`.
 */
export const sendMail = async (
  { config, secrets }: Pick<Deps, 'config' | 'secrets'>,
  transaction: TenantTransaction,
  mail: Mail,
): Promise<void> => {
  if (config.SMTP_URL === undefined) return;
  const sealed = await secrets.sealJson(transaction, mailContext, { ...mail });
  await addToOutbox(transaction, 'mail', { sealed: sealed.toString('base64') });
};
