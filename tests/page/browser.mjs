// Chromium with one page, and what goes wrong in it.
import { createRequire } from 'node:module';

// saw.errors: of scripts and in the console, but for those that match `expected`; saw.requests: addresses, at most `longest` letters of each.
export async function open_page(folder, chromium, { width, height, expected = null, longest = Infinity }) {
  const playwright = createRequire(folder + '/').call(null, 'playwright-core');
  const browser = await playwright.chromium.launch({ executablePath: chromium, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width, height } });
  const saw = { errors: [], requests: [] };
  page.on('pageerror', error => saw.errors.push(String(error)));
  page.on('console', message => { if (message.type() === 'error' && !expected?.test(message.text())) saw.errors.push(message.text()); });
  page.on('request', request => saw.requests.push(request.url().slice(0, longest)));
  return { browser, page, saw };
}
