import { useQuery } from '@tanstack/react-query';
import { FilterSelect } from '../../ui/filter-select';
import { connectionNamesQuery } from './connection-queries';

/** Narrows a list to one of the tenant's connections; `value` is its id, or nothing for all. */
export const ConnectionFilter = ({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (connection: string) => void;
}) => {
  const connections = useQuery(connectionNamesQuery());
  return (
    <FilterSelect
      label="Connection"
      value={value}
      options={(connections.data ?? []).map(({ connection_id, name }) => [connection_id, name])}
      onChange={onChange}
    />
  );
};
