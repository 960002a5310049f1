import { CircleCheck, CircleX } from 'lucide-react';
import { Badge } from '../../ui/badge';

/** How a request ended, by its HTTP status. */
export const OutcomeBadge = ({ status }: { readonly status: number }) =>
  status < 400 ? (
    <Badge tone="good" icon={CircleCheck}>
      Done
    </Badge>
  ) : (
    <Badge tone="bad" icon={CircleX}>
      {status >= 500 ? 'Failed' : 'Refused'} ({status})
    </Badge>
  );
