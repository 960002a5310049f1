import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import proto from '@temporalio/proto';
import { searchAttributes } from '../platform/servers/search-attributes.ts';
import type { SearchAttributeName } from '../platform/servers/search-attributes.ts';

const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;

/** Fields of a workflow's first argument that it can be found by. */
const fieldOf: Readonly<Partial<Record<SearchAttributeName, string>>> = {
  TenantId: 'tenantId',
  ConnectionId: 'connectionId',
  TaskId: 'taskId',
  ObjectName: 'stream',
  DriftEventId: 'driftEventId',
};

/** What a workflow is found by: ids out of its first argument, and the kind of its task, which its own id begins with. */
export const searchAttributesOf = (
  workflowId: string,
  argument: Readonly<Record<string, unknown>>,
): SearchAttributePair[] => {
  const values: Record<string, unknown> = Object.fromEntries(
    Object.entries(fieldOf).map(([name, field]) => [name, argument[field]]),
  );
  if (values['TaskId'] !== undefined) values['TaskKind'] = workflowId.split('/', 1)[0];
  return Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [{ key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD), value }]
      : [],
  );
};

const patience = { tries: 60, pauseMs: 500 };

/**
 * Registers the search attributes that the namespace lacks and waits until they can be used; a start that carries an unknown
 * one is refused. Throws with the attributes' names where this is not allowed (Temporal Cloud: create them there).
 */
export const ensureSearchAttributes = async (temporal: Client): Promise<void> => {
  const { namespace } = temporal.options;
  const { customAttributes } = await temporal.connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(searchAttributes).filter((name) => !(name in customAttributes));
  if (missing.length === 0) return;
  try {
    await temporal.connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD])),
    });
  } catch (cause) {
    throw new Error(
      `Temporal's namespace ${namespace} needs the Keyword search attributes ${missing.join(', ')}: ` +
        `temporal operator search-attribute create --namespace ${namespace} ${missing.map((name) => `--name ${name} --type Keyword`).join(' ')}`,
      { cause },
    );
  }
  const query = missing.map((name) => `${name} = 'x'`).join(' or ');
  for (let attempt = 1; ; attempt += 1) {
    try {
      await temporal.workflow.count(query);
      return;
    } catch (error) {
      if (attempt >= patience.tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, patience.pauseMs));
    }
  }
};
