import { beforeEach, describe, expect, it } from 'vitest';
import { KEEP } from '../../../client/field/store/keys.ts';
import { makeFlag } from '../../../client/field/store/make-operation.ts';
import { aloneOn } from '../../../client/field/sync/alone.ts';
import { type EngineDeps, runSync } from '../../../client/field/sync/engine.ts';
import { aMaker, aPhoto, aPicture, aStore, blobOf, type FieldStore } from '../../field/phone.ts';
import { anId, outlineOf } from '../../server/patches/field-work.ts';

type Body = { operations?: { id: string }[]; patrols?: { id: string }[] };
type Answers = Record<string, (body: Body, url: URL) => Response | Promise<Response>>;

const person = anId();
const maker = aMaker(person);
const aFlag = () => makeFlag(maker, { outline: outlineOf([117, 39, 117.001, 39.001]) });
const applied = (id: string) => ({ id, outcome: 'applied', conflicts: 0, receivedAt: 1, problem: null });
const taken = ({ operations = [] }: Body) => receiptsFor(operations.map(({ id }) => applied(id)));
const receiptsFor = (receipts: unknown[]) =>
  Response.json({ serverNow: Date.now(), receipts, patrolReceipts: [] });

const GOOD: Answers = {
  '/api/session': () => Response.json({ step: 'signed-in', person: { id: person } }),
  '/api/patch-operations': taken,
  '/api/field/patches': () =>
    Response.json({ patches: [], removed: [], cursor: 0, more: false, serverNow: Date.now() }),
};

