// A lead's way from the map to a report: node use_lead.mjs PLAYWRIGHT CHROMIUM ADDRESS NAME PASSWORD FOLDER. Prints what it saw as JSON.
import { open_page } from './browser.mjs';

const [folder, chromium, address, name, password, pictures] = process.argv.slice(2);
const { browser, page, saw } = await open_page(folder, chromium, { width: 1366, height: 768, expected: /401/ });

await page.goto(address + '/#indicator=hsf.built');
await page.waitForSelector('#login:not([hidden])');
await page.fill('#login input[name=name]', name);
await page.fill('#login input[name=password]', password);
await page.keyboard.press('Enter');
await page.waitForSelector('#units[aria-busy=false] tbody tr');
await page.waitForSelector('#map[data-loading="0"]', { state: 'attached' });
await page.waitForTimeout(400);
await page.locator('#units tbody button').filter({ hasText: '临河区' }).click();
await page.waitForFunction(() => location.hash.includes('150802'));
await page.selectOption('#report-format', 'xlsx');
await page.click('#make-report');
await page.waitForSelector('#tasks a', { timeout: 60000 });
const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#tasks a').first().click()]);
saw.name = download.suggestedFilename();
saw.path = pictures + '/' + saw.name;
await download.saveAs(saw.path);
saw.seal = await page.locator('#make-seal').count();
saw.send = await page.locator('#send').isVisible();
await page.locator('#hand-in').scrollIntoViewIfNeeded();
await page.screenshot({ path: pictures + '/hand-in.png' });
await page.setViewportSize({ width: 390, height: 844 });
saw.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
await page.screenshot({ path: pictures + '/hand-in-390.png', fullPage: true });
console.log(JSON.stringify(saw));
await browser.close();
