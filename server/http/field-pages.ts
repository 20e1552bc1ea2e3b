import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';

/**
 * 外业端页面: `/field` and every address below it answer the one page; its scripts may be kept for ever, the page and the service worker must be
 * asked for again each time, else a phone would never hear of a new version.
 *
 * @param folder the built client
 */
export function serveField(app: express.Express, folder: string): void {
  app.use(
    '/field/assets',
    express.static(join(folder, 'field/assets'), { immutable: true, maxAge: '1y', redirect: false }),
  );
  app.get('/field-worker.js', (_request, response, next) => {
    // Its scope is the field app alone: the office is never answered from a phone's store.
    response.setHeader('Service-Worker-Allowed', '/field');
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(join(folder, 'field-worker.js'), (error) => error && next(error));
  });
  app.get(['/field', '/field/{*below}'], (request, response, next) => {
    // A file that is not there is not the page: scripts, icons, manifest.
    if (/\.[a-z]+$/.test(request.path)) return next();
    const page = join(folder, 'field.html');
    if (!existsSync(page)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(page);
  });
}
