import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// The host stays the browser's own, so the addresses inside TileJSON point back here.
const backend = { target: `http://127.0.0.1:${process.env.PORT ?? '8080'}`, changeOrigin: false };

/** While developing, every address of the field app is its page, as the server has it; sources below client/field stay what they are. */
const fieldPages: Plugin = {
  name: 'gengjie-field-pages',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const asksForPage = request.headers['sec-fetch-dest'] === 'document';
      if (asksForPage && /^\/field(\/|\?|$)/.test(request.url ?? '')) request.url = '/field.html';
      next();
    });
  },
};

// Nothing is inlined as a data: URL and no inline script is written: the server's policy forbids both.
// The office is built as it stands here; scripts/build adds the field app and its service worker, each a build of its own.
export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  plugins: [react(), fieldPages],
  build: {
    outDir: fileURLToPath(new URL('dist/client', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    // client/api holds source files that the browser asks for under the same path while developing.
    proxy: { '^/api/(?!.*\\.tsx?(\\?|$))': backend, '/tiles': backend, '/healthz': backend },
  },
});
