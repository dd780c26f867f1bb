// The second-factor guide from end to end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newComputer } from "./support/browser.mjs";
import { askForCode, button, enrol, enterCode, heading, newPerson, passFirstFactor, signIn, signUp } from "./support/guide.mjs";
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

test("A person signs up, types the code, and reaches what needs both factors", async () => {
  const { context, complaints } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();

  await signUp(page, server, person);
  assert.equal((await server.messages(person.phone)).length, 0, "nothing is sent before a number is given");
  await askForCode(page, person);
  const code = await server.code(person.phone);
  assert.match(code, /^\d{6}$/);
  await enterCode(page, code);

  await heading(page, "You are signed in").waitFor();
  assert.equal(new URL(page.url()).pathname, "/account");
  const secret = await page.evaluate(() => fetch("/api/secret").then((response) => response.json()));
  assert.ok((await page.getByRole("figure").innerText()).includes(Object.values(secret).find((value) => typeof value === "string")));
  assert.deepEqual(complaints, []);
  await context.close();
});

test("Between the factors the secret stays shut, whatever address is typed", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  await signUp(page, server, newPerson());

  await page.goto(`${server.origin}/account`);
  await heading(page, "Add your phone").waitFor();
  const answer = await page.evaluate(async () => {
    const response = await fetch("/api/secret");
    return { status: response.status, body: await response.json() };
  });
  assert.equal(answer.status, 403);
  assert.deepEqual(answer.body.claimValidationErrors.map((error) => error.id), ["2fa-completed"]);
  await context.close();
});

test("Signed out, the protected page and what it reads are shut", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  await enrol(page, server, newPerson());
  await button(page, "Sign out").click();
  await page.getByText("You are signed out.").waitFor();

  await page.goto(`${server.origin}/account`);
  await heading(page, "Sign in").waitFor();
  const status = await page.evaluate(() => fetch("/api/secret").then((response) => response.status));
  assert.equal(status, 401);
  await context.close();
});

test("At the next sign-in only the enrolled phone gets a code", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();
  const stranger = newPerson();
  await enrol(page, server, person);
  await button(page, "Sign out").click();
  await page.getByText("You are signed out.").waitFor();

  await passFirstFactor(page, server, person);
  await page.getByText(`number ending in ${person.phone.slice(-2)}`).waitFor();
  const code = await server.code(person.phone, 2);

  // What a page of one's own would send, past everything that ours allows.
  const refusal = await page.evaluate(async (phoneNumber) => {
    const response = await fetch("/auth/signinup/code", {
      method: "POST",
      headers: { "content-type": "application/json", rid: "passwordless", "fdi-version": "4.1" },
      body: JSON.stringify({ phoneNumber }),
    });
    return response.json();
  }, stranger.phone);
  assert.equal(refusal.status, "GENERAL_ERROR");
  assert.deepEqual(await server.messages(stranger.phone), []);

  await enterCode(page, code);
  await heading(page, "You are signed in").waitFor();
  await context.close();
});

test("A second computer signs in with both factors of its own", async () => {
  const first = await newComputer(browser);
  const second = await newComputer(browser);
  const person = newPerson();
  await enrol(await first.context.newPage(), server, person);
  const page = await second.context.newPage();
  await signIn(page, server, person);
  await page.getByText("This browser").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Revoke the session of/ }).count(), 1);
  await first.context.close();
  await second.context.close();
});

test("A newcomer reads the message in the development outbox", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();
  await signUp(page, server, person);
  await askForCode(page, person);
  const [outbox] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: /development outbox/ }).click(),
  ]);
  await heading(outbox, "Development outbox").waitFor();
  const newest = outbox.getByRole("listitem").first();
  assert.ok((await newest.innerText()).includes(person.phone));
  assert.ok((await newest.innerText()).includes(await server.code(person.phone)));
  await context.close();
});
