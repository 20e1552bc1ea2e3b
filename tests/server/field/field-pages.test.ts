import { describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { databases, withDatabase } from '../../support/database.ts';

describe('the pages of the field app', () => {
  const client = withApp(withDatabase(databases[0]!));
  const get = (path: string) => fetch(client().origin + path);

  it.each(['/field', '/field/', '/field/tasks', '/field/patch/0198c0de-0000-7000-8000-000000000001'])(
    'answers %s with the one page, which is asked for again each time',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toContain('耕界外业');
    },
  );

  it('answers the service worker as a script of the field app alone, never kept', async () => {
    const answer = await get('/field-worker.js');
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(answer.headers.get('service-worker-allowed')).toBe('/field');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('describes an app that can be installed: name, scope, icons that are there', async () => {
    const answer = await get('/field/manifest.webmanifest');
    expect(answer.headers.get('content-type')).toContain('manifest+json');
    const manifest = await answer.json();
    expect(manifest).toMatchObject({
      name: '耕界外业',
      start_url: '/field',
      scope: '/field',
      display: 'standalone',
    });
    for (const { src, sizes } of manifest.icons) {
      const icon = Buffer.from(await (await get(src)).arrayBuffer());
      // Width and height of a PNG.
      expect(`${icon.readUInt32BE(16)}x${icon.readUInt32BE(20)}`, src).toBe(sizes);
    }
    expect(manifest.icons.some(({ purpose }: { purpose?: string }) => purpose === 'maskable')).toBe(true);
  });

  it('does not give the page for a script, an icon or a manifest that is not there', async () => {
    for (const path of ['/field/assets/gone-12345678.js', '/field/icon-1.png', '/fieldwork', '/field.js']) {
      expect((await get(path)).status, path).toBe(404);
    }
  });
});
