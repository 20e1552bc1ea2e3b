import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { PreparedContent } from '#server/db/database.ts';
import { prepareTemplate } from '#server/db/embedded/template.ts';

describe('the prepared data directory', () => {
  const cache = mkdtempSync(join(tmpdir(), 'gengjie-cache-'));
  afterAll(() => rmSync(cache, { recursive: true }));
  const ingredient = join(cache, 'ingredient');
  let built = 0;
  const content: PreparedContent = {
    name: 'test',
    ingredients: [ingredient],
    build: async (database) => {
      built += 1;
      await database.query('CREATE TABLE prepared AS SELECT 42 AS number');
    },
  };

  test(
    'is made once, and made anew when an ingredient changes',
    async () => {
      writeFileSync(ingredient, 'first');
      const first = await prepareTemplate(content, undefined, cache);
      expect(await prepareTemplate(content, undefined, cache)).toBe(first);
      expect(built).toBe(1);
      writeFileSync(ingredient, 'second');
      const second = await prepareTemplate(content, undefined, cache);
      expect(second).not.toBe(first);
      expect(built).toBe(2);
      // Only the current one is kept, and nothing half-made beside it.
      expect(readdirSync(cache).sort()).toEqual(['ingredient', second?.split('/').at(-1)].sort());
    },
    patience,
  );

  test('a cache that cannot be written is no error: the data is then made in its place', async () => {
    expect(await prepareTemplate(content, undefined, join(ingredient, 'cache'))).toBeUndefined();
  });

  test(
    'content that fails leaves nothing in the cache',
    async () => {
      const before = readdirSync(cache);
      const failing = { ...content, name: 'failing', build: () => Promise.reject(new Error('no seed')) };
      await expect(prepareTemplate(failing, undefined, cache)).rejects.toThrow('no seed');
      expect(readdirSync(cache)).toEqual(before);
    },
    patience,
  );
});

/** Each making of a cluster takes ten seconds, and more on a busy machine. */
const patience = 300_000;
