import type { z } from 'zod';
import type { LineageNode } from '../../../domain/lineage/lineage.ts';
import type { lineageNode } from '../../contract/lineage.ts';
import { mappingIdOf } from '../mesh/mapping-id.ts';

/** A node as every answer about lineage tells it; a rule names its mapping, so that it can be opened. */
export const nodeView = (node: LineageNode): z.input<typeof lineageNode> => ({
  id: node.id,
  kind: node.kind,
  depth: node.depth,
  label: node.label,
  path: node.path,
  within: node.within,
  type: node.type,
  state: node.state,
  connection_id: node.connection_id,
  uses: [...node.uses],
  rule: ruleView(node),
});

const ruleView = (node: LineageNode): z.input<typeof lineageNode>['rule'] => {
  if (node.rule === null || node.connection_id === null) return null;
  // `rule:{slug}/{stream}/{entity}.{field}`: neither slug nor stream holds a slash.
  const [, stream = '', target = ''] = node.id.split('/');
  const [entity = ''] = target.split('.');
  const mapping_id = mappingIdOf({ connectionId: node.connection_id, stream, entity });
  const { from, transforms, ...rest } = node.rule;
  return { mapping_id, from: [...from], transforms: [...transforms], ...rest };
};
