// A clerk's way from a dropped zip to accepted features: node use_send.mjs PLAYWRIGHT CHROMIUM ADDRESS NAME PASSWORD FOLDER ZIP [LANG]. Prints what it saw as JSON.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { open_page } from './browser.mjs';

const [folder, chromium, address, name, password, pictures, zip, lang = 'zh'] = process.argv.slice(2);
const [checked, imported] = lang === 'en' ? ['· checked', '· imported'] : ['已检查', '已入库'];
const { browser, page, saw } = await open_page(folder, chromium, { width: 1366, height: 768, expected: /401/ });
const texts = selector => page.locator(selector).allTextContents();
const state = word => page.waitForFunction(text => document.getElementById('delivery-state')?.textContent.endsWith(text), word);

await page.goto(address + (lang === 'en' ? '/#lang=en' : '/'));
await page.waitForSelector('#login:not([hidden])');
await page.fill('#login input[name=name]', name);
await page.fill('#login input[name=password]', password);
await page.keyboard.press('Enter');
await page.waitForSelector('#send:not([hidden])');

// Dropped, as from the desktop; the browser is closed and opened again before anything else.
const dropped = await page.evaluateHandle(([text, file]) => {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0)), transfer = new DataTransfer();
  transfer.items.add(new File([bytes], file));
  return transfer;
}, [readFileSync(zip).toString('base64'), basename(zip)]);
await page.dispatchEvent('#drop', 'drop', { dataTransfer: dropped });
await page.waitForSelector('#reading');
saw.files = await texts('#delivery td');
saw.address = await page.evaluate(() => location.hash);
await page.reload();
await page.waitForSelector('#reading');

await page.selectOption('#reading select[name=layer]', 'high_standard_farmland');
await page.screenshot({ path: pictures + '/send-1.png', fullPage: true });
await page.click('#check');
await page.waitForSelector('#checked');
await state(checked);
saw.evidence = await texts('#checked > dl dt');
saw.words = await texts('#words td');
saw.problem = await texts('#checked > .problem');
await page.locator('#send').scrollIntoViewIfNeeded();
await page.screenshot({ path: pictures + '/send-2.png', fullPage: true });

// By keyboard: what the unknown word means; then again.
await page.locator('#words select').selectOption('accepted');
await page.locator('#check').focus();
await page.keyboard.press('Enter');
await page.waitForFunction(() => document.querySelectorAll('#words select').length === 0 && document.getElementById('accept'));
saw.errors_left = await texts('#checked > .problem');
saw.findings = await page.locator('#findings tbody tr').count();
saw.kinds = await texts('#findings tbody td:nth-child(3)');
const before = await page.evaluate(() => location.hash);
await page.locator('#findings tbody button').first().click();
await page.waitForFunction(hash => location.hash !== hash, before);
await page.waitForSelector('#map[data-loading="0"]', { state: 'attached' });
await page.waitForTimeout(400);
saw.marked = await page.evaluate(() => {
  const canvas = document.getElementById('map'), { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] === 0xc7 && data[i + 1] === 0x77 && data[i + 2] === 0) ++count;
  return count;
});
await page.screenshot({ path: pictures + '/send-3.png' });
saw.downloads = await page.locator('#downloads a').evaluateAll(links => links.map(link => link.getAttribute('href').split('/').pop()));
await page.setViewportSize({ width: 390, height: 844 });
saw.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
await page.locator('#send').scrollIntoViewIfNeeded();
await page.screenshot({ path: pictures + '/send-390.png', fullPage: true });
await page.setViewportSize({ width: 1366, height: 768 });

await page.click('#accept');
await state(imported);
await page.click('#show-ledger');
await page.waitForSelector('#ledger tbody tr');
saw.ledger = await texts('#ledger tbody tr:first-child td');
await page.screenshot({ path: pictures + '/send-4.png', fullPage: true });
if (lang === 'zh') await page.click('#language');
await page.waitForFunction(() => document.getElementById('send-head').textContent === 'Send data');
saw.english = await page.textContent('#hand-in-head');
console.log(JSON.stringify(saw));
await browser.close();
