// A PlaywrightCrawler over some addresses with @axe-core/playwright, as their READMEs show.
//
// node crawlee.mjs TOOLS BROWSER ADDRESSES.json ANSWERS.json [ARGUMENT OF THE BROWSER ...]
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [tools, executablePath, addresses, answers, ...args] = process.argv.slice(2);
const require = createRequire(`${tools}/`);
const { PlaywrightCrawler } = require('@crawlee/playwright');
const { AxeBuilder } = require('@axe-core/playwright');
const { chromium } = require('playwright');

const found = {};
const crawler = new PlaywrightCrawler({
  launchContext: { launcher: chromium, launchOptions: { executablePath, args } },
  async requestHandler({ page, request }) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    found[request.url] = violations.length;
  },
});
await crawler.run(JSON.parse(readFileSync(addresses, 'utf-8')));
writeFileSync(answers, JSON.stringify(found));
