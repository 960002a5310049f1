/** What people are told outside the console, over which channels, and in which words. */

export const notificationKinds = [
  'repair.waiting',
  'repair.reminder',
  'repair.applied',
  'drift.manual',
  'connection.failing',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export const notificationChannels = ['slack', 'webhook', 'email'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/** So many people can be listed for mails; more belong in a mailing list. */
export const mostAddresses = 50;

export interface Notification {
  /** `test`: somebody wants to see whether a channel works. */
  readonly kind: NotificationKind | 'test';
  readonly subject: {
    readonly kind: 'repair' | 'drift_event' | 'connection' | 'channel';
    readonly id: string;
  };
  /** One sentence; names in it are a source's and may hold anything. */
  readonly text: string;
  /** Of the page that shows it, from the console's root. */
  readonly path: string;
  /** Two notifications with the same words here are one: the second is not sent. */
  readonly once: string;
}

/** What all people of a tenant are told. */
export interface Announcement extends Notification {
  readonly kind: NotificationKind;
}

type RepairKind = Extract<NotificationKind, `repair.${string}`>;

/** A notification about a repair; `turn` tells reminders of the same repair apart. */
export const aboutRepair = (
  kind: RepairKind,
  repair: { readonly repair_id: string; readonly object: string; readonly confidence: number },
  turn = '',
): Announcement => ({
  kind,
  subject: { kind: 'repair', id: repair.repair_id },
  text: repairText[kind](repair.object, repair.confidence.toFixed(2)),
  path: `/approvals/${repair.repair_id}`,
  once: `${kind} ${repair.repair_id} ${turn}`.trim(),
});

const repairText: Readonly<Record<RepairKind, (object: string, confidence: string) => string>> = {
  'repair.waiting': (object, confidence) =>
    `A repair of ${object} (confidence ${confidence}) waits for a decision`,
  'repair.reminder': (object, confidence) =>
    `A repair of ${object} (confidence ${confidence}) still waits for a decision`,
  'repair.applied': (object, confidence) => `A repair of ${object} (confidence ${confidence}) is applied`,
};

/** A notification that a ticket is left to people; one for each difference (digest) that it stands for. `because`: half a sentence. */
export const aboutTicket = (
  ticket: {
    readonly drift_event_id: string;
    readonly object: string;
    readonly kind: string;
    readonly digest: string;
  },
  because: string,
): Announcement => ({
  kind: 'drift.manual',
  subject: { kind: 'drift_event', id: ticket.drift_event_id },
  text: `Drift of ${ticket.object} (${ticket.kind.replaceAll('_', ' ')}) needs a person: ${because}`,
  path: `/monitor/tickets/${ticket.drift_event_id}`,
  once: `drift.manual ${ticket.drift_event_id} ${ticket.digest}`,
});

/** A notification that a source cannot be read; one an hour and connection at most. `now` in milliseconds since 1970. */
export const aboutFailure = (
  connection: { readonly connection_id: string; readonly name: string },
  reason: string | null,
  now: number,
): Announcement => ({
  kind: 'connection.failing',
  subject: { kind: 'connection', id: connection.connection_id },
  text: `${connection.name} cannot be read${reason === null ? '' : `: ${reason}`}`,
  path: `/connections/${connection.connection_id}`,
  once: `connection.failing ${connection.connection_id} ${new Date(now).toISOString().slice(0, 13)}`,
});

/**
 * The text of a Slack message that leads to `url`. A source's names must not call people or links into it, so what Slack
 * reads as control characters (api.slack.com: "Escaping text") is escaped.
 */
export const slackText = (text: string, url: string): string => {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `${plain}\n<${url}|Open in AutonomOS>`;
};

/** Characters of a mail's subject; mail programs show about so many. */
const subjectLength = 150;

/** The mail that leads to `url`: its subject is one line, whatever a source's names hold. */
export const mailText = (text: string, url: string): { readonly subject: string; readonly text: string } => {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const subject = line.length > subjectLength ? `${line.slice(0, subjectLength - 1)}…` : line;
  return { subject, text: `${line}\n\nOpen in AutonomOS: ${url}\n` };
};

/** `whsec_` and at least 24 bytes in base64, as Standard Webhooks has its secrets. */
export const webhookSecretForm =
  /^whsec_(?:[A-Za-z0-9+/]{4}){8,42}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What comes of a receiver's answer: an error that it will give again is not tried again. Null: there was no answer. */
export const verdictOn = (status: number | null): 'delivered' | 'retry' | 'failed' => {
  if (status === null || status === 408 || status === 429 || status >= 500) return 'retry';
  return status < 300 ? 'delivered' : 'failed';
};

/**
 * What comes of a mail server's answer (RFC 5321): 4yz may be otherwise later, and so may a refused sign-in, which is the
 * installation's; 5yz will not. Null: there was no answer.
 */
export const verdictOnMail = (reply: number | null): 'delivered' | 'retry' | 'failed' => {
  if (reply === null || reply < 200 || (reply >= 300 && reply < 500) || mailSignIn.has(reply)) return 'retry';
  return reply < 300 ? 'delivered' : 'failed';
};

/** Replies about who sends: sign-in needed, too weak, refused (RFC 4954). */
const mailSignIn: ReadonlySet<number> = new Set([530, 534, 535]);
