import type { ColumnType, Generated } from 'kysely';
import type { NotificationChannel, NotificationKind } from '../../../domain/notifications.ts';
import type { Maybe, MaybeTime, Now } from './column-types.ts';

/** Where people are told outside the console, and what became of each message. */
export interface NotificationTables {
  notification_channels: {
    tenant_id: string;
    channel: NotificationChannel;
    enabled: boolean;
    kinds: ColumnType<NotificationKind[], readonly NotificationKind[], readonly NotificationKind[]>;
    host: string;
    signed: boolean;
    sealed: Buffer;
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
