import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../test/support/launch-browser.ts';

// Draws resources/icons/icon.svg at every size the installers need: node scripts/render-icons.ts
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const folder = fileURLToPath(new URL('../resources/icons/', import.meta.url));
const drawing = readFileSync(`${folder}icon.svg`, 'utf8');

mkdirSync(folder, { recursive: true });
const { browser } = await launchBrowser();
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>* { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${drawing}`,
  );
  await page.screenshot({ path: `${folder}${size}x${size}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
