// Uses the map of a banner's report as a person does, in Chromium: node use_banner_map.mjs PLAYWRIGHT CHROMIUM PAGE PDF WORD. Prints what it saw
// as JSON. WORD: what to search for.
import { open_page } from './browser.mjs';
import { readFileSync } from 'node:fs';

const [folder, chromium, file, pdf, word] = process.argv.slice(2);
const { browser, page, saw } = await open_page(folder, chromium, { width: 1280, height: 900, longest: 80 });
await page.goto('file://' + file);
await page.waitForSelector('svg.fine');

const look = () => page.evaluate(() => {
  const svg = document.querySelector('svg.fine');
  const picked = document.getElementById('picked');
  const pairs = [...picked.querySelectorAll('dt')].map(term => [term.textContent, term.nextElementSibling.textContent]);
  return { view: svg.getAttribute('viewBox').split(' ').map(Number), picked: picked.hidden ? null : Object.fromEntries(pairs),
           scale: document.querySelector('.scale-now').hidden ? '' : document.querySelector('.scale-now').textContent,
           chosen: document.querySelectorAll('.chosen').length };
});
saw.parcels = await page.locator('svg.fine [data-i]').count();
saw.neighbours = await page.locator('.neighbours text').allTextContents();
saw.cut_names = await page.evaluate(() => [...document.querySelectorAll('g.neighbours')].flatMap(group => {
  const map = group.querySelector('rect').getBoundingClientRect();
  return [...group.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < map.left - 1 || box.right > map.right + 1 || box.top < map.top - 1;
  }).map(text => text.textContent);
}));
saw.legend = await page.locator('figure .legend li').allTextContents();
saw.north = await page.locator('figure svg.north').count();
saw.dead = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href')).filter(href => !document.querySelector(href)));
saw.whole = await look();

// Zoom in by the button and out to the whole.
await page.locator('.zoom button').first().click();
saw.nearer = await look();
await page.locator('.zoom button').nth(2).click();
saw.whole_again = await look();

// Search, and go to what is found.
await page.fill('#parcel', word);
saw.found = await page.locator('#parcels-found').textContent();
await page.press('#parcel', 'Enter');
saw.gone_to = await look();

// A click on a parcel says what it is, one beside it nothing.
const box = await page.locator('.chosen').first().boundingBox();
await page.locator('.zoom button').first().click();
await page.evaluate(() => document.querySelectorAll('.chosen').forEach(path => path.classList.remove('chosen')));
const middle = await page.locator('svg.fine').boundingBox();
await page.mouse.click(middle.x + middle.width / 2, middle.y + middle.height / 2);
saw.clicked = await look();
saw.box = box;

await page.pdf({ path: pdf, preferCSSPageSize: true });
saw.pdf_pages = (readFileSync(pdf, 'latin1').match(/\/Type\s*\/Page\b/g) || []).length;
saw.printed = await look();
// A4 between its margins is 703 pixels wide: a table that is wider loses columns.
await page.emulateMedia({ media: 'print' });
await page.setViewportSize({ width: 703, height: 1000 });
saw.too_wide = await page.evaluate(() => [...document.querySelectorAll('table')]
  .filter(table => table.getBoundingClientRect().right > document.body.getBoundingClientRect().right + 1).map(table => table.caption.textContent));
await page.emulateMedia({ media: 'screen' });
await page.setViewportSize({ width: 390, height: 844 });
saw.narrow = await page.evaluate(() => document.documentElement.scrollWidth);
await browser.close();
console.log(JSON.stringify(saw));
