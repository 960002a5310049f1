'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BellOff, BellRing, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { ConfirmButton } from '../../ui/confirm-button';
import { ErrorPanel } from '../../ui/error-panel';
import { Checkbox } from '../../ui/input';
import { Panel } from '../../ui/panel';
import { useToast } from '../../ui/toast';
import { MailFields, PostFields, mailFields, postFields } from './channel-fields';
import { channelWords, kindWord } from './notification-queries';
import type { Channel, ChannelBody, ChannelName, Kind } from './notification-queries';

interface ChannelPanelProps {
  readonly name: ChannelName;
  /** All that a channel can be told of. */
  readonly kinds: readonly Kind[];
  /** Undefined where it is not set up. */
  readonly channel: Channel | undefined;
  /** What the installation lacks for it; left out: nothing. */
  readonly missing?: string;
}

const path = (channel: ChannelName) => ({ params: { path: { channel } } });

const useChannel = (name: ChannelName) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  const settled = { onSettled: () => client.invalidateQueries({ queryKey: ['notifications'] }) };
  const { title } = channelWords(name);
  return {
    save: useMutation({
      mutationFn: (body: ChannelBody) =>
        answerOf(api.PUT('/api/v1/notifications/{channel}', { ...path(name), body })),
      onSuccess: () => {
        say(`${title} is saved`, 'Send a test to see that it arrives.');
      },
      ...settled,
    }),
    test: useMutation({
      mutationFn: () => answerOf(api.POST('/api/v1/notifications/{channel}/test', path(name))),
      onSuccess: () => {
        say('A test is on its way', 'The list of messages shows what was answered.');
      },
      onError: complain,
      ...settled,
    }),
    forget: useMutation({
      mutationFn: () => answerOf(api.DELETE('/api/v1/notifications/{channel}', path(name))),
      onSuccess: () => {
        say(`${title} is forgotten`);
      },
      onError: complain,
      ...settled,
    }),
  };
};

/** One way to be told: its address (never shown again), what it is told of, and a test. */
export const ChannelPanel = ({ name, kinds, channel, missing }: ChannelPanelProps) => {
  const maySet = useMay('admin');
  const { title, says, verb } = channelWords(name);
  return (
    <Panel
      title={title}
      note={channel === undefined ? says : `${verb} ${channel.host}${channel.signed ? ', signed' : ''}.`}
      actions={<ChannelState channel={channel} />}
    >
      {missing !== undefined ? (
        <p className="text-sm text-muted">{missing}</p>
      ) : maySet ? (
        <ChannelForm key={channel?.updated_at ?? ''} name={name} kinds={kinds} channel={channel} />
      ) : (
        <p className="text-sm text-muted">
          {channel === undefined
            ? 'An admin can set it up.'
            : `Told of: ${channel.kinds.map(kindWord).join(', ') || 'nothing'}.`}
        </p>
      )}
    </Panel>
  );
};

const ChannelState = ({ channel }: Pick<ChannelPanelProps, 'channel'>) => {
  if (channel === undefined) return <Badge icon={BellOff}>Not set up</Badge>;
  return channel.enabled ? (
    <Badge tone="good" icon={BellRing}>
      On
    </Badge>
  ) : (
    <Badge tone="warn" icon={BellOff}>
      Off
    </Badge>
  );
};

const ChannelForm = ({ name, kinds, channel }: ChannelPanelProps) => {
  const { save, test, forget } = useChannel(name);
  const [told, setTold] = useState<readonly Kind[]>(channel?.kinds ?? kinds);
  const [enabled, setEnabled] = useState(channel?.enabled ?? true);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({
      ...(name === 'email' ? mailFields(form) : postFields(form)),
      enabled,
      kinds: [...told],
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {save.error !== null && <ErrorPanel error={save.error} compact />}
      {name === 'email' ? <MailFields channel={channel} /> : <PostFields name={name} channel={channel} />}
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-sm">Told of</legend>
        {kinds.map((kind) => (
          <Tick
            key={kind}
            label={kindWord(kind)}
            checked={told.includes(kind)}
            onChange={(checked) => {
              setTold((before) => (checked ? [...before, kind] : before.filter((one) => one !== kind)));
            }}
          />
        ))}
      </fieldset>
      <Tick label="Send messages" checked={enabled} onChange={setEnabled} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={save.isPending}>
          {channel === undefined ? 'Set up' : 'Save'}
        </Button>
        {channel !== undefined && (
          <>
            <Button
              icon={Send}
              busy={test.isPending}
              onClick={() => {
                test.mutate();
              }}
            >
              Send a test
            </Button>
            <ConfirmButton
              icon={Trash2}
              look="quiet"
              busy={forget.isPending}
              question={`Forget ${channelWords(name).title}?`}
              consequence="Its address and secret are deleted, and nothing is sent over it any more."
              confirm="Forget it"
              onConfirm={() => {
                forget.mutate();
              }}
            >
              Forget
            </ConfirmButton>
          </>
        )}
      </div>
    </form>
  );
};

interface TickProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

const Tick = ({ label, checked, onChange }: TickProps) => (
  <label className="target flex items-center gap-3 text-sm font-normal">
    <Checkbox
      checked={checked}
      onChange={({ target }) => {
        onChange(target.checked);
      }}
    />
    {label}
  </label>
);
