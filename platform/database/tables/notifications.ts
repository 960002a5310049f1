import type { ColumnType, Generated } from 'kysely';
import type { NotificationChannel, NotificationKind } from '../../../domain/notifications.ts';
import type { Maybe, MaybeTime, Now } from './column-types.ts';

/** Where people are told, in the console and outside it, and what became of each message. */
export interface NotificationTables {
  notices: {
    tenant_id: string;
    notice_id: string;
    kind: NotificationKind;
    subject_kind: string;
    subject_id: string;
    text: string;
    path: string;
    once: string;
    created_at: Now;
  };
  notice_reads: {
    tenant_id: string;
    user_id: string;
    notice_id: string;
    read_at: Now;
  };
  notification_channels: {
    tenant_id: string;
    channel: NotificationChannel;
    enabled: boolean;
    kinds: ColumnType<NotificationKind[], readonly NotificationKind[], readonly NotificationKind[]>;
    host: string;
    signed: boolean;
    /** Null for mails alone. */
    sealed: Buffer | null;
    /** Of mails alone. */
    addresses: ColumnType<string[], readonly string[] | undefined, readonly string[]>;
    updated_by: string;
    updated_at: Now;
  };
  notification_deliveries: {
    tenant_id: string;
    delivery_id: string;
    channel: NotificationChannel;
    kind: NotificationKind | 'test';
    subject_kind: string;
    subject_id: string;
    text: string;
    path: string;
    once: string;
    state: Generated<'pending' | 'delivered' | 'failed'>;
    attempts: Generated<number>;
    status: Maybe<number>;
    error: Maybe<string>;
    created_at: Now;
    ended_at: MaybeTime;
  };
}
