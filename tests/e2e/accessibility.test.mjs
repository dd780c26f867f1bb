// Every page, in light and dark, on a wide and on a very narrow screen; and the guide without a mouse.
// With SCREENSHOTS=1, what was looked at is kept in screenshots/.
import axe from "axe-core";
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launchBrowser, newComputer } from "./support/browser.mjs";
import { askForCode, button, enterCode, heading, newPerson, passFirstFactor, signUp } from "./support/guide.mjs";
import { Server } from "./support/server.mjs";

const kRules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const screens = [
  { name: "wide light", viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  { name: "wide dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  { name: "narrow light", viewport: { width: 320, height: 640 }, colorScheme: "light" },
  { name: "narrow dark", viewport: { width: 320, height: 640 }, colorScheme: "dark" },
];

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function examine(page, screen, name) {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly }), kRules);
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  assert.deepEqual(found, [], `${name}, ${screen.name}`);
  assert.ok(passes.length > 10, "the rules were really applied");
  const { needed, given } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    given: window.innerWidth,
  }));
  assert.ok(needed <= given, `${name} fits into ${given} px without scrolling sideways: it needs ${needed} px`);
  if (process.env.SCREENSHOTS !== undefined) await keepScreenshot(page, `${screen.name} ${name}`);
}

async function keepScreenshot(page, name) {
  const folder = fileURLToPath(new URL("screenshots/", import.meta.url));
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name.replaceAll(" ", "-")}.png`, fullPage: true });
}

for (const screen of screens) {
  test(`Every page is accessible: ${screen.name}`, async () => {
    const { name: _, ...options } = screen;
    const { context, complaints } = await newComputer(browser, { ...options, reducedMotion: "reduce" });
    const page = await context.newPage();
    const person = newPerson();

    await page.goto(`${server.origin}/signin`);
    await heading(page, "Sign in").waitFor();
    await examine(page, screen, "sign in");
    await button(page, "Sign in").click();
    await examine(page, screen, "sign in with errors");
    await page.goto(`${server.origin}/signup`);
    await heading(page, "Create an account").waitFor();
    await examine(page, screen, "sign up");
    await signUp(page, server, person);
    await examine(page, screen, "phone");
    await askForCode(page, person);
    await examine(page, screen, "code");
    await enterCode(page, "000 000");
    await page.getByText("That code is not right.").waitFor();
    await examine(page, screen, "wrong code");
    await enterCode(page, await server.code(person.phone));
    await heading(page, "You are signed in").waitFor();
    await page.getByText("Access token payload").click();
    await examine(page, screen, "account");
    await page.goto(`${server.origin}/dev/outbox`);
    await heading(page, "Development outbox").waitFor();
    await examine(page, screen, "outbox");
    await page.goto(`${server.origin}/account`);
    await button(page, "Sign out").click();
    await page.getByText("You are signed out.").waitFor();
    await examine(page, screen, "signed out");
    await passFirstFactor(page, server, person);
    await page.evaluate(() => window.localStorage.clear());
    await page.reload();
    await heading(page, "Get your code").waitFor();
    await examine(page, screen, "get your code");
    await page.goto(`${server.origin}/no-such-page`);
    await heading(page, "There is no such page").waitFor();
    await examine(page, screen, "not found");
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("The page forbids inline scripts and styles, and frames, and holds to it", async () => {
  const response = await fetch(`${server.origin}/`, { headers: { accept: "text/html" } });
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe-/);
  assert.doesNotMatch(await response.text(), /<style|style=|<script(?![^>]*src=)|\son\w+=/);
});

test("The whole guide works with the keyboard alone, and shows where it is", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();

  /** Tabs until what has the focus is called `name`: a person who sees the page would stop there. */
  const tabTo = async (role, name) => {
    const target = page.getByRole(role, { name, exact: true });
    for (let presses = 0; presses < 25; ++presses) {
      if (await target.evaluate((element) => element === document.activeElement)) {
        assert.notEqual(await target.evaluate((element) => getComputedStyle(element).outlineStyle), "none", name);
        return;
      }
      await page.keyboard.press("Tab");
    }
    assert.fail(`the Tab key never reaches "${name}"`);
  };
  const passwordField = async () => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), "password");
  };

  await page.goto(`${server.origin}/signin`);
  await heading(page, "Sign in").waitFor();
  await tabTo("link", "Create an account");
  await page.keyboard.press("Enter");
  await heading(page, "Create an account").waitFor();
  await tabTo("textbox", "E-mail address");
  await page.keyboard.type(person.email);
  await passwordField();
  await page.keyboard.type(person.password);
  await page.keyboard.press("Enter");

  await heading(page, "Add your phone").waitFor();
  await tabTo("textbox", "Phone number");
  await page.keyboard.type(person.phone);
  await page.keyboard.press("Enter");

  await heading(page, "Enter the code").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.autocomplete), "one-time-code");
  await page.keyboard.type(await server.code(person.phone));
  await page.keyboard.press("Enter");

  await heading(page, "You are signed in").waitFor();
  await tabTo("button", "Sign out");
  await page.keyboard.press("Space");
  await page.getByText("You are signed out.").waitFor();
  await context.close();
});
