import { useMutation, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { getPeople, Person } from '#core/contract/people.ts';
import type { RoleId } from '#core/rights/roles.ts';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';

export type People = z.output<typeof getPeople.response>;
export type AdministeredRegion = People['regions'][number];

const KEY = ['people'] as const;

/** 人员清单. */
export function usePeople() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => call('GET /api/people', { signal }) });
}

/** What an administrator can do to one person. */
export type Change =
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'disable' | 'enable' | 'unlock' | 'clear-second-factor' }
  | { readonly kind: 'grant'; readonly role: RoleId; readonly regionCode?: string }
  | { readonly kind: 'revoke'; readonly grant: number };

/** Changes one person; the list shows the answer at once and asks again for what else may have changed. */
export function useChangePerson(id: string) {
  return useMutation({
    mutationFn: (change: Change): Promise<Person> => {
      const params = { id };
      switch (change.kind) {
        case 'rename':
          return call('PATCH /api/people/{id}', { params, body: { name: change.name } });
        case 'disable':
        case 'enable':
          return call('PATCH /api/people/{id}', { params, body: { disabled: change.kind === 'disable' } });
        case 'unlock':
          return call('POST /api/people/{id}/unlock', { params });
        case 'clear-second-factor':
          return call('POST /api/people/{id}/second-factor/removal', { params });
        case 'grant': {
          const { role, regionCode } = change;
          return call('POST /api/people/{id}/grants', {
            params,
            body: { role, ...(regionCode ? { regionCode } : {}) },
          });
        }
        case 'revoke':
          return call('DELETE /api/people/{id}/grants/{grant}', { params: { id, grant: change.grant } });
      }
    },
    onSuccess: changed,
  });
}

export function useAddPerson() {
  return useMutation({
    mutationFn: (body: { username: string; name: string }) => call('POST /api/people', { body }),
    onSuccess: ({ person }) => changed(person),
  });
}

export function useResetPerson(id: string) {
  return useMutation({
    mutationFn: () => call('POST /api/people/{id}/link', { params: { id } }),
    onSuccess: ({ person }) => changed(person),
  });
}

function changed(person: Person): void {
  queryClient.setQueryData<People>(KEY, (before) => {
    if (!before) return before;
    const known = before.people.some(({ id }) => id === person.id);
    return {
      ...before,
      people: known
        ? before.people.map((item) => (item.id === person.id ? person : item))
        : [...before.people, person],
    };
  });
  void queryClient.invalidateQueries({ queryKey: KEY });
}
