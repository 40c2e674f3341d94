// A reviewer's way through a fork's changes: node use_merges.mjs PLAYWRIGHT CHROMIUM ADDRESS NAME PASSWORD FOLDER LAYER ID ID ID. The first was redrawn, the
// second renamed, the third removed. Prints what it saw as JSON.
import { open_page } from './browser.mjs';

const [folder, chromium, address, name, password, pictures, layer, ...ids] = process.argv.slice(2);
const { browser, page, saw } = await open_page(folder, chromium, { width: 1366, height: 768, expected: /401/ });
const box = id => page.locator(`#changes input[value="${layer}:${id}"]`);
const told = text => page.waitForFunction(before => { const line = document.getElementById('problem'); return !line.hidden && line.textContent !== before; }, text);
const left = count => page.waitForFunction(text => document.getElementById('undecided')?.textContent.includes(text), count ? `${count} 处还没有决定` : '都已决定');
const texts = selector => page.locator(selector).allTextContents();

await page.goto(address + '/');
await page.waitForSelector('#login:not([hidden])');
await page.fill('#login input[name=name]', name);
await page.fill('#login input[name=password]', password);
await page.keyboard.press('Enter');
await page.waitForSelector('#offers button');
await page.locator('#offers button').first().click();
await page.waitForSelector('#changes');
saw.who = await page.textContent('#who');
saw.listed = await page.locator('#changes input[name=change]').evaluateAll(boxes => boxes.map(one => one.value));
saw.words = await texts('#changes tbody td:nth-child(3)');
saw.address = await page.evaluate(() => location.hash);

// On the map with both sides.
await page.locator('#changes tbody button').first().click();
await page.waitForSelector('#both-sides h4');
await page.waitForSelector('#map[data-loading="0"]', { state: 'attached' });
await page.waitForTimeout(400);
Object.assign(saw, await page.evaluate(() => {
  const canvas = document.getElementById('map'), { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const count = { ours: 0, theirs: 0 };
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] === 0x1d && data[i + 1] === 0x6f && data[i + 2] === 0xb8) ++count.ours;
    if (data[i] === 0x8b && data[i + 1] === 0x2f && data[i + 2] === 0xc9) ++count.theirs;
  }
  return count;
}));
await page.setViewportSize({ width: 1366, height: 1540 });
await page.evaluate(() => scrollTo(0, 0));
await page.waitForTimeout(400);
await page.screenshot({ path: pictures + '/merge-1.png' });
await page.setViewportSize({ width: 1366, height: 768 });

saw.too_early = await page.isDisabled('#merge-now');
await page.click('#accept-changes');
await page.waitForSelector('#problem:not([hidden])');
saw.nothing_chosen = await page.textContent('#problem');
await box(ids[2]).check();
await page.click('#reject-changes');
await told(saw.nothing_chosen);
saw.no_reason = await page.textContent('#problem');
saw.left = [Number((await page.textContent('#undecided')).match(/(\d+) 处还没有决定/)[1])];

// Two at once, by keyboard; then the third, which is taken back and decided again after the browser was closed.
await box(ids[2]).uncheck();
await box(ids[0]).check();
await box(ids[1]).check();
await page.locator('#accept-changes').focus();
await page.keyboard.press('Enter');
await left(1);
saw.left.push(1);
await box(ids[2]).check();
await page.fill('#reject-reason', '先记下');
await page.click('#reject-changes');
await left(0);
saw.left.push(0);
await box(ids[2]).check();
await page.click('#undecide');
await left(1);
await page.reload();
await page.waitForSelector('#changes');
saw.undecided_again = Number((await page.textContent('#undecided')).match(/(\d+) 处还没有决定/)[1]);
await box(ids[2]).check();
await page.fill('#reject-reason', '还在建');
await page.click('#reject-changes');
await left(0);
saw.decided = await texts('#changes tbody td:nth-child(5)');
await page.locator('#merges').scrollIntoViewIfNeeded();
await page.screenshot({ path: pictures + '/merge-2.png', fullPage: true });
await page.setViewportSize({ width: 390, height: 844 });
saw.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
await page.setViewportSize({ width: 1366, height: 768 });

await page.click('#merge-now');
await page.waitForFunction(() => document.getElementById('merge-state')?.textContent.endsWith('已合并'), null, { timeout: 60000 });
saw.merged = await page.textContent('#merge-state');
await page.screenshot({ path: pictures + '/merge-3.png', fullPage: true });
console.log(JSON.stringify(saw));
await browser.close();
