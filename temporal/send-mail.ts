import { createTransport } from 'nodemailer';
import type { Config } from '../platform/config.ts';

const timeoutMs = 10_000;

export interface OutwardMail {
  /** The same at each attempt, so that a mail program shows a repeat once. */
  readonly id: string;
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface SentMail {
  /** Reply code of SMTP. */
  readonly status: number;
  /** Recipients whom the server does not take; it has taken one at least. */
  readonly refused: readonly string[];
}

/** Sends a mail over the installation's server. Throws nodemailer's errors: `responseCode` is the server's reply, if it gave any. */
export const sendMail = async (
  { SMTP_URL, MAIL_FROM }: Pick<Config, 'MAIL_FROM'> & { readonly SMTP_URL: string },
  { id, to, subject, text }: OutwardMail,
): Promise<SentMail> => {
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  try {
    const sent = await transport.sendMail({
      from: MAIL_FROM,
      to: typeof to === 'string' ? to : [...to],
      subject,
      text,
      messageId: `<${id}@${MAIL_FROM.slice(MAIL_FROM.lastIndexOf('@') + 1)}>`,
    });
    return {
      status: Number(sent.response.slice(0, 3)),
      refused: sent.rejected.map(String),
    };
  } finally {
    transport.close();
  }
};
