// Replacing the phone, and a page that knows a hint of it only.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
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

async function replacePhone(page, on, phone) {
  await field(page, "New phone number").fill(phone);
  await button(page, "Send a code to it").click();
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

  await replacePhone(page, server, newPhone);
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
  await field(page, "New phone number").fill(newPhone);
  await button(page, "Send a code to it").click();
  await field(page, "Code from the new phone").fill("0000000");
  await button(page, "Replace my phone").click();
  await page.getByText("That code is not right.").waitFor();
  await page.reload();
  await page.getByText(`Codes go to the number ending in ${person.phone.slice(-2)}.`).waitFor();
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
