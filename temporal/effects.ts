import type pg from 'pg';
import type { Config } from '../platform/config.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { Secrets } from '../platform/secrets.ts';
import { createCallbackEffect } from './callback-effect.ts';
import { createNotifyEffect } from './notify-effect.ts';
import { textOf } from './relay.ts';
import type { RelayDeps } from './relay.ts';
import { sendMail } from './send-mail.ts';

export interface EffectDeps {
  readonly pool: pg.Pool;
  readonly secrets: Secrets;
  readonly config: Pick<
    Config,
    'EGRESS_ALLOW' | 'JWT_SECRET' | 'SMTP_URL' | 'MAIL_FROM' | 'SLACK_WEBHOOK_URL' | 'publicUrl'
  >;
}

/** What leaves for other systems. Each carries an id that stays the same, so that a receiver can tell a repeat. */
export const createOutwardEffects = ({
  pool,
  secrets,
  config,
}: EffectDeps): Pick<RelayDeps['effects'], 'callback' | 'mail' | 'notify'> => ({
  callback: createCallbackEffect({ pool, secrets, config }),
  mail: async ({ tenantId, id, payload }) => {
    const { SMTP_URL, MAIL_FROM } = config;
    if (SMTP_URL === undefined) return;
    const mail = await withTenant(pool, tenantId, (transaction) =>
      secrets.openJson(transaction, 'mail', Buffer.from(textOf(payload, 'sealed'), 'base64')),
    );
    await sendMail(
      { SMTP_URL, MAIL_FROM },
      { id, to: textOf(mail, 'to'), subject: textOf(mail, 'subject'), text: textOf(mail, 'text') },
    );
  },
  notify: createNotifyEffect({ pool, secrets, config }),
});
