// A banner's way with a fork that comes back: node use_offer.mjs PLAYWRIGHT CHROMIUM ADDRESS NAME PASSWORD FOLDER FORK. Prints what it saw as JSON.
import { open_page } from './browser.mjs';

const [folder, chromium, address, name, password, pictures, fork] = process.argv.slice(2);
const { browser, page, saw } = await open_page(folder, chromium, { width: 1366, height: 768, expected: /401/ });

await page.goto(address + '/');
await page.waitForSelector('#login:not([hidden])');
await page.fill('#login input[name=name]', name);
await page.fill('#login input[name=password]', password);
await page.keyboard.press('Enter');
await page.waitForSelector('#send:not([hidden])');
await page.setInputFiles('#files', fork);
await page.waitForSelector('#offer');
await page.click('#offer');
await page.reload(); // a closed browser: it is compared all the same
await page.waitForFunction(() => document.getElementById('delivery-state')?.textContent.endsWith('等待决定'), null, { timeout: 60000 });
saw.state = await page.textContent('#delivery td');
await page.waitForSelector('#decisions');
await page.screenshot({ path: pictures + '/offer.png', fullPage: true });
console.log(JSON.stringify(saw));
await browser.close();
