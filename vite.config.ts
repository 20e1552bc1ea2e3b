import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The host stays the browser's own, so the addresses inside TileJSON point back here.
const backend = { target: `http://127.0.0.1:${process.env.PORT ?? '8080'}`, changeOrigin: false };

// Nothing is inlined as a data: URL and no inline script is written: the server's policy forbids both.
export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  plugins: [react()],
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
