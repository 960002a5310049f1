'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { saveFile } from '../../lib/save-file';
import { useUrlState } from '../../lib/use-url-state';
import { capital, countWords, phrase } from '../../lib/words';
import { Button } from '../../ui/button';
import { FilterSelect } from '../../ui/filter-select';
import { useToast } from '../../ui/toast';
import { userNamesQuery } from '../settings/user-names';
import { auditFilterOf, exportAudit, mostExported, outcomes, spans } from './audit-queries';

/** Who, what, how it ended and since when; the same selection as a file. */
export const AuditFilters = ({ seen }: { readonly seen: readonly string[] }) => {
  const [params, change] = useUrlState();
  const { complain } = useToast();
  const users = useQuery(userNamesQuery());
  const action = params.get('action') ?? '';
  const actions = [...new Set([...seen, ...(action === '' ? [] : [action])])].toSorted();
  const save = useMutation({
    mutationFn: async () => {
      saveFile(await exportAudit(auditFilterOf(params)), 'audit.csv');
    },
    onError: complain,
  });
  return (
    <div className="mb-4 grid grid-cols-2 gap-3 sm:flex sm:flex-wrap sm:items-end">
      <FilterSelect
        label="Who"
        value={params.get('actor') ?? ''}
        options={(users.data ?? []).map(({ user_id, name }) => [user_id, name])}
        onChange={(value) => {
          change({ actor: value, entry: '' });
        }}
      />
      <FilterSelect
        label="What"
        value={action}
        options={actions.map((one) => [one, phrase(one)])}
        onChange={(value) => {
          change({ action: value, entry: '' });
        }}
      />
      <FilterSelect
        label="Outcome"
        value={params.get('outcome') ?? ''}
        options={outcomes.map((one) => [one, capital(one)])}
        onChange={(value) => {
          change({ outcome: value, entry: '' });
        }}
      />
      <FilterSelect
        label="Looking back"
        value={params.get('days') ?? ''}
        options={spans.map((span) => [String(span), span === 1 ? 'Today' : `${String(span)} days`])}
        onChange={(value) => {
          change({ days: value, entry: '' });
        }}
      />
      <div className="col-span-2 flex flex-col gap-1">
        <Button
          icon={Download}
          busy={save.isPending}
          onClick={() => {
            save.mutate();
          }}
        >
          Export as CSV
        </Button>
        <span className="text-xs text-muted">The newest {countWords(mostExported)} of them at most</span>
      </div>
    </div>
  );
};
