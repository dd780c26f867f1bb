// Replacing the phone, and a page that knows a hint of it only.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launchBrowser, newComputer } from "./support/browser.mjs";
import { button, enrol, enterCode, field, heading, newPerson, passFirstFactor, signIn } from "./support/guide.mjs";
import { Server } from "./support/server.mjs";

let server, hinting, browser;
before(async () => {
  server = await Server.start();
  hinting = await Server.start("--phone-hint");
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await hinting?.stop();
});

async function askForNewPhone(page, phone, password) {
  await field(page, "New phone number").fill(phone);
  await field(page, "Your password").fill(password);
  await button(page, "Send a code to it").click();
}

async function replacePhone(page, on, phone, password) {
  await askForNewPhone(page, phone, password);
  await field(page, "Code from the new phone").fill(await on.code(phone));
  await button(page, "Replace my phone").click();
  await page.getByText("Your phone is replaced.").waitFor();
}

test("A person replaces the phone: the old one is told, and the other computer is signed out", async () => {
  const first = await newComputer(browser);
  const second = await newComputer(browser);
  const person = newPerson();
  const newPhone = newPerson().phone;
  const page = await first.context.newPage();
  const elsewhere = await second.context.newPage();
  await enrol(page, server, person);
  await signIn(elsewhere, server, person);
  await page.reload();

  await replacePhone(page, server, newPhone, person.password);
  await page.getByText(`Codes go to the number ending in ${newPhone.slice(-2)}.`).waitFor();
  const told = (await server.messages(person.phone)).at(-1);
  assert.equal(told.type, "FACTOR_REPLACED");
  assert.equal(told.userInputCode, null);
  const status = await elsewhere.evaluate(() => fetch("/api/secret").then((response) => response.status));
  assert.equal(status, 401);

  await button(page, "Sign out").click();
  await page.getByText("You are signed out.").waitFor();
  await passFirstFactor(page, server, person);
  await page.getByText(`number ending in ${newPhone.slice(-2)}`).waitFor();
  await enterCode(page, await server.code(newPhone, 2));
  await heading(page, "You are signed in").waitFor();
  assert.deepEqual(first.complaints, []);
  await first.context.close();
  await second.context.close();
});

test("A wrong code from the new phone changes nothing", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();
  const newPhone = newPerson().phone;
  await enrol(page, server, person);
  await askForNewPhone(page, newPhone, person.password);
  await field(page, "Code from the new phone").fill("0000000");
  await button(page, "Replace my phone").click();
  await page.getByText("That code is not right.").waitFor();
  await page.reload();
  await page.getByText(`Codes go to the number ending in ${person.phone.slice(-2)}.`).waitFor();
  await context.close();
});

test("Whoever finds the browser open and does not know the password replaces no phone, and sends no code", async () => {
  const { context, complaints } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();
  const newPhone = newPerson().phone;
  await enrol(page, server, person);
  const password = field(page, "Your password");
  assert.equal(await password.getAttribute("autocomplete"), "current-password");

  await askForNewPhone(page, newPhone, "");
  await page.getByText("Enter your password.").waitFor();
  await askForNewPhone(page, newPhone, "not the password 1");
  await page.getByText("That is not your password.").waitFor();
  assert.equal(await password.getAttribute("aria-invalid"), "true");
  assert.ok(await password.evaluate((element) => element === document.activeElement), "the password has the focus");
  if (process.env.SCREENSHOTS !== undefined) await keepScreenshot(page, "replace-phone-wrong-password");
  for (const { status, body } of await withoutPassword(page, newPhone)) {
    assert.equal(status, 400);
    assert.equal(body.message, "password must be a string");
  }
  assert.deepEqual(await server.messages(newPhone), []);
  assert.equal((await server.messages(person.phone)).length, 1, "the old phone has the code of the sign-in alone");

  await page.reload();
  await page.getByText(`Codes go to the number ending in ${person.phone.slice(-2)}.`).waitFor();
  await replacePhone(page, server, newPhone, person.password);
  assert.deepEqual(complaints, []);
  await context.close();
});

/** What the route answers where the password is missing, or no text. */
function withoutPassword(page, phoneNumber) {
  return page.evaluate(async (phoneNumber) => {
    const bodies = [{ phoneNumber }, { phoneNumber, password: null }, { phoneNumber, password: ["correct horse 7"] }];
    const answers = [];
    for (const body of bodies) {
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      const response = await fetch("/api/factors/replace/start", init);
      answers.push({ status: response.status, body: await response.json() });
    }
    return answers;
  }, phoneNumber);
}

test("The password for a new phone can’t be guessed: after five even the right one has to wait", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();
  const newPhone = newPerson().phone;
  await enrol(page, server, person);
  const answered = () => page.waitForResponse("**/api/factors/replace/start").then((response) => response.json());
  for (let i = 0; i < 5; ++i) {
    const answer = answered();
    await askForNewPhone(page, newPhone, `wrong ${i} wrong`);
    assert.equal((await answer).status, "WRONG_CREDENTIALS_ERROR");
    await page.getByText("That is not your password.").waitFor();
  }
  await askForNewPhone(page, newPhone, person.password);
  await page.getByRole("alert").filter({ hasText: "Too many passwords were tried" }).waitFor();
  assert.deepEqual(await server.messages(newPhone), []);
  await context.close();
});

test("With a hint in the token the browser never learns the number, and the code comes", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();
  await enrol(page, hinting, person);
  await button(page, "Sign out").click();
  await page.getByText("You are signed out.").waitFor();

  const seen = [];
  page.on("response", async (response) => seen.push(JSON.stringify(response.headers()) + (await response.text().catch(() => ""))));
  await passFirstFactor(page, hinting, person);
  await page.getByText(`number ending in ${person.phone.slice(-2)}`).waitFor();
  const session = await page.evaluate(() => fetch("/api/session").then((response) => response.json()));
  assert.equal(session.accessTokenPayload.phoneHint, `•••${person.phone.slice(-4)}`);
  const digits = person.phone.slice(1);
  const tokens = seen.flatMap((text) => text.match(/eyJ[\w-]+/g) ?? []).map((part) => Buffer.from(part, "base64url").toString());
  assert.ok(![...seen, ...tokens].some((text) => text.includes(digits)), "no answer holds the number");

  await enterCode(page, await hinting.code(person.phone, 2));
  await heading(page, "You are signed in").waitFor();
  await context.close();
});

async function keepScreenshot(page, name) {
  const folder = fileURLToPath(new URL("screenshots/", import.meta.url));
  await mkdir(folder, { recursive: true });
  await page.getByRole("region", { name: "Replace your phone" }).screenshot({ path: `${folder}${name}.png` });
}
