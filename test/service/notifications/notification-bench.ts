import { adminToken } from '../../support/api-process.ts';
import { startMailServer } from '../../support/mail-server.ts';
import type { MailServer } from '../../support/mail-server.ts';
import { startMessageReceiver } from '../../support/message-receiver.ts';
import type { MessageReceiver, ReceivedMessage } from '../../support/message-receiver.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { Reply, TestApi } from '../../support/test-api.ts';
import { TestPlatform, until } from '../../support/test-platform.ts';
import { repairEnvironment } from '../repair/repair-bench.ts';

export type Row = Readonly<Record<string, unknown>>;

/** How the receiver answers by path: what it is asked for the first time, and from then on. */
const answers: Readonly<Record<string, readonly [first: number, then: number]>> = {
  '/shaky': [503, 200],
  '/gone': [410, 410],
};

export const isPending = ({ state }: Row): boolean => state === 'pending';

/** A platform whose worker sends to a receiver of messages and a mail server, and the doors to both. */
export class NotificationBench {
  readonly platform: TestPlatform;
  readonly api: TestApi;
  readonly receiver: MessageReceiver;
  readonly mails: MailServer;
  readonly token: string;

  private constructor(parts: Pick<NotificationBench, 'platform' | 'api' | 'receiver' | 'mails' | 'token'>) {
    this.platform = parts.platform;
    this.api = parts.api;
    this.receiver = parts.receiver;
    this.mails = parts.mails;
    this.token = parts.token;
  }

  /** `replies`: what the mail server replies to a recipient, time by time; then 250. */
  static async open(replies: Readonly<Record<string, number[]>> = {}): Promise<NotificationBench> {
    const platform = await TestPlatform.start();
    const asked = new Set<string>();
    const receiver = await startMessageReceiver(({ path }) => {
      const [first, then] = answers[path] ?? [200, 200];
      const answer = asked.has(path) ? then : first;
      asked.add(path);
      return answer;
    });
    const mails = await startMailServer((address) => replies[address]?.shift() ?? 250);
    const sending = {
      PUBLIC_URL: 'https://console.example',
      SMTP_URL: mails.url,
      MAIL_FROM: 'autonomos@installation.example',
    };
    const egress = repairEnvironment()['EGRESS_ALLOW'] ?? '';
    await platform.startWorker({
      ...repairEnvironment({
        EGRESS_ALLOW: `${egress},${receiver.address}`,
        DRIFT_REPAIR_REMIND_EVERY_SECONDS: '3',
        SLACK_WEBHOOK_URL: `${receiver.url}/installation`,
      }),
      ...sending,
    });
    const api = await startTestApi({
      database: platform.database,
      environment: { ...platform.environment, ...sending, RATE_WRITES_PER_MINUTE: '1000' },
    });
    return new NotificationBench({ platform, api, receiver, mails, token: await adminToken(platform) });
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.platform.stop();
    await this.receiver.close();
    await this.mails.close();
  }

  /** Asks below `/notifications`, as the admin unless told otherwise. */
  async ask(method: string, path: string, body?: unknown, as = this.token): Promise<Reply> {
    return await this.api.ask(method, `/api/v1/notifications${path}`, {
      token: as,
      ...(body === undefined ? {} : { body }),
    });
  }

  /** The log of what was sent. */
  async deliveries(as = this.token): Promise<readonly Row[]> {
    return ((await this.ask('GET', '/deliveries', undefined, as)).json?.['data'] ?? []) as Row[];
  }

  /** Sends over a channel; answers its row in the log once that is no longer pending. */
  async tested(channel: string): Promise<Row> {
    const { status, json } = await this.ask('POST', `/${channel}/test`);
    expect(status).toBe(202);
    let row: Row | undefined;
    await until(
      'the message was tried',
      async () => {
        row = (await this.deliveries()).find(({ delivery_id }) => delivery_id === json?.['delivery_id']);
        return row !== undefined && !isPending(row);
      },
      () => JSON.stringify(row),
    );
    return row!;
  }

  /** The first message of this kind, once it has come. */
  async received(which: (message: ReceivedMessage) => boolean): Promise<ReceivedMessage> {
    await until('the message comes', () => this.receiver.messages.some(which));
    return this.receiver.messages.find(which)!;
  }
}