describe('a run of the sync', () => {
  let store: FieldStore;
  let asked: string[];
  beforeEach(() => {
    ({ store } = aStore());
    asked = [];
  });

  const run = (answers: Answers = {}) => {
    const all = { ...GOOD, ...answers };
    const deps: EngineDeps = {
      ...{ store, person: () => person, device: async () => maker.device, now: Date.now },
      ...{ chance: () => 0.5, sleep: async () => {}, alone: (work) => work() },
      http: async (path, { body }) => {
        const url = new URL(path, 'http://phone');
        asked.push(url.pathname);
        const name = Object.keys(all).find((each) => url.pathname.startsWith(each));
        return all[name ?? '']!(typeof body === 'string' ? (JSON.parse(body) as Body) : {}, url);
      },
    };
    return runSync(deps);
  };
  const stateOf = async (id: string) => (await store.operation(id))?.state;

  it('confirms by receipt, and only what it sent', async () => {
    const [sent, other] = [aFlag(), aFlag()];
    await store.recordOperations([sent]);
    let answers = 0;
    await run({
      '/api/patch-operations': async () => {
        answers += 1;
        if (answers > 1) return receiptsFor([]);
        await store.recordOperations([other]);
        return receiptsFor([
          applied(other.id),
          applied(sent.id),
          { ...applied(sent.id), outcome: 'refused' },
          null,
        ]);
      },
    });
    expect([await stateOf(sent.id), await stateOf(other.id)]).toEqual(['confirmed', 'queued']);
  });

  it('does not call it done when one has no receipt, and sends that one again', async () => {
    const flags = [aFlag(), aFlag()];
    await store.recordOperations(flags);
    const outcome = await run({ '/api/patch-operations': () => receiptsFor([applied(flags[0]!.id)]) });
    expect(outcome).toMatchObject({ kind: 'ended', hindrance: 'server-fault' });
    expect(await store.readKeep(KEEP.lastSync(person))).toBeUndefined();
    expect(await store.operation(flags[1]!.id)).toMatchObject({ state: 'queued', tries: 1 });
    expect(await run()).toEqual({ kind: 'done' });
    expect(await stateOf(flags[1]!.id)).toBe('confirmed');
  });

  it('sends nothing under another name', async () => {
    await store.recordOperations([aFlag()]);
    const other = () => Response.json({ step: 'signed-in', person: { id: anId() } });
    expect(await run({ '/api/session': other })).toMatchObject({ hindrance: 'sign-in' });
    expect(asked).toEqual(['/api/session']);
  });

  it('keeps what the server calls somebody else’s waiting for its maker', async () => {
    const flag = aFlag();
    await store.recordOperations([flag]);
    const problem = { type: '/problems/operation-not-yours', status: 403 };
    await run({
      '/api/patch-operations': () => receiptsFor([{ ...applied(flag.id), outcome: 'refused', problem }]),
    });
    expect(await store.operation(flag.id)).toMatchObject({ state: 'queued', problem });
  });

  it('takes a page of somebody’s Wi-Fi for no answer', async () => {
    const flag = aFlag();
    await store.recordOperations([flag]);
    const page = () => new Response('<html>欢迎</html>', { headers: { 'content-type': 'text/html' } });
    expect(await run({ '/api/patch-operations': page })).toMatchObject({ hindrance: 'offline' });
    expect(await stateOf(flag.id)).toBe('queued');
  });

  it('sends a thousand in batches of a hundred, and halves what is refused as a whole until the bad one stands alone', async () => {
    const flags = Array.from({ length: 1000 }, aFlag);
    const bad = flags[333]!.id;
    await store.recordOperations(flags);
    let most = 0;
    await run({
      '/api/patch-operations': (body) => {
        const { operations = [] } = body;
        most = Math.max(most, operations.length);
        const holds = operations.some(({ id }) => id === bad);
        return holds
          ? Response.json({ type: '/problems/invalid-request', status: 400 }, { status: 400 })
          : taken(body);
      },
    });
    expect(most).toBe(100);
    expect((await store.operationsOf(person, 'confirmed')).length).toBe(999);
    expect((await store.operationsOf(person, 'refused')).map(({ id }) => id)).toEqual([bad]);
  });

  it('does not believe a receipt of other bytes', async () => {
    const picture = aPicture();
    const photo = aPhoto(maker, anId(), picture);
    await store.recordPhoto(photo, blobOf(picture));
    const receipt = { sha256: photo.photo.sha256, byteCount: 7, mediaType: 'image/jpeg', receivedAt: 1 };
    await run({ '/api/photo-uploads': () => Response.json({ received: 7, receipt }) });
    expect((await store.filesOf(person))[0]).toMatchObject({
      state: 'refused',
      problem: { type: '/problems/phone-receipt-differs' },
    });
  });

  it('goes on with a photograph where the server says, piece by piece', async () => {
    const picture = aPicture(3_000_000);
    const photo = aPhoto(maker, anId(), picture);
    await store.recordPhoto(photo, blobOf(picture));
    const { sha256, byteCount, mediaType } = photo.photo;
    const offsets: number[] = [];
    let received = 1_500_000;
    await run({
      '/api/photo-uploads': (_, url) => {
        const offset = url.searchParams.get('offset');
        if (offset === null) return Response.json({ received, receipt: null });
        offsets.push(Number(offset));
        received = Math.min(byteCount, (Math.floor(Number(offset) / 1_048_576) + 1) * 1_048_576);
        const receipt = received === byteCount ? { sha256, byteCount, mediaType, receivedAt: 1 } : null;
        return Response.json({ received, receipt });
      },
    });
    expect(offsets).toEqual([1_500_000, 2_097_152]);
    expect((await store.filesOf(person))[0]).toMatchObject({ state: 'confirmed' });
  });

  it('learns the server’s clock from an answer', async () => {
    await store.recordOperations([aFlag()]);
    const tenYears = 315_576_000_000;
    await run({
      '/api/patch-operations': (body) =>
        Response.json({
          serverNow: Date.now() + tenYears,
          receipts: (body.operations ?? []).map(({ id }) => applied(id)),
          patrolReceipts: [],
        }),
      '/api/field/patches': () =>
        Response.json({ patches: [], removed: [], cursor: 0, more: false, serverNow: Date.now() + tenYears }),
    });
    expect(Math.abs(((await store.readKeep<number>(KEEP.clockOffset)) ?? 0) - tenYears)).toBeLessThan(5000);
  });

  it('runs on one page at a time where browsers have no locks', async () => {
    const [one, two] = [aloneOn(store, 'one', undefined), aloneOn(store, 'two', undefined)];
    let inside = 0;
    const work = async () => {
      inside += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return 'ran';
    };
    const first = one(work);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await two(work)).toBe('busy');
    expect(await first).toBe('ran');
    expect(await two(work)).toBe('ran');
    expect(inside).toBe(2);
  });
});
