import { expect, test } from 'vitest';
import type { ScenarioItem } from '#core/contract/what-if.ts';
import { type Ground, PreviewDesk } from '../../../client/scenario/desk.ts';
import {
  createPreview,
  type FromWorker,
  type PreviewPort,
  type ToWorker,
} from '../../../client/scenario/preview.ts';
import { aFloor, anItem, aParcel, STEP } from '../../support/random-ground.ts';

const [west, south] = [117.1, 39.1];

function box(x1: number, y1: number, x2: number, y2: number) {
  const [w, s, e, n] = [west + x1 * STEP, south + y1 * STEP, west + x2 * STEP, south + y2 * STEP];
  const ring = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
  return { type: 'MultiPolygon' as const, coordinates: [[ring]] };
}

const ground: Ground = {
  bounds: [west - STEP, south - STEP, west + 3 * STEP, south + 3 * STEP],
  moments: { asOf: '2023-12-31T15:59:59.999999Z', knownAt: '2026-01-01T00:00:00.000000Z' },
  features: [aParcel(1, box(0, 0, 1, 1), '0102'), aParcel(2, box(1, 0, 2, 1), '0702')],
  truncated: false,
  targets: [aFloor(20_000, 15_000)],
  regions: [{ code: '120111001201', name: '示意一村' }],
};

/** A worker in this thread: messages are copied, and answered a turn later, as a worker's are. */
class WorkerHere implements PreviewPort {
  onmessage: PreviewPort['onmessage'] = null;
  onerror: PreviewPort['onerror'] = null;
  readonly received: ToWorker[] = [];
  terminated = false;
  readonly #desk = new PreviewDesk();
  readonly #ground: Ground;

  constructor(answered: Ground = ground) {
    this.#ground = answered;
  }

  postMessage(message: ToWorker): void {
    const copy = structuredClone(message);
    this.received.push(copy);
    setTimeout(() => {
      const answer: FromWorker =
        copy.kind === 'ground'
          ? { id: copy.id, kind: 'ground', state: this.#desk.take(this.#ground) }
          : { id: copy.id, kind: 'figures', whatIf: this.#desk.compute(copy.question) };
      this.onmessage?.({ data: structuredClone(answer) } as MessageEvent<FromWorker>);
    });
  }

  terminate(): void {
    this.terminated = true;
  }
}

const query = { bbox: '117.1,39.1,117.2,39.2', region: '120111001000' };
const options = { region: '120111001000', date: '2023-12-31' };

async function previewOf(answered?: Ground) {
  const port = new WorkerHere(answered);
  const preview = createPreview(port);
  const state = await preview.loadGround(query);
  return { port, preview, state };
}

test('a preview tells what an outline takes of the farmland and what is left above the floor', async () => {
  const { preview, state } = await previewOf();
  expect(state).toEqual({ bounds: ground.bounds, truncated: false });
  const answer = await preview.compute([anItem('a', box(0.5, 0, 1.5, 1))], options);
  const lost = answer!.total.farmlandLostSquareMeters;
  expect(lost).toBeGreaterThan(4000);
  expect(answer!.targets[0]!.afterSquareMeters).toBeCloseTo(20_000 - lost, 6);
  expect(answer!.total.byVillage[0]!.name).toBe('示意一村');
});

test('while one answer is on its way only the latest outline waits: those between are never computed', async () => {
  const { preview, port } = await previewOf();
  const moved = [0.1, 0.2, 0.3, 0.4].map((x) => [anItem('a', box(x, 0, x + 1, 1))]);
  const answers = await Promise.all(moved.map((items) => preview.compute(items, options)));
  expect(answers.map((answer) => answer !== null)).toEqual([true, false, false, true]);
  expect(port.received.filter(({ kind }) => kind === 'figures')).toHaveLength(2);
});

test('an outline goes to the worker once, and is cut with the others from then on', async () => {
  const { preview, port } = await previewOf();
  const still = anItem('still', box(0, 0, 0.5, 0.5));
  const ask = (x: number) => preview.compute([still, anItem('moving', box(x, 0.6, x + 0.4, 1))], options);
  await ask(0);
  const answer = await ask(0.3);
  const sent = port.received.map((message) =>
    message.kind === 'figures' ? message.question.newShapes.length : 0,
  );
  expect(sent).toEqual([0, 2, 1]);
  expect(answer!.items.map(({ computed }) => computed)).toEqual([true, true]);
});

test('beyond the ground that is loaded nothing is known, so nothing is told', async () => {
  const { preview } = await previewOf();
  expect(await preview.compute([anItem('a', box(2.5, 0, 3.5, 1))], options)).toBeNull();
  const none = createPreview(new WorkerHere());
  expect(await none.compute([anItem('a', box(0, 0, 1, 1))], options)).toBeNull();
});

test('part of the ground is not computed with', async () => {
  const { preview, state } = await previewOf({ ...ground, features: [], truncated: true });
  expect(state?.truncated).toBe(true);
  expect(await preview.compute([anItem('a', box(0, 0, 1, 1))], options)).toBeNull();
});

test('a worker that cannot start fails the question and those after it, and leaves nothing waiting', async () => {
  const port = new WorkerHere();
  port.postMessage = () => undefined;
  const preview = createPreview(port);
  const items: ScenarioItem[] = [anItem('a', box(0, 0, 1, 1))];
  const asked = [preview.loadGround(query), preview.compute(items, options), preview.compute(items, options)];
  port.onerror?.({ message: 'blocked' } as ErrorEvent);
  const results = await Promise.allSettled(asked);
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
    null,
    'failed',
    null,
  ]);
  await expect(preview.compute(items, options)).rejects.toThrow('blocked');
});

test('closing a preview stops the worker and settles what was asked', async () => {
  const { preview, port } = await previewOf();
  const asked = preview.compute([anItem('a', box(0, 0, 1, 1))], options);
  preview.dispose();
  expect(await asked).toBeNull();
  expect(port.terminated).toBe(true);
});
