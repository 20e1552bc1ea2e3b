import type { Receipt } from '#core/contract/patch-operations.ts';
import { uuidV7 } from '#core/patches/operation.ts';
import { call } from '../../api/call.ts';
import { ApiProblem } from '../../api/problem.ts';
import { queryClient } from '../../api/query-client.ts';
import { useSession } from '../../state/session.ts';
import { type Maker, makeOperation, type OfficeAct } from './make-operation.ts';

const DEVICE_KEY = 'gengjie.office-device';
/** As many as one request takes. */
const AT_ONCE = 100;

let clockOffset: number | null = null;

const random = () => crypto.getRandomValues(new Uint8Array(10));

/** 本机: this browser's id as a device; one for this page where nothing can be stored. */
const ownDevice = uuidV7(Date.now(), random());
export function deviceId(): string {
  try {
    const known = localStorage.getItem(DEVICE_KEY);
    if (known && /^[0-9a-f-]{36}$/.test(known)) return known;
    localStorage.setItem(DEVICE_KEY, ownDevice);
  } catch {
    // Private windows refuse storage: the id of this page will do.
  }
  return ownDevice;
}

function maker(): Maker {
  const { person } = useSession.getState();
  if (!person) throw new Error('nobody is signed in');
  return { person: person.id, device: deviceId(), now: () => Date.now(), clockOffset, random };
}

/** What the server did not take, with its reason. */
export interface Refused {
  readonly uid: string;
  readonly problem: ApiProblem;
}

/**
 * 上报: sends acts and waits for a receipt of each. Nothing counts as done without one.
 *
 * @returns those that were refused
 * @throws ApiProblem when the server cannot be asked at all
 */
export async function sendActs(acts: readonly OfficeAct[]): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (let at = 0; at < acts.length; at += AT_ONCE) {
    const some = acts.slice(at, at + AT_ONCE);
    const operations = some.map((act) => makeOperation(act, maker()));
    const sentAt = Date.now();
    const { receipts, serverNow } = await call('POST /api/patch-operations', {
      body: { device: deviceId(), operations },
    });
    clockOffset = Math.round(serverNow - (sentAt + Date.now()) / 2);
    const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
    operations.forEach(({ id, patch }) => {
      const problem = problemOf(byId.get(id));
      if (problem) refused.push({ uid: patch, problem });
    });
  }
  await patchesChanged();
  return refused;
}

/** As `sendActs` for one patch. @throws ApiProblem also when one of them was refused */
export async function sendOrThrow(acts: readonly OfficeAct[]): Promise<void> {
  const [first] = await sendActs(acts);
  if (first) throw first.problem;
}

/** What is shown of patches is asked again. */
export async function patchesChanged(): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey: [area] }) => area === 'patches' || area === 'crews',
  });
}

function problemOf(receipt: Receipt | undefined): ApiProblem | null {
  if (receipt && receipt.outcome !== 'refused') return null;
  const body = receipt?.problem as ConstructorParameters<typeof ApiProblem>[0] | null | undefined;
  return new ApiProblem(
    body ?? { type: '/problems/unexpected-answer', status: 500, title: '', detail: '', next: '' },
  );
}
