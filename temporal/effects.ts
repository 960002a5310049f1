import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type pg from 'pg';
import type { Config } from '../platform/config.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import { guardedFetch } from '../platform/http-guard.ts';
import { deriveKey } from '../platform/seal.ts';
import type { Secrets } from '../platform/secrets.ts';
import { textOf } from './relay.ts';
import type { RelayDeps } from './relay.ts';

const timeoutMs = 10_000;

export interface EffectDeps {
  readonly pool: pg.Pool;
  readonly secrets: Secrets;
  readonly config: Pick<
    Config,
    'EGRESS_ALLOW' | 'JWT_SECRET' | 'SMTP_URL' | 'MAIL_FROM' | 'SLACK_WEBHOOK_URL'
  >;
}

/**
 * The signature header of a callback: HMAC-SHA256 over `timestamp.body` in the form of Standard Webhooks (`v1,<base64>`).
 * A receiver checks it with the tenant's key, which derives from the installation's secret.
 */
export const signCallback = (
  secret: string,
  tenantId: string,
  message: { id: string; timestamp: string; body: string },
): string => {
  const key = deriveKey(secret, `callback ${tenantId}`);
  return `v1,${createHmac('sha256', key).update(`${message.id}.${message.timestamp}.${message.body}`).digest('base64')}`;
};

/** What leaves for other systems. Each carries the outbox row's id, so that a receiver can tell a repeat. */
export const createOutwardEffects = ({
  pool,
  secrets,
  config,
}: EffectDeps): Pick<RelayDeps['effects'], 'callback' | 'mail' | 'slack'> => ({
  callback: async ({ tenantId, id, payload }) => {
    const task = await withTenant(pool, tenantId, ({ db }) =>
      db.selectFrom('tasks').selectAll().where('task_id', '=', textOf(payload, 'task_id')).executeTakeFirst(),
    );
    if (task?.callback_url == null) return;
    const body = JSON.stringify({
      type: 'task.ended',
      task: {
        task_id: task.task_id,
        kind: task.kind,
        state: task.state,
        result: task.result,
        error: task.error,
        ended_at: task.ended_at,
      },
    });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const answer = await guardedFetch(
      task.callback_url,
      { egressAllow: config.EGRESS_ALLOW },
      {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signCallback(config.JWT_SECRET, tenantId, { id, timestamp, body }),
        },
        timeoutMs,
        maxRedirects: 0,
        maxBytes: 64 << 10,
      },
    );
    if (answer.status >= 300) throw new Error(`The callback answered ${answer.status}`);
  },
  mail: async ({ tenantId, payload }) => {
    if (config.SMTP_URL === undefined) return;
    const mail = await withTenant(pool, tenantId, (transaction) =>
      secrets.openJson(transaction, 'mail', Buffer.from(textOf(payload, 'sealed'), 'base64')),
    );
    const transport = createTransport({
      url: config.SMTP_URL,
      connectionTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
    await transport.sendMail({
      from: config.MAIL_FROM,
      to: textOf(mail, 'to'),
      subject: textOf(mail, 'subject'),
      text: textOf(mail, 'text'),
    });
  },
  slack: async ({ payload }) => {
    if (config.SLACK_WEBHOOK_URL === undefined) return;
    const answer = await guardedFetch(
      config.SLACK_WEBHOOK_URL,
      { egressAllow: config.EGRESS_ALLOW },
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: payload['text'] ?? '' }),
        timeoutMs,
        maxRedirects: 0,
        maxBytes: 64 << 10,
      },
    );
    if (answer.status >= 300) throw new Error(`Slack answered ${answer.status}`);
  },
});
