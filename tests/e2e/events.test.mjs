// What a person is told of their account.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launchBrowser, newComputer } from "./support/browser.mjs";
import { button, enrol, field, heading, newPerson, signIn, signUp } from "./support/guide.mjs";
import { Server } from "./support/server.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const activity = (page) => page.getByRole("region", { name: "Recent activity" });
const lines = (page) => activity(page).getByRole("listitem");

async function tryWrongPassword(person) {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  await page.goto(`${server.origin}/signin`);
  await field(page, "E-mail address").fill(person.email);
  await field(page, "Password").fill("not the password 1");
  await button(page, "Sign in").click();
  await page.getByText("The e-mail address or the password is not right.").waitFor();
  await context.close();
}

test("The account page tells what happened to the account, in plain words and without a whole number", async () => {
  const person = newPerson();
  const { context, complaints } = await newComputer(browser, { viewport: { width: 900, height: 1000 } });
  const page = await context.newPage();
  await enrol(page, server, person);
  await tryWrongPassword(person);
  await button(page, "Sign out").click();
  await page.getByText("You are signed out.").waitFor();
  await signIn(page, server, person);

  const told = await lines(page).allInnerTexts();
  const masked = `•••${person.phone.slice(-4)}`;
  const words = told.map((line) => line.split("\n")[0]);
  assert.deepEqual(words, [
    "A sign-in was completed with a code",
    `A code was sent to ${masked}`,
    "A sign-in began",
    "The right password was entered",
    "A sign-in ended",
    "A wrong password was entered",
    "A sign-in was completed with a code",
    `${masked} was added as your phone for codes`,
    `A code was sent to ${masked}`,
    "A sign-in began",
    "The account was created",
  ]);
  assert.ok(told.every((line) => line.includes("127.0.0.1") && /\d{2}:\d{2}/.test(line)), told.join("\n"));
  assert.ok(!(await activity(page).innerText()).includes(person.phone.slice(1)));
  if (process.env.SCREENSHOTS !== undefined) await keepScreenshot(page);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("Between the factors nothing of it can be read", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  await signUp(page, server, newPerson());
  assert.equal(await page.evaluate(async () => (await fetch("/api/events")).status), 403);
  await context.close();
});

async function keepScreenshot(page) {
  const folder = fileURLToPath(new URL("screenshots/", import.meta.url));
  await mkdir(folder, { recursive: true });
  await activity(page).screenshot({ path: `${folder}recent-activity.png` });
  await page.screenshot({ path: `${folder}account-with-activity.png`, fullPage: true });
}
