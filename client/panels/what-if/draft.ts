import type { MultiPolygon } from 'geojson';
import { create } from 'zustand';
import type { Scenario } from '#core/contract/scenarios.ts';
import type { ItemKind, ScenarioItem } from '#core/contract/what-if.ts';
import { askBeforeLeaving, guardWork } from '../../state/leaving.ts';
import { useScenario } from '../../state/scenario.ts';
import { useTool } from '../../state/tool.ts';
import { type Content, newItem, sameContent, withItem } from './content.ts';

/** What the server knows of the open scenario beside its content; a new one has neither id nor version. */
export interface About {
  readonly id: string | null;
  readonly versionId: number | null;
  readonly shared: boolean;
  readonly mine: boolean;
  readonly owner: string | null;
}

/** 图上操作: which item the outline under the shape tool belongs to; one that is being drawn is not among the items yet. */
interface Shaping {
  readonly item: string;
  readonly kind: ItemKind;
}

interface DraftState {
  readonly about: About | null;
  readonly content: Content | null;
  /** As the server has it; null: it has never been saved. */
  readonly saved: Content | null;
  readonly past: readonly Content[];
  readonly future: readonly Content[];
  /** Changes of one box are one step back. */
  readonly lastBox: string | null;
  readonly selected: string | null;
  /** Outline under the finger, not yet a change. */
  readonly live: { readonly item: string; readonly kind: ItemKind; readonly geometry: MultiPolygon } | null;
  readonly shaping: Shaping | null;
  /** Clicks on the map pick features. */
  readonly picking: boolean;
}

const nothing: DraftState = {
  about: null,
  content: null,
  saved: null,
  past: [],
  future: [],
  lastBox: null,
  selected: null,
  live: null,
  shaping: null,
  picking: false,
};

/** Kept outside the panel, so that the details of a feature or another panel lose nothing. */
export const useDraft = create<DraftState>()(() => nothing);

/** 打开: shows what the server answered, with nothing to undo. */
export function showScenarioOf(scenario: Scenario): void {
  const { id, versionId, shared, mine, owner, region, name, year, surveyDate, note, items } = scenario;
  const content: Content = { region, name, year, surveyDate, note, items };
  useDraft.setState({ ...nothing, about: { id, versionId, shared, mine, owner }, content, saved: content });
  useScenario.setState({ id });
}

/** After a save: what is on the screen stays, and is now what the server has. */
export function noteSaved({ id, versionId, shared, mine, owner }: Scenario, saved: Content): void {
  useDraft.setState({ about: { id, versionId, shared, mine, owner }, saved });
  useScenario.setState({ id });
}

/** 新建, from a content that may already hold items (a copy). */
export function beginScenario(content: Content): void {
  const about = { id: null, versionId: null, shared: false, mine: true, owner: null };
  useDraft.setState({ ...nothing, about, content });
  useScenario.setState({ id: null });
}

/** Back to the list; asks when something would be lost. */
export function closeScenario(): void {
  askBeforeLeaving(forget);
}

function forget(): void {
  endShaping();
  useDraft.setState(nothing);
  useScenario.setState({ id: null });
}

export function isDirty({ content, saved }: Pick<DraftState, 'content' | 'saved'> = useDraft.getState()) {
  if (!content) return false;
  return saved ? !sameContent(content, saved) : content.items.length > 0;
}

/** 修改: one step that can be taken back; `box` joins what is typed into one box. */
export function change(next: (content: Content) => Content, box: string | null = null): void {
  useDraft.setState(({ content, past, lastBox }) => {
    const changed = content && next(content);
    if (!content || !changed || sameContent(changed, content)) return {};
    return {
      content: changed,
      past: box !== null && box === lastBox ? past : [...past, content],
      future: [],
      lastBox: box,
    };
  });
}

export function undo(): void {
  useDraft.setState(({ content, past, future }) => {
    const before = past.at(-1);
    if (!before || !content) return {};
    return {
      content: before,
      past: past.slice(0, -1),
      future: [content, ...future],
      lastBox: null,
      live: null,
    };
  });
}

export function redo(): void {
  useDraft.setState(({ content, past, future }) => {
    const [next, ...rest] = future;
    if (!next || !content) return {};
    return { content: next, past: [...past, content], future: rest, lastBox: null, live: null };
  });
}

export function addItems(items: readonly ScenarioItem[]): void {
  change((content) => ({ ...content, items: [...content.items, ...items] }));
  useDraft.setState({ selected: items.at(-1)?.id ?? null });
}

export function changeItem(id: string, part: Partial<ScenarioItem>, box: string | null = null): void {
  change(
    (content) => withItem(content, id, (item) => ({ ...item, ...part })),
    box === null ? null : `${box} ${id}`,
  );
}

export function removeItem(id: string): void {
  if (useDraft.getState().shaping?.item === id) endShaping();
  change((content) => ({ ...content, items: content.items.filter((item) => item.id !== id) }));
  useDraft.setState(({ selected }) => ({ selected: selected === id ? null : selected }));
}

export function selectItem(selected: string | null): void {
  useDraft.setState({ selected });
}

/** The outline under the finger becomes a change; a drawn one becomes an item of this name. */
export function settleLive(nameOfNew: (kind: ItemKind) => string): void {
  const { live, content } = useDraft.getState();
  if (!live || !content) return;
  useDraft.setState({ live: null });
  if (content.items.some(({ id }) => id === live.item)) {
    changeItem(live.item, { geometry: live.geometry });
  } else {
    addItems([{ ...newItem(live.kind, nameOfNew(live.kind), live.geometry), id: live.item }]);
  }
}

/** Items as the map and the figures have them now: with the outline under the finger. */
export function itemsNow({ content, live }: Pick<DraftState, 'content' | 'live'>): readonly ScenarioItem[] {
  const items = content?.items ?? [];
  if (!live) return items;
  if (items.some(({ id }) => id === live.item)) {
    return items.map((item) => (item.id === live.item ? { ...item, geometry: live.geometry } : item));
  }
  return [...items, { ...newItem(live.kind, '…', live.geometry), id: live.item }];
}

/** Takes the pen away from an item; what it drew stays. */
export function endShaping(): void {
  if (useDraft.getState().shaping && useTool.getState().tool === 'shape') useTool.getState().setTool('none');
}

guardWork({
  dirty: () => isDirty(),
  discard: () => {
    const { saved } = useDraft.getState();
    if (!isDirty()) return;
    if (!saved) return forget();
    endShaping();
    useDraft.setState({ content: saved, past: [], future: [], lastBox: null, live: null, picking: false });
  },
});

globalThis.addEventListener?.('beforeunload', (event) => {
  if (isDirty()) event.preventDefault();
});
