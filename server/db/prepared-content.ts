import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IndicatorRow } from '#core/indicators/catalog.ts';
import type { CodeRow } from '#core/vocabulary/lookup.ts';
import type { Database, PreparedContent, Progress } from './database.ts';
import { migrate, migrationsDirectory } from './migrate.ts';

/** What goes into a prepared database beside the schema. */
export interface PreparedParts {
  /** Rows of `gengjie.codes`. */
  readonly codes?: readonly CodeRow[];
  /** Rows of `gengjie.role_rights`. */
  readonly rights?: readonly (readonly [string, string, string])[];
  /** The product's rows of `gengjie.indicators`. */
  readonly indicators?: readonly IndicatorRow[];
  /** Fills the demonstration area (示意数据). */
  readonly seed?: (database: Database, progress: Progress) => Promise<void>;
  /** Source files that codes and seed depend on. */
  readonly ingredients?: readonly string[];
}

/** 预制内容: the schema, the code lists, and the demonstration area where a `seed` is given. */
export function preparedContent(parts: PreparedParts = {}): PreparedContent {
  const migrations = readdirSync(migrationsDirectory).filter((name) => name.endsWith('.sql'));
  return {
    name: parts.seed ? 'demonstration' : 'schema',
    ingredients: [...migrations.map((name) => join(migrationsDirectory, name)), ...(parts.ingredients ?? [])],
    build: async (database, progress) => {
      const { codes, rights, indicators } = parts;
      await migrate(database, { codes, rights, indicators, progress });
      await parts.seed?.(database, progress);
    },
  };
}
