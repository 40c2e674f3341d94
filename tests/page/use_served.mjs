// Uses the server's page as a person does, in Chromium: node use_served.mjs PLAYWRIGHT CHROMIUM ADDRESS NAME PASSWORD FOLDER. Prints what it saw as JSON.
import { open_page } from './browser.mjs';

const [folder, chromium, address, name, password, pictures] = process.argv.slice(2);
const { browser, page, saw } = await open_page(folder, chromium, { width: 1366, height: 768, expected: /401/ });
const drawn = async () => {
  await page.waitForSelector('#map[data-loading="0"]', { state: 'attached' });
  await page.waitForTimeout(300); // a frame
};
const settled = async () => {
  await page.waitForSelector('#units[aria-busy=false]', { state: 'attached' });
  await drawn();
};
const rows = () => page.locator('#units tbody tr').evaluateAll(all => all.map(row => [...row.cells].map(cell => cell.textContent.trim())));
const inked = () => page.evaluate(() => {
  const canvas = document.getElementById('map'), bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let count = 0;
  for (let i = 3; i < bytes.length; i += 4) if (bytes[i] > 0) ++count;
  return count;
});

await page.goto(address + '/');
if (name) {
  await page.waitForSelector('#login:not([hidden])');
  saw.content_before_login = await page.locator('#content').isVisible();
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', 'wrong wrong wrong');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#problem:not([hidden])');
  saw.refused = await page.textContent('#problem');
  await page.fill('input[name=password]', password);
  await page.keyboard.press('Enter');
}
await settled();
saw.lang = await page.getAttribute('html', 'lang');
saw.who = await page.textContent('#who');
await page.selectOption('#indicator', 'hsf.built');
await settled();
saw.first = await rows();
saw.inked = await inked();
await page.screenshot({ path: pictures + '/served.png' });

// Down the tree by the keyboard, and back by the browser.
const down = page.locator('#units tbody button').filter({ hasText: '巴彦淖尔' });
if (await down.count()) {
  await down.focus();
  await page.keyboard.press('Enter');
  await settled();
  saw.league = await rows();
  saw.address = await page.evaluate(() => location.hash);
  const banner = page.locator('#units tbody button').filter({ hasText: '临河区' });
  await banner.click();
  await settled();
  saw.banner = await rows();
  await page.goBack();
  await settled();
  saw.back = await rows();
}

// What is behind the figure, and a feature of it.
await page.click('#explain');
await page.waitForSelector('#explanation:not([hidden]) button');
saw.explained = await page.locator('#explanation tbody tr').count();
await page.locator('#explanation tbody button').first().click();
await page.waitForSelector('#feature:not([hidden]) dl');
saw.feature = await page.textContent('#feature h2');
saw.attributes = await page.locator('#feature dt').allTextContents();
saw.history = await page.locator('#feature tbody tr').count();
await drawn();
saw.inked_near = await inked();
await page.screenshot({ path: pictures + '/served-feature.png', fullPage: true });

// A click on the map chooses what lies there; the address alone shows the same again.
await page.locator('#feature > button').click();
await page.waitForSelector('#feature', { state: 'hidden' });
await page.locator('#map').click(); // in its middle
await page.waitForSelector('#feature:not([hidden]) dl');
saw.clicked = await page.textContent('#feature h2');
const shared = page.url();
await page.goto('about:blank');
await page.goto(shared);
await settled();
await page.waitForSelector('#feature:not([hidden]) dl');
saw.shared = await page.textContent('#feature h2');
await page.focus('#map');
const before = await page.evaluate(() => location.hash);
await page.keyboard.press('ArrowRight');
await page.keyboard.press('+');
saw.moved = before !== await page.evaluate(() => location.hash);

await page.click('#language');
await settled();
await page.waitForSelector('#feature dt:text("Project code")');
saw.english = await page.textContent('#figures-head');
await page.setViewportSize({ width: 390, height: 844 });
await drawn();
saw.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
await page.screenshot({ path: pictures + '/served-390.png', fullPage: true });
if (name) {
  await page.click('#logout');
  await page.waitForSelector('#login:not([hidden])');
  saw.out = !(await page.locator('#content').isVisible());
}
console.log(JSON.stringify(saw));
await browser.close();
