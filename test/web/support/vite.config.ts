import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the pages that show parts of the renderer alone, for screenshots and measurements. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../../.cache/chart-page', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome114',
    rolldownOptions: {
      input: ['chart-page.html', 'panel-page.html', 'watch-page.html', 'ladder-page.html'].map((page) =>
        fileURLToPath(new URL(page, import.meta.url)),
      ),
    },
  },
});
