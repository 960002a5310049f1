'use client';

import { Field } from '../../ui/field';
import { Input, TextArea } from '../../ui/input';
import { textOf } from '../auth/text-of';
import type { Channel, ChannelName } from './notification-queries';

interface FieldsProps {
  /** Undefined where it is not set up. */
  readonly channel: Channel | undefined;
}

/** Where messages are posted, and by what they are signed; neither is shown again. */
export const PostFields = ({ name, channel }: FieldsProps & { readonly name: ChannelName }) => (
  <>
    <Field
      label="Address"
      required={channel === undefined}
      {...(channel === undefined ? {} : { help: 'Left empty: the one that it has.' })}
    >
      {(control) => (
        <Input
          {...control}
          name="url"
          type="url"
          autoComplete="off"
          required={channel === undefined}
          placeholder="https://"
        />
      )}
    </Field>
    {name === 'webhook' && (
      <Field label="Secret" help="whsec_ and base64; signs each message as Standard Webhooks has it.">
        {(control) => <Input {...control} name="secret" type="password" autoComplete="off" />}
      </Field>
    )}
  </>
);

/** What PostFields say: left empty, a part stays as it is. */
export const postFields = (form: FormData): { readonly url?: string; readonly secret?: string } => {
  const [url, secret] = [textOf(form, 'url').trim(), textOf(form, 'secret').trim()];
  return { ...(url === '' ? {} : { url }), ...(secret === '' ? {} : { secret }) };
};

/** Who is mailed. */
export const MailFields = ({ channel }: FieldsProps) => (
  <Field label="Addresses" required help="One on each line.">
    {(control) => (
      <TextArea
        {...control}
        name="addresses"
        rows={3}
        autoComplete="off"
        required
        defaultValue={channel?.addresses.join('\n') ?? ''}
      />
    )}
  </Field>
);

/** What MailFields say. */
export const mailFields = (form: FormData): { readonly addresses: string[] } => ({
  addresses: textOf(form, 'addresses')
    .split(/[\s,;]+/u)
    .filter((address) => address !== ''),
});
