'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, CircleCheck } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useSession } from '../../lib/session/session-provider';
import { usePages } from '../../lib/use-pages';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import { Select } from '../../ui/input';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { useToast } from '../../ui/toast';
import { InviteForm } from './invite-form';
import { roles } from './roles';

type User = Schemas['User'];

/** The people of the tenant: what each may do, and whether they may come in. */
export const UsersPanel = () => {
  const pages = usePages(['users', 'list'], (cursor) =>
    answerOf(api.GET('/api/v1/users', { params: { query: cursor === undefined ? {} : { cursor } } })),
  );
  return (
    <Panel title="People" note="Viewers read, operators also act and approve, admins also govern." flush>
      <AsyncPanel query={pages}>
        {(users) => (
          <DataTable
            caption="People of the tenant"
            keyOf={(user) => user.user_id}
            rows={users}
            columns={[
              {
                name: 'Name',
                cell: (user) => (
                  <>
                    <span className="[overflow-wrap:anywhere]">{user.name}</span>
                    <span className="block font-normal [overflow-wrap:anywhere] text-muted">
                      {user.email}
                    </span>
                  </>
                ),
              },
              { name: 'Role', cell: (user) => <RoleSelect user={user} /> },
              {
                name: 'State',
                cell: ({ disabled_at }) =>
                  disabled_at === null ? (
                    <Badge tone="good" icon={CircleCheck}>
                      Active
                    </Badge>
                  ) : (
                    <Badge icon={Ban}>Disabled</Badge>
                  ),
              },
              { name: 'Since', cell: ({ created_at }) => <RelativeTime at={created_at} /> },
              { name: 'Access', cell: (user) => <AccessButton user={user} /> },
            ]}
          />
        )}
      </AsyncPanel>
      <MoreRows pages={pages} />
      <div className="border-t border-line p-4 sm:p-5">
        <h3 className="mb-3 text-base">Invite somebody</h3>
        <InviteForm />
      </div>
    </Panel>
  );
};

const useChange = (user: User) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  return useMutation({
    mutationFn: (body: { readonly role?: User['role']; readonly disabled?: boolean }) =>
      answerOf(api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: user.user_id } }, body })),
    onSuccess: () => {
      say(`${user.name} is changed`);
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
};

const RoleSelect = ({ user }: { readonly user: User }) => {
  const { me } = useSession();
  const change = useChange(user);
  if (user.user_id === me?.user_id) return <>{user.role}</>;
  return (
    <Select
      aria-label={`Role of ${user.name}`}
      value={user.role}
      disabled={change.isPending}
      className="max-w-36"
      onChange={(event) => {
        const role = roles.find((one) => one === event.target.value);
        if (role !== undefined) change.mutate({ role });
      }}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {role}
        </option>
      ))}
    </Select>
  );
};

const AccessButton = ({ user }: { readonly user: User }) => {
  const { me } = useSession();
  const change = useChange(user);
  if (user.user_id === me?.user_id) return <span className="text-muted">you</span>;
  const disabled = user.disabled_at !== null;
  return (
    <Button
      busy={change.isPending}
      onClick={() => {
        change.mutate({ disabled: !disabled });
      }}
    >
      {disabled ? 'Let in again' : 'Disable'}
    </Button>
  );
};
