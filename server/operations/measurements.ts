import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { Formula } from '#core/contract/indicators.ts';
import { indicatorByCode } from '#core/indicators/catalog.ts';
import type { Bilingual } from '#core/problem.ts';
import { covers, regionPrefix, scopeOf } from '#core/rights/rights.ts';
import { notMeasured } from '#core/targets/evaluate.ts';
import { type Actor, scopeKey } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { layerVersions } from '#server/db/tables/layer-versions.ts';
import {
  FormulaFault,
  layersOf,
  type MeasureQuestion,
  valueField,
} from '#server/db/tables/measure-formula.ts';
import { type Measurement, measureFormula, type Nothing } from '#server/db/tables/measurements.ts';

/** What is measured: an indicator's formula for the year and place of a target. */
export interface Measurable {
  readonly indicator: string;
  readonly formula: Formula | null;
  readonly year: number;
  readonly place: string | null;
}

export type Outcome =
  | { readonly measurement: Measurement; readonly reason: null }
  | { readonly measurement: null; readonly reason: Bilingual };

/**
 * 量算的记忆: measurements by formula, region, data scope and moments, each with the versions of the layers it read: what did not change since
 * is not measured again. Each process keeps its own; the versions come from the database, so none is ever out of date.
 */
export class Measurements {
  readonly #known = new Map<string, { versions: string; answer: Promise<unknown> }>();

  /** Measurements for one request: the versions are read once, before anything is measured. */
  async begin(db: Queryable, actor: Actor, moments: Moments | null): Promise<Measurer> {
    const versions = await layerVersions(db);
    const remember: Remember = (question, layers, compute) =>
      this.#remembered({ actor, versions, question, layers, compute });
    return new Measurer(db, actor, moments, remember);
  }

  #remembered<T>({ actor, versions: all, question, layers, compute }: Wanted<T>): Promise<T> {
    const key = JSON.stringify([question, layers.map((layer) => scopeKey(actor, layer))]);
    const versions = layers.map((layer) => all.get(layer)).join();
    const entry = this.#known.get(key);
    if (entry?.versions === versions) return entry.answer as Promise<T>;
    if (this.#known.size >= mostRemembered) this.#known.clear();
    const answer = compute();
    this.#known.set(key, { versions, answer });
    answer.catch(() => {
      if (this.#known.get(key)?.answer === answer) this.#known.delete(key);
    });
    return answer;
  }
}

/** A measurement of a district carries a part for each of some hundred villages. */
const mostRemembered = 1000;

type Remember = <T>(question: object, layers: readonly LayerId[], compute: () => Promise<T>) => Promise<T>;

interface Wanted<T> {
  readonly actor: Actor;
  readonly versions: ReadonlyMap<string, number>;
  readonly question: object;
  readonly layers: readonly LayerId[];
  readonly compute: () => Promise<T>;
}

/** 量算: what indicators come to, in the rights of one person as of one moment. */
export class Measurer {
  /**
   * Remembers an answer while none of the layers changes. `question` tells it from every other answer, the person's data scope apart.
   * @param compute asks the database of the request in whose name this was begun
   */
  readonly remember: Remember;
  readonly #db: Queryable;
  readonly #actor: Actor;
  readonly moments: Moments | null;

  constructor(db: Queryable, actor: Actor, moments: Moments | null, remember: Remember) {
    this.#db = db;
    this.#actor = actor;
    this.moments = moments;
    this.remember = remember;
  }

  /** Whether the person sees all that these layers have in a region. */
  seesWhole(layers: readonly LayerId[], regionCode: string): boolean {
    return layers.every((layer) => covers(scopeOf(this.#actor.grants, layer, 'see'), regionCode));
  }

  /** What an indicator comes to in a region. A person who does not see all of it gets no figure: a part of a sum is not the sum. */
  async measure(what: Measurable, regionCode: string, moments = this.moments): Promise<Outcome> {
    const { formula } = what;
    if (!formula) return { measurement: null, reason: missingOf(what.indicator) };
    const question = questionOf(what, formula, regionCode, moments);
    try {
      const layers = layersOf(formula).map((layer) => layerById(layer));
      if (layers.some((layer) => !layer)) return { measurement: null, reason: notMeasured.badFormula };
      const unseen = [...layers, layerById('regions')].find(({ id }) => !this.seesWhole([id], regionCode));
      if (unseen) return { measurement: null, reason: notMeasured.noRight(unseen.title) };
      const answer = await this.remember(question, [...layersOf(formula), 'regions'], () =>
        measureFormula(this.#db, question),
      );
      return typeof answer === 'string'
        ? { measurement: null, reason: reasonOf(answer, formula) }
        : { measurement: answer, reason: null };
    } catch (error) {
      if (error instanceof FormulaFault) return { measurement: null, reason: notMeasured.badFormula };
      throw error;
    }
  }
}

/** The question that a measurable asks of a region. */
export function questionOf(
  { year, place }: Pick<Measurable, 'year' | 'place'>,
  formula: Formula,
  regionCode: string,
  moments: Moments | null,
): MeasureQuestion {
  // What a formula does not ask for does not tell two questions apart.
  const asks = filtersOf(formula);
  return {
    formula,
    prefix: regionPrefix(regionCode),
    year: asks.some((filter) => 'year' in filter) ? year : 0,
    place: asks.some((filter) => 'holdsPlace' in filter) ? place : null,
    moments,
  };
}

function filtersOf({ filters, overlay, minus }: Formula): Formula['filters'] {
  return [...filters, ...(overlay?.filters ?? []), ...(minus ? filtersOf(minus) : [])];
}

function missingOf(indicator: string): Bilingual {
  return indicatorByCode(indicator)?.missing ?? notMeasured.noFormula;
}

function reasonOf(nothing: Nothing, formula: Formula): Bilingual {
  const layer = layerById(formula.layer);
  const field = valueField(formula);
  return nothing === 'no-values' && field
    ? notMeasured.noValues(layer.title, field.title)
    : notMeasured.noData(layer.title);
}
