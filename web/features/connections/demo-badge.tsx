import { FlaskConical } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { Badge } from '../../ui/badge';

/** The mark of everything that is generated and not the tenant's own. */
export const DemoBadge = () => (
  <Badge tone="agent" icon={FlaskConical}>
    Demo data
  </Badge>
);

/** Connections of the demo data carry this as who made them. */
export const isDemo = ({ created_by }: Pick<Schemas['Connection'], 'created_by'>): boolean =>
  created_by === 'demo-data';
