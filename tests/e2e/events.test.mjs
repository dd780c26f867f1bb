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

/** Asks for codes to two phones, and types five wrong ones of each: twelve lines. */
async function confirmNeitherOfTwoPhones(page, password) {
  const post = (path, body) =>
    page.evaluate(
      async ([path, body]) => {
        const headers = { "content-type": "application/json" };
        const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
        return await response.json();
      },
      [path, body],
    );
  for (const { phone } of [newPerson(), newPerson()]) {
    const device = await post("/api/factors/replace/start", { phoneNumber: phone, password });
    assert.equal(device.status, "OK");
    const right = await server.code(phone);
    const wrong = { ...device, userInputCode: right === "000000" ? "000001" : "000000" };
    for (let i = 0; i < 5; ++i) await post("/api/factors/replace/finish", wrong);
  }
}

test("Older events are a click away", async () => {
  const person = newPerson();
  const { context } = await newComputer(browser);
  const elsewhere = await newComputer(browser);
  const page = await context.newPage();
  await enrol(page, server, person);
  assert.equal(await lines(page).count(), 5);
  assert.ok(await button(page, "Show earlier").isHidden());

  await signIn(await elsewhere.context.newPage(), server, person);
  await confirmNeitherOfTwoPhones(page, person.password);
  await page.reload();
  await heading(page, "You are signed in").waitFor();
  assert.equal(await lines(page).count(), 20);
  await button(page, "Show earlier").click();
  await activity(page).getByText("The account was created").waitFor();
  assert.equal(await lines(page).count(), 21);
  assert.ok(await button(page, "Show earlier").isHidden());
  await context.close();
  await elsewhere.context.close();
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
