import react from '@vitejs/plugin-react';

export default {
  base: './',
  plugins: [react()],
  define: { 'process.env': '{}', global: 'globalThis' },
  resolve: { alias: { 'react-custom-scrollbars-2': new URL('scrollbars.mjs', import.meta.url).pathname } },
  build: { chunkSizeWarningLimit: 100_000 },
};
