import { Fault } from '../../../domain/faults.ts';
import type { Deps } from '../../deps.ts';

/** Throws `conflict` where the installation has no mail server. */
export const refuseWithoutMail = ({ config }: Pick<Deps, 'config'>): void => {
  if (config.SMTP_URL === undefined)
    throw new Fault(
      'conflict',
      'This installation has no mail server: set SMTP_URL for the API and the worker, and start them anew',
    );
};
