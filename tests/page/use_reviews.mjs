// Reviews in the server's page as a person does: node use_reviews.mjs PLAYWRIGHT CHROMIUM ADDRESS NAME PASSWORD FOLDER. Prints what it saw as JSON.
import { createRequire } from 'node:module';

const [folder, chromium, address, name, password, pictures] = process.argv.slice(2);
const playwright = createRequire(folder + '/').call(null, 'playwright-core');
const browser = await playwright.chromium.launch({ executablePath: chromium, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
const saw = { errors: [] };
page.on('pageerror', error => saw.errors.push(String(error)));
const waiting = async () => Number((await page.textContent('#waiting')).match(/\d+/)[0]);
const listed = () => page.locator('#queue tbody input').evaluateAll(boxes => boxes.map(box => Number(box.value)));
const changed = before => page.waitForFunction(count => Number(document.getElementById('waiting').textContent.match(/\d+/)[0]) !== count, before);

await page.goto(`${address}/#layer=saline_land_project`);
await page.waitForSelector('#login:not([hidden])');
await page.fill('input[name=name]', name);
await page.fill('input[name=password]', password);
await page.keyboard.press('Enter');
await page.waitForSelector('#queue tbody input');
saw.waiting = await waiting();
saw.listed = await listed();
await page.click('#pass');
await page.waitForSelector('#problem:not([hidden])');
saw.nothing_chosen = await page.textContent('#problem');
await page.locator('#queue tbody input').nth(0).check();
await page.locator('#queue tbody input').nth(1).check();
await page.click('#return');
await page.waitForFunction(told => document.getElementById('problem').textContent !== told, saw.nothing_chosen);
saw.no_reason = await page.textContent('#problem');
await page.fill('#review input[name=note]', '看过，可以');
await page.click('#pass');
await changed(saw.waiting);
saw.after_pass = await waiting();
saw.still_listed = await listed();
await page.screenshot({ path: pictures + '/served-reviews.png', fullPage: true });
console.log(JSON.stringify(saw));
await browser.close();
