import type { LonLat } from '#core/contract/shared.ts';
import type { ItemKind, ScenarioItem } from '#core/contract/what-if.ts';
import { call } from '../../api/call.ts';
import { t } from '../../app/i18n.ts';
import { useAsOf } from '../../state/as-of.ts';
import type { FeatureRef } from '../../state/link.ts';
import { notify } from '../../state/notice.ts';
import { CLASS_AFTER, ITEM_LIMIT, multiPolygonOf, newItem } from './content.ts';
import { addItems, useDraft } from './draft.ts';
import { PICKABLE } from './pickable.ts';

/** Picks what lies at a place, the topmost feature first. */
export async function pickAt([lng, lat]: LonLat): Promise<void> {
  try {
    const { hits } = await call('GET /api/identify', {
      query: { lng, lat, layers: Object.keys(PICKABLE).join(','), ...useAsOf.getState().moments },
    });
    const fresh = hits.find((hit) => !holds(hit));
    if (fresh) await addFeature(fresh);
    else notify(t(hits.length > 0 ? 'whatIf.pick.already' : 'whatIf.pick.nothing'));
  } catch {
    notify(t('whatIf.pick.failed'));
  }
}

/** Whether the open scenario already has this feature. */
export function holds({ layer, id }: FeatureRef): boolean {
  const items = useDraft.getState().content?.items ?? [];
  return items.some(({ origin }) => origin?.layer === layer && origin.id === id);
}

/** 加入情景: a feature, whole, at full precision, as an item. @throws ApiProblem */
export async function addFeature({ layer, id }: FeatureRef): Promise<void> {
  const { moments } = useAsOf.getState();
  const feature = await call('GET /api/layers/{layer}/features/{id}', {
    params: { layer, id },
    query: moments,
  });
  const { content } = useDraft.getState();
  if (!content || content.items.length >= ITEM_LIMIT)
    return notify(t('whatIf.tooMany', { count: ITEM_LIMIT }));
  const kind = PICKABLE[layer] ?? 'conversion';
  const item = newItem(
    kind,
    feature.label || t('whatIf.pick.unnamed', { id }),
    multiPolygonOf(feature.geometry),
  );
  addItems([{ ...item, ...afterOf(feature.properties, kind), origin: { layer, id } }]);
  notify(t('whatIf.pick.added', { name: item.name }));
}

/** What the feature itself says about the ground afterwards. */
function afterOf(properties: Readonly<Record<string, unknown>>, kind: ItemKind): Partial<ScenarioItem> {
  const { land_class_after: after, planned_use: use } = properties;
  return {
    landClassAfter: typeof after === 'string' && after !== '' ? after : CLASS_AFTER[kind],
    ...(typeof use === 'string' && use !== '' ? { plannedUse: use.slice(0, 100) } : {}),
  };
}
