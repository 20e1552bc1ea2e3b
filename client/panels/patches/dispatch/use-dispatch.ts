import { useMutation, useQuery } from '@tanstack/react-query';
import type { PatchSummary } from '#core/contract/patches.ts';
import { stepRules } from '#core/patches/steps.ts';
import { call } from '../../../api/call.ts';
import type { ResponseOf } from '../../../api/endpoints.ts';
import { stepOf, writeOf } from '../make-operation.ts';
import { type Refused, sendActs } from '../send.ts';
import { type Holder, mapSome, type Share } from './plan.ts';

/** Requests at once: the office has one server. */
const AT_ONCE = 6;

export interface Dispatched {
  readonly sent: number;
  /** Not in a state from which they can be dispatched any more. */
  readonly passed: readonly string[];
  readonly refused: readonly Refused[];
}

/** 派发: each patch as it is now, so that nobody's step is overlooked; done when every receipt is there. */
export function useDispatch() {
  return useMutation({
    mutationFn: async ({
      shares,
      dueOn,
      note,
    }: {
      readonly shares: readonly Share[];
      readonly dueOn: string | null;
      readonly note: string;
    }): Promise<Dispatched> => {
      const wanted = shares.flatMap(({ holder, patches }) =>
        holder ? patches.map((patch) => ({ holder, uid: patch.uid })) : [],
      );
      const passed: string[] = [];
      const acts = await mapSome(wanted, AT_ONCE, async ({ holder: { kind, id, name }, uid }) => {
        const patch = await call('GET /api/patches/{uid}', { params: { uid } });
        if (!stepRules.dispatch.from.includes(patch.state) || patch.withdrawn) {
          passed.push(patch.number);
          return null;
        }
        return stepOf(patch, 'dispatch', {
          reason: note,
          writes: [
            writeOf(patch, 'assignee', { kind, id, name }),
            ...(dueOn ? [writeOf(patch, 'due_on', dueOn)] : []),
          ],
        });
      });
      const sending = acts.filter((act) => act !== null);
      const refused = await sendActs(sending);
      return { sent: sending.length - refused.length, passed, refused };
    },
  });
}

type Grids = ResponseOf<'GET /api/crews'>['grids'];

/** 网格责任人 by place: who is named for the grid that each patch lies in. */
export function useGridHolders(patches: readonly PatchSummary[], grids: Grids | undefined, wanted: boolean) {
  return useQuery({
    queryKey: ['crews', 'grids', patches.map(({ uid }) => uid).join()],
    queryFn: async ({ signal }) => {
      const byId = new Map(grids?.map((grid) => [grid.id, grid]));
      const found = await mapSome(patches, AT_ONCE, async ({ uid, lonLat: [lng, lat] }) => {
        const { hits } = await call('GET /api/identify', {
          query: { lng, lat, layers: 'responsibility_grids' } as never,
          signal,
        });
        const inside = hits.flatMap(({ id }) => byId.get(id) ?? []);
        // Of grids within grids the smallest, and before it one whose person has an account.
        const smallest = inside.toSorted((a, b) => (a.regionCode < b.regionCode ? 1 : -1));
        const grid = smallest.find(({ personId }) => personId !== null) ?? smallest[0];
        return [uid, grid ?? null] as const;
      });
      return new Map(found);
    },
    enabled: wanted && grids !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function holderOfGrid(grid: Grids[number] | null | undefined): Holder | null {
  return grid?.personId ? { kind: 'person', id: grid.personId, name: grid.person ?? '' } : null;
}
