import { z } from 'zod';

export const callbackSecret = z
  .strictObject({
    secret: z.string().describe('`whsec_` and the key in base64, as Standard Webhooks has it'),
  })
  .meta({ id: 'CallbackSecret' });
