import type pg from 'pg';
import { isFault } from '../domain/faults.ts';
import { mailText, slackText, verdictOn, verdictOnMail } from '../domain/notifications.ts';
import type { Config } from '../platform/config.ts';
import {
  channelContext,
  dropDelivery,
  findChannel,
  findDelivery,
  noteAttempt,
} from '../platform/database/repositories/notifications.ts';
import type { DeliveryRow, PostedChannel } from '../platform/database/repositories/notifications.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import type { Secrets } from '../platform/secrets.ts';
import { postSigned } from './post-signed.ts';
import { textOf } from './relay.ts';
import type { Effect } from './relay.ts';
import { sendMail } from './send-mail.ts';

export interface NotifyDeps {
  readonly pool: pg.Pool;
  readonly secrets: Secrets;
  readonly config: Pick<
    Config,
    'EGRESS_ALLOW' | 'SLACK_WEBHOOK_URL' | 'SMTP_URL' | 'MAIL_FROM' | 'publicUrl'
  >;
}

type Target =
  | { readonly channel: 'email'; readonly addresses: readonly string[] }
  | {
      readonly channel: PostedChannel;
      /** Null: it cannot be decrypted any more. */
      readonly url: string | null;
      /** Null: messages are not signed. */
      readonly key: Buffer | null;
    };

/** After these a message is of no use any more. */
const giveUpAfterMs = 24 * 3_600_000;

/** Sends one notification over one channel and keeps in its log what was answered. */
export const createNotifyEffect =
  ({ pool, secrets, config }: NotifyDeps): Effect =>
  async ({ tenantId, payload }) => {
    const found = await withTenant(pool, tenantId, async (transaction) => {
      const delivery = await findDelivery(transaction, textOf(payload, 'delivery_id'));
      if (delivery?.state !== 'pending') return undefined;
      const target = await targetOf(transaction, { secrets, config }, delivery);
      if (target === null) await dropDelivery(transaction, delivery.delivery_id);
      return target === null ? undefined : { delivery, target };
    });
    if (found === undefined) return;
    const { delivery, target } = found;
    const { status, error, verdict } =
      target.channel === 'email'
        ? await mailIt(config, delivery, target.addresses)
        : await postIt(config, delivery, target);
    const isOld = Date.now() - delivery.created_at.getTime() > giveUpAfterMs;
    const state = verdict === 'retry' ? (isOld ? 'failed' : 'pending') : verdict;
    await withTenant(pool, tenantId, (transaction) =>
      noteAttempt(transaction, delivery.delivery_id, { state, status, error }),
    );
    // The relay comes again, later each time.
    if (state === 'pending') throw new Error(`The channel ${delivery.channel}: ${error ?? 'no answer'}`);
  };

/** Where a delivery goes; null where its channel was removed since, or never was. */
const targetOf = async (
  transaction: TenantTransaction,
  { secrets, config }: Pick<NotifyDeps, 'secrets' | 'config'>,
  { channel }: DeliveryRow,
): Promise<Target | null> => {
  const settings = await findChannel(transaction, channel);
  if (channel === 'email') return settings === undefined ? null : { channel, addresses: settings.addresses };
  if (settings?.sealed == null)
    return channel === 'slack' && config.SLACK_WEBHOOK_URL !== undefined
      ? { channel, url: config.SLACK_WEBHOOK_URL, key: null }
      : null;
  try {
    const opened = await secrets.openJson(transaction, channelContext(channel), settings.sealed);
    const secret = opened['secret'];
    return {
      channel,
      url: textOf(opened, 'url'),
      key: typeof secret === 'string' ? Buffer.from(secret.replace('whsec_', ''), 'base64') : null,
    };
  } catch (error) {
    if (!isFault(error) || error.code !== 'secrets_unreadable') throw error;
    return { channel, url: null, key: null };
  }
};

interface Attempt {
  readonly status: number | null;
  readonly error: string | null;
  readonly verdict: ReturnType<typeof verdictOn>;
}

/** Characters of an error that are kept. */
const errorLength = 300;

const postIt = async (
  config: NotifyDeps['config'],
  delivery: DeliveryRow,
  { url, key }: Extract<Target, { readonly channel: PostedChannel }>,
): Promise<Attempt> => {
  if (url === null)
    return { status: null, error: 'its address cannot be decrypted; enter it anew', verdict: 'failed' };
  const message = { id: delivery.delivery_id, body: bodyOf(delivery, config.publicUrl) };
  try {
    const status = await postSigned(config, url, message, key);
    return { status, error: status < 300 ? null : `answered ${status}`, verdict: verdictOn(status) };
  } catch (error) {
    if (!isFault(error)) throw error;
    // What a guard says names the host alone: the rest of the address may be a secret.
    return {
      status: null,
      error: error.message.slice(0, errorLength),
      verdict: error.code === 'egress_refused' ? 'failed' : 'retry',
    };
  }
};

const mailIt = async (
  { SMTP_URL, MAIL_FROM, publicUrl }: NotifyDeps['config'],
  { delivery_id: id, text, path }: DeliveryRow,
  addresses: readonly string[],
): Promise<Attempt> => {
  if (SMTP_URL === undefined)
    return {
      status: null,
      error: 'this installation has no mail server; set SMTP_URL for its worker',
      verdict: 'failed',
    };
  try {
    const { status, refused } = await sendMail(
      { SMTP_URL, MAIL_FROM },
      { id, to: addresses, ...mailText(text, `${publicUrl}${path}`) },
    );
    const error = refused.length === 0 ? null : `not taken for ${refused.join(', ')}`.slice(0, errorLength);
    return { status, error, verdict: verdictOnMail(status) };
  } catch (error) {
    const reply = replyOf(error);
    // What a server says of itself; the address of the server may hold a password and is not in it.
    const said = reply === null ? 'the mail server does not answer' : `the mail server answered ${reply}`;
    return { status: reply, error: said, verdict: verdictOnMail(reply) };
  }
};

const replyOf = (error: unknown): number | null =>
  error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
    ? error.responseCode
    : null;

const bodyOf = (delivery: DeliveryRow, publicUrl: string): string => {
  const url = `${publicUrl}${delivery.path}`;
  if (delivery.channel === 'slack') return JSON.stringify({ text: slackText(delivery.text, url) });
  return JSON.stringify({
    type: delivery.kind,
    id: delivery.delivery_id,
    tenant_id: delivery.tenant_id,
    at: delivery.created_at.toISOString(),
    subject: { kind: delivery.subject_kind, id: delivery.subject_id },
    text: delivery.text,
    url,
  });
};
