// Uses a report's page as a person does, in Chromium: node use_page.mjs PLAYWRIGHT CHROMIUM PAGE PDF. Prints what it saw as JSON.
import { open_page } from './browser.mjs';
import { statSync, readFileSync } from 'node:fs';

const [folder, chromium, file, pdf] = process.argv.slice(2);
const { browser, page, saw } = await open_page(folder, chromium, { width: 1280, height: 900, longest: 80 });

await page.goto('file://' + file);
saw.loaded_ms = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd);
saw.bytes = statSync(file).size;
saw.title = await page.title();
saw.nodes = await page.evaluate(() => document.querySelectorAll('*').length);
saw.drawn_at_first = await page.locator('.drawn svg').count();

// Another indicator changes the map, its name, its legend and the table below it.
const look = () => page.evaluate(() => ({
  name: document.getElementById('shown').textContent,
  classes: [...document.querySelectorAll('.b')].map(b => b.getAttribute('class')).join(' '),
  legends: [...document.querySelectorAll('ul.legend[id]')].filter(l => !l.hidden).length,
  tables: [...document.querySelectorAll('[id^=units]')].filter(t => !t.hidden).map(t => t.id),
}));
saw.before = await look();
await page.selectOption('#indicator', { index: 1 });
saw.after = await look();
await page.selectOption('#indicator', { index: 0 });

// Sorting by what is done: down, up, as made.
const table = page.locator('#units0 table');
const column = await table.locator('thead th').evaluateAll(heads => heads.findIndex(h => /^(Done|完成|已完成)$/.test(h.textContent)));
const cells = () => table.locator('tbody tr:not([hidden])').evaluateAll(
  (rows, k) => rows.map(row => row.cells[k].textContent), column);
const button = table.locator('thead th').nth(column).locator('button');
saw.as_made = await cells();
await button.click();
saw.down = await cells();
saw.aria_down = await table.locator('thead th').nth(column).getAttribute('aria-sort');
await button.click();
saw.up = await cells();
await button.focus();
await page.keyboard.press('Enter');
saw.as_made_again = await cells();

// Search by name and by Latin letters, and go there by the keyboard.
const visible = () => page.locator('.places li li:visible').evaluateAll(items => items.map(item => item.textContent));
await page.fill('#find', '临河');
saw.found = await visible();
await page.fill('#find', 'LINHE');
saw.found_latin = await visible();
await page.press('#find', 'Enter');
await page.waitForFunction(() => document.querySelector('#u150802 .drawn svg'));
saw.at = await page.evaluate(() => location.hash);
saw.banner_paths = await page.locator('#u150802 .drawn svg path').count();
saw.banner_in_view = await page.locator('#u150802 h3').isVisible();
await page.fill('#find', '');

// A click on a banner of the map goes to its part.
await page.locator('#b150721').click({ force: true });
saw.clicked = await page.evaluate(() => location.hash);

// By keyboard alone: every banner of the map is a link with a name.
saw.links = await page.locator('figure svg a').evaluateAll(links => links.map(link => link.getAttribute('aria-label')));
await page.locator('figure svg a').first().focus();
saw.focus = await page.evaluate(() => document.activeElement.tagName.toLowerCase());
await page.keyboard.press('Enter');
saw.entered = await page.evaluate(() => location.hash);

// Text against what is behind it, and pictures without words.
saw.faint = await page.evaluate(() => {
  const parse = text => (text.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  for (const element of document.querySelectorAll('body *:not(svg *):not(script):not(style)')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest('template')) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(element.tagName + '.' + element.className);
  }
  return [...faint];
});
saw.wordless = await page.evaluate(() => [...document.querySelectorAll('svg')].filter(svg => !svg.getAttribute('aria-label')).length);

await page.pdf({ path: pdf, preferCSSPageSize: true });
saw.pdf_bytes = statSync(pdf).size;
saw.pdf_pages = (readFileSync(pdf, 'latin1').match(/\/Type\s*\/Page\b/g) || []).length;
saw.undrawn_after_print = await page.evaluate(() => document.querySelectorAll('.drawn template').length);
await browser.close();
console.log(JSON.stringify(saw));
