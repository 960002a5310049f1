import { callbackKey } from '../../../platform/callback-key.ts';
import { callbackSecret } from '../../contract/callbacks.ts';
import { detachedEndpoint } from '../../endpoint.ts';

export const getCallbackSecret = detachedEndpoint({
  id: 'getCallbackSecret',
  method: 'get',
  path: '/callbacks/secret',
  tag: 'tasks',
  summary: 'What the receiver of a callback checks its signature with',
  description:
    "`callback_url` gets a POST at the end of its task, signed as Standard Webhooks has it, with the same `webhook-id` at each attempt. The secret is the tenant's own and changes with the installation's JWT_SECRET.",
  role: 'admin',
  replies: { 200: callbackSecret },
  handle: ({ caller }, { config }) => {
    const secret = `whsec_${callbackKey(config, caller.tenantId).toString('base64')}`;
    return Promise.resolve({ status: 200, body: { secret } });
  },
});
