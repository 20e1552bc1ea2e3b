import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PatrolRecord, startRecord, takePatrolFix } from '../../../client/field/patrol/patrol-record.ts';
import { anId } from '../../server/patches/field-work.ts';

/** The program as it starts anew: nothing of it is remembered but what the phone holds. */
async function started(person: string) {
  vi.resetModules();
  // Node has no locks to write under.
  vi.stubGlobal('navigator', {});
  const { useFieldSession } = await import('../../../client/field/app/session.ts');
  useFieldSession.setState({ person: { id: person, name: '张三' } } as never);
  return import('../../../client/field/patrol/keep-patrol.ts');
}

/** A walk of so many points, ten metres and ten seconds apart. */
function walked(points: number): PatrolRecord[] {
  const records = [startRecord(anId(), 1_700_000_000_000)];
  for (let index = 0; index < points; index += 1) {
    records.push(
      takePatrolFix(records[index]!, {
        lonLat: [117.1 + (index * 10) / 86_500, 39.1],
        accuracyMeters: 5,
        at: 1_700_000_000_000 + index * 10_000,
      }),
    );
  }
  return records;
}

describe('a patrol on the phone', () => {
  let person: string;
  beforeEach(() => {
    person = anId();
  });
  afterEach(() => vi.unstubAllGlobals());
  const told = () => {};

  it.each([1, 63, 64, 65, 200])('has each of %i points when the program is killed', async (count) => {
    const records = walked(count);
    const { keepPatrol, keptPatrol } = await started(person);
    for (const record of records) {
      keepPatrol(record, told);
      await new Promise((resolve) => setTimeout(resolve));
    }
    await expect.poll(async () => (await keptPatrol())?.points.length).toBe(count);
    const again = await started(person);
    expect(await again.keptPatrol()).toEqual(records.at(-1));
  });

  it('goes on in the same record after the program was killed', async () => {
    const records = walked(140);
    const first = await started(person);
    for (const record of records.slice(0, 100)) first.keepPatrol(record, told);
    await expect.poll(async () => (await first.keptPatrol())?.points.length).toBe(99);
    const second = await started(person);
    for (const record of records.slice(100)) second.keepPatrol(record, told);
    await expect.poll(async () => (await second.keptPatrol())?.points.length).toBe(140);
    expect(await (await started(person)).keptPatrol()).toEqual(records.at(-1));
  });

  it('says when the phone does not take it, and brings what is missing with the next point', async () => {
    const records = walked(70);
    const { keepPatrol, keptPatrol } = await started(person);
    const { useFieldSession } = await import('../../../client/field/app/session.ts');
    const session = useFieldSession.getState();
    const heard: boolean[] = [];
    useFieldSession.setState({ person: null });
    keepPatrol(records[69]!, (each) => heard.push(each));
    await expect.poll(() => heard).toEqual([false]);
    useFieldSession.setState(session);
    keepPatrol(records[70]!, (each) => heard.push(each));
    await expect.poll(() => heard).toEqual([false, true]);
    expect(await keptPatrol()).toEqual(records[70]);
  });

  it('is forgotten whole once it is a record to be sent', async () => {
    const records = walked(130);
    const { keepPatrol, keptPatrol, forgetPatrol } = await started(person);
    keepPatrol(records.at(-1)!, told);
    await expect.poll(async () => (await keptPatrol())?.points.length).toBe(130);
    await forgetPatrol(records.at(-1)!);
    const again = await started(person);
    expect(await again.keptPatrol()).toBeNull();
    const { fieldStore } = await import('../../../client/field/store/db.ts');
    expect(await fieldStore.drafts(person)).toEqual([]);
  });
});
