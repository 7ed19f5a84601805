// SPDX-License-Identifier: Apache-2.0
// A browser for the tests: takes commands from standard input, a JSON object a line, and answers each with one.

import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const [executablePath, profile] = process.argv.slice(2);
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: FLAGS,
  headless: true,
  viewport: { width: 1100, height: 640 },
});
const page = browser.pages()[0] ?? (await browser.newPage());
/** What the page complains of; a lost connection is no complaint. */
const complaints = [];
page.on("pageerror", (error) => complaints.push(String(error)));

const commands = {
  open: ({ url }) => page.goto(url).then(() => null),
  type: ({ selector, text }) => page.locator(selector).pressSequentially(text).then(() => null),
  awaitText: ({ selector, text, timeoutMs }) =>
    page
      .waitForFunction(
        (wanted) => {
          const found = document.querySelector(wanted.selector);
          return (found?.value ?? found?.textContent) === wanted.text;
        },
        { selector, text },
        { timeout: timeoutMs },
      )
      .then(() => null),
  caret: ({ selector, position }) => page.locator(selector).evaluate((area, at) => area.setSelectionRange(at, at), position),
  screenshot: ({ file }) => page.screenshot({ path: file }).then(() => null),
  look: () => page.locator("body").innerText(),
  complaints: () => complaints,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...arguments_ } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await commands[command](arguments_)) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
