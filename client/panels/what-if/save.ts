import { create } from 'zustand';
import { call } from '../../api/call.ts';
import { ApiProblem } from '../../api/problem.ts';
import { queryClient } from '../../api/query-client.ts';
import { t } from '../../app/i18n.ts';
import { currentLink } from '../../app/link-sync.ts';
import { copyText } from '../../commands/clipboard.ts';
import { fitBounds } from '../../map/highlight.ts';
import { askBeforeLeaving } from '../../state/leaving.ts';
import { notify } from '../../state/notice.ts';
import { useScenario } from '../../state/scenario.ts';
import { boundsOf, type Content } from './content.ts';
import { beginScenario, closeScenario, noteSaved, showScenarioOf, useDraft } from './draft.ts';
import { endShape } from './shaping.ts';

interface Saving {
  readonly busy: boolean;
  /** Why opening or saving failed; the draft stays. */
  readonly problem: unknown;
  /** Somebody saved the scenario meanwhile. */
  readonly conflict: boolean;
}

export const useSaving = create<Saving>()(() => ({ busy: false, problem: null, conflict: false }));

async function work(run: () => Promise<void>): Promise<void> {
  useSaving.setState({ busy: true, problem: null, conflict: false });
  try {
    await run();
    useSaving.setState({ busy: false });
  } catch (problem) {
    const conflict = problem instanceof ApiProblem && problem.type === 'stale-write';
    useSaving.setState({ busy: false, conflict, problem: conflict ? null : problem });
  }
}

/** 打开一个情景; asks first when another one is not saved. */
export function openScenario(id: string): void {
  askBeforeLeaving(
    () =>
      void loadScenario(id).then(() => {
        const { about, content } = useDraft.getState();
        const bounds =
          about?.id === id && content ? boundsOf(content.items.map((item) => item.geometry)) : null;
        if (bounds) void fitBounds(bounds, { maxZoom: 17 });
      }),
  );
}

export function loadScenario(id: string): Promise<void> {
  return work(async () => {
    const scenario = await call('GET /api/scenarios/{id}', { params: { id } });
    endShape();
    showScenarioOf(scenario);
  });
}

/** 重新读取: what the server has takes the place of mine. */
export function reload(): void {
  const { id } = useDraft.getState().about ?? {};
  if (id) void loadScenario(id);
}

/** 保存. What is not mine, or has never been saved, becomes a new scenario of mine. */
export function save(): Promise<void> {
  endShape();
  const { about, content } = useDraft.getState();
  if (!about || !content) return Promise.resolve();
  if (about.id === null || !about.mine) return saveCopy(content);
  return work(async () => {
    const { region: _, ...body } = content;
    const saved = await call('PATCH /api/scenarios/{id}', {
      params: { id: about.id! },
      body: bodyOf(body),
      ifMatch: about.versionId ?? undefined,
    });
    done(saved, content);
  });
}

/** 另存为副本. */
export function saveCopy(content: Content, name = content.name): Promise<void> {
  endShape();
  return work(async () => {
    const copy = { ...content, name };
    const saved = await call('POST /api/scenarios', { body: bodyOf(copy) });
    useDraft.setState({ content: copy });
    done(saved, copy);
  });
}

function bodyOf<T extends Partial<Content>>(
  content: T,
): T & { items: NonNullable<Content['items']>[number][] } {
  return { ...content, items: [...(content.items ?? [])] };
}

function done(saved: Parameters<typeof noteSaved>[0], content: Content): void {
  noteSaved(saved, content);
  void queryClient.invalidateQueries({ queryKey: ['scenarios'] });
  notify(t('whatIf.saved', { name: content.name }));
}

/** 共享: whoever has the link and sees the region can open it; the link is on the clipboard. */
export function share(): Promise<void> {
  const { about } = useDraft.getState();
  if (!about?.id) return Promise.resolve();
  return work(async () => {
    if (about.mine && !about.shared) {
      const saved = await call('PATCH /api/scenarios/{id}', {
        params: { id: about.id! },
        body: { shared: true },
        ifMatch: about.versionId ?? undefined,
      });
      const { id, versionId, shared, mine, owner } = saved;
      useDraft.setState({ about: { id, versionId, shared, mine, owner } });
      useScenario.setState({ id });
      void queryClient.invalidateQueries({ queryKey: ['scenarios'] });
    }
    await copyText(currentLink());
  });
}

/** 归档: it leaves the list; nothing is erased. */
export function archive(id: string, versionId: number, name: string): Promise<void> {
  return work(async () => {
    await call('PATCH /api/scenarios/{id}', {
      params: { id },
      body: { archived: true },
      ifMatch: versionId,
    });
    if (useDraft.getState().about?.id === id) closeScenario();
    await queryClient.invalidateQueries({ queryKey: ['scenarios'] });
    notify(t('whatIf.archived', { name }));
  });
}

/** 新建情景. */
export function newScenario(content: Content): void {
  askBeforeLeaving(() => {
    endShape();
    useSaving.setState({ problem: null, conflict: false });
    beginScenario(content);
  });
}

/** 复制: the copy is open and not saved yet. */
export function duplicate(id: string): Promise<void> {
  return work(async () => {
    const scenario = await call('GET /api/scenarios/{id}', { params: { id } });
    const { region, name, year, surveyDate, note, items } = scenario;
    newScenario({ region, name: copyNameOf(name), year, surveyDate, note, items });
  });
}

export function copyNameOf(name: string): string {
  return t('whatIf.copyName', { name }).slice(0, 100);
}
