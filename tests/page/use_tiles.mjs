// Looks at the maps of a report above tiles, in Chromium: node use_tiles.mjs PLAYWRIGHT CHROMIUM PAGE. Prints what it saw as JSON.
import { open_page } from './browser.mjs';

const [folder, chromium, file] = process.argv.slice(2);
const { browser, page, saw } = await open_page(folder, chromium, { width: 1280, height: 900 });

// Each tile by its name, and how its 256 pixels come onto the screen; where the banners are beside it.
const look = () => page.evaluate(() => {
  const box = element => { const { left, top, width, height } = element.getBoundingClientRect(); return [left, top, width, height]; };
  const onto = image => { const { a, b, c, d, e, f } = image.getScreenCTM(); return [a, b, c, d, e, f]; };
  const svg = document.querySelector('main > section > figure > svg:not(.north)');
  return { tiles: Object.fromEntries([...svg.querySelectorAll('image')].map(image => [image.dataset.tile, onto(image)])), map: box(svg),
           banners: Object.fromEntries([...svg.querySelectorAll('.b')].map(path => [path.id.slice(1), box(path)])) };
});
await page.goto('file://' + file);
await page.waitForFunction(() => document.querySelectorAll('image').length > 0);
await page.waitForLoadState('networkidle');
saw.whole = await look();
await page.locator('.zoom button').first().click();
await page.locator('.zoom button').first().click();
await page.waitForTimeout(600);
await page.waitForLoadState('networkidle');
saw.nearer = await look();
// What else the page might ask for is forbidden by itself.
saw.forbidden = await page.evaluate(() => new Promise(done => {
  document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective), { once: true });
  const image = new Image();
  image.src = 'http://127.0.0.1:9/other.png';
}));
await browser.close();
console.log(JSON.stringify(saw));
