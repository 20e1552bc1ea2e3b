import { beforeEach, describe, expect, it } from 'vitest';
import type { Scenario } from '#core/contract/scenarios.ts';
import { boundsOf, type Content, newItem } from '../../../../client/panels/what-if/content.ts';
import {
  addItems,
  beginScenario,
  change,
  changeItem,
  closeScenario,
  isDirty,
  itemsNow,
  redo,
  removeItem,
  settleLive,
  showScenarioOf,
  undo,
  useDraft,
} from '../../../../client/panels/what-if/draft.ts';
import { answerLeaving, useLeaving } from '../../../../client/state/leaving.ts';
import { useScenario } from '../../../../client/state/scenario.ts';
import { anItem, square } from './cast.ts';

const empty: Content = {
  region: '120111001000',
  name: '方案',
  year: 2023,
  surveyDate: null,
  note: '',
  items: [],
};
const ID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const saved: Scenario = {
  ...empty,
  items: [anItem()],
  id: ID,
  versionId: 3,
  shared: false,
  owner: '李规划',
  mine: true,
  changedAt: '2026-01-01T00:00:00Z',
};
const contentOf = () => useDraft.getState().content;

describe('the draft of a scenario', () => {
  beforeEach(() => beginScenario(empty));

  it('takes every change back and makes it again, to the digit', () => {
    addItems([anItem()]);
    changeItem('a', { geometry: square(117.11, 39.13) });
    removeItem('a');
    const states = [contentOf()];
    for (let step = 0; step < 3; step += 1) {
      undo();
      states.push(contentOf());
    }
    expect(contentOf()).toBe(empty);
    for (let step = 3; step > 0; step -= 1) {
      redo();
      expect(contentOf()).toBe(states[step - 1]);
    }
  });

  it('takes back what was typed into one box in one step', () => {
    addItems([anItem()]);
    for (const name of ['甲', '甲地', '甲地块一']) changeItem('a', { name }, 'name');
    changeItem('a', { plannedUse: '住宅' }, 'use');
    undo();
    expect(contentOf()?.items[0]).toMatchObject({ name: '甲地块一' });
    undo();
    expect(contentOf()?.items[0]?.name).toBe('甲地块');
  });

  it('counts the outline under the finger at once, and makes one change of it when it is let go', () => {
    addItems([anItem()]);
    const steps = useDraft.getState().past.length;
    for (const west of [117.101, 117.102, 117.103]) {
      useDraft.setState({ live: { item: 'a', kind: 'conversion', geometry: square(west, 39.12) } });
    }
    expect(itemsNow(useDraft.getState())[0]?.geometry).toEqual(square(117.103, 39.12));
    expect(contentOf()?.items[0]?.geometry).toEqual(square(117.1, 39.12));
    settleLive(() => '新');
    expect(contentOf()?.items[0]?.geometry).toEqual(square(117.103, 39.12));
    expect(useDraft.getState().past).toHaveLength(steps + 1);
    expect(useDraft.getState().live).toBeNull();
  });

  it('makes an item of a shape that was drawn', () => {
    useDraft.setState({ live: { item: 'n', kind: 'green', geometry: square(117.1, 39.12) } });
    settleLive(() => '绿化用地 1');
    expect(contentOf()?.items).toEqual([
      expect.objectContaining({ id: 'n', kind: 'green', name: '绿化用地 1' }),
    ]);
    expect(useDraft.getState().selected).toBe('n');
  });

  it('gives every item an id of its own', () => {
    const ids = Array.from({ length: 100 }, () => newItem('green', '绿', square(117, 39)).id);
    expect(new Set(ids).size).toBe(100);
  });

  it('asks before unsaved work is given up, and goes on at once when there is none', () => {
    showScenarioOf(saved);
    expect(isDirty()).toBe(false);
    closeScenario();
    expect(useLeaving.getState().go).toBeNull();
    expect(contentOf()).toBeNull();

    showScenarioOf(saved);
    change((content) => ({ ...content, year: 2025 }));
    expect(isDirty()).toBe(true);
    closeScenario();
    expect(useLeaving.getState().go).not.toBeNull();
    answerLeaving(false);
    expect(contentOf()?.year).toBe(2025);
    closeScenario();
    answerLeaving(true);
    expect(contentOf()).toBeNull();
    expect(useScenario.getState().id).toBeNull();
  });

  it('names the open scenario for the address', () => {
    showScenarioOf(saved);
    expect(useScenario.getState().id).toBe(ID);
    beginScenario(empty);
    expect(useScenario.getState().id).toBeNull();
  });

  it('knows the box around its outlines', () => {
    expect(boundsOf([square(117.1, 39.12), square(117.2, 39.1)])).toEqual([
      117.1,
      39.1,
      expect.closeTo(117.201, 9),
      expect.closeTo(39.121, 9),
    ]);
    expect(boundsOf([])).toBeNull();
  });
});
