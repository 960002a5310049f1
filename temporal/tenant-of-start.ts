import type {
  WorkflowClientInterceptor,
  WorkflowSignalWithStartInput,
  WorkflowStartInput,
} from '@temporalio/client';
import { searchAttributesOf } from './search-attributes.ts';

type Options = WorkflowStartInput['options'];

/**
 * Every start passes here: a workflow of a tenant carries the tenant both in its id and in its first argument, and can be
 * found by it. A start whose two tenants differ is refused: it would work on one under the name of the other. The tenant is
 * its fairness key too, which activities and children inherit: a place that comes free in a queue goes to each tenant in turn.
 */
export const tenantOfStart: WorkflowClientInterceptor = {
  startWithDetails: (input, next) => next({ ...input, options: identified(input.options) }),
  signalWithStart: (input: WorkflowSignalWithStartInput, next) =>
    next({ ...input, options: identified(input.options) }),
};

const identified = <O extends Pick<Options, 'workflowId' | 'args'>>(options: O): O => {
  const [argument] = options.args as readonly unknown[];
  if (typeof argument !== 'object' || argument === null || !('tenantId' in argument)) return options;
  const tenant = options.workflowId.split('/')[1];
  if (tenant !== argument.tenantId)
    throw new Error(`Workflow ${options.workflowId} was given another tenant's ids`);
  return {
    ...options,
    typedSearchAttributes: searchAttributesOf(options.workflowId, argument),
    priority: { fairnessKey: tenant },
  };
};
