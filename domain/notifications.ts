/** What people are told outside the console, over which channels, and in which words. */

export const notificationKinds = [
  'repair.waiting',
  'repair.reminder',
  'repair.applied',
  'connection.failing',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export const notificationChannels = ['slack', 'webhook'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

export interface Notification {
  /** `test`: somebody wants to see whether a channel works. */
  readonly kind: NotificationKind | 'test';
  readonly subject: { readonly kind: 'repair' | 'connection' | 'channel'; readonly id: string };
  /** One sentence; names in it are a source's and may hold anything. */
  readonly text: string;
  /** Of the page that shows it, from the console's root. */
  readonly path: string;
  /** Two notifications with the same words here are one: the second is not sent. */
  readonly once: string;
}

/** A notification about a repair; `turn` tells reminders of the same repair apart. */
export const aboutRepair = (
  kind: Exclude<NotificationKind, 'connection.failing'>,
  repair: { readonly repair_id: string; readonly object: string; readonly confidence: number },
  turn = '',
): Notification => ({
  kind,
  subject: { kind: 'repair', id: repair.repair_id },
  text: repairText[kind](repair.object, repair.confidence.toFixed(2)),
  path: `/approvals/${repair.repair_id}`,
  once: `${kind} ${repair.repair_id} ${turn}`.trim(),
});

const repairText: Readonly<
  Record<Exclude<NotificationKind, 'connection.failing'>, (object: string, confidence: string) => string>
> = {
  'repair.waiting': (object, confidence) =>
    `A repair of ${object} (confidence ${confidence}) waits for a decision`,
  'repair.reminder': (object, confidence) =>
    `A repair of ${object} (confidence ${confidence}) still waits for a decision`,
  'repair.applied': (object, confidence) => `A repair of ${object} (confidence ${confidence}) is applied`,
};

/** A notification that a source cannot be read; one an hour and connection at most. `now` in milliseconds since 1970. */
export const aboutFailure = (
  connection: { readonly connection_id: string; readonly name: string },
  reason: string | null,
  now: number,
): Notification => ({
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

/** `whsec_` and at least 24 bytes in base64, as Standard Webhooks has its secrets. */
export const webhookSecretForm =
  /^whsec_(?:[A-Za-z0-9+/]{4}){8,42}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What comes of a receiver's answer: an error that it will give again is not tried again. Null: there was no answer. */
export const verdictOn = (status: number | null): 'delivered' | 'retry' | 'failed' => {
  if (status === null || status === 408 || status === 429 || status >= 500) return 'retry';
  return status < 300 ? 'delivered' : 'failed';
};
