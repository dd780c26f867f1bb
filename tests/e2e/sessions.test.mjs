// Living with sessions: expiry, several tabs, several computers, a new password.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newComputer } from "./support/browser.mjs";
import { button, enrol, field, heading, newPerson, signIn } from "./support/guide.mjs";
import { Server } from "./support/server.mjs";

const kValiditySeconds = 2;
let server, browser;
before(async () => {
  server = await Server.start("--access-token-validity", String(kValiditySeconds));
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Waits until the access token that this page holds has run out: its expiry is in the front token. */
async function untilExpired(page) {
  await page.waitForFunction(() => {
    const found = /(?:^|; )sFrontToken=([^;]*)/.exec(document.cookie);
    return found !== null && JSON.parse(atob(decodeURIComponent(found[1]))).ate + 50 < Date.now();
  });
}

function countRefreshes(context) {
  const answers = [];
  context.on("response", (response) => {
    if (new URL(response.url()).pathname === "/auth/session/refresh") answers.push(response.status());
  });
  return answers;
}

test("An expired access token is refreshed without the person noticing", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  await enrol(page, server, newPerson());
  const refreshes = countRefreshes(context);

  await untilExpired(page);
  const answer = await page.evaluate(async () => {
    const response = await fetch("/api/session");
    return { status: response.status, body: await response.json() };
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.body.accessTokenPayload["2fa-completed"].v, true);
  assert.deepEqual(refreshes, [200]);

  await untilExpired(page);
  await page.reload();
  await heading(page, "You are signed in").waitFor();
  await context.close();
});

test("Two tabs that refresh at once both stay signed in", async () => {
  const { context } = await newComputer(browser);
  const one = await context.newPage();
  await enrol(one, server, newPerson());
  const other = await context.newPage();
  await other.goto(`${server.origin}/account`);
  await heading(other, "You are signed in").waitFor();
  const refreshes = countRefreshes(context);

  for (let round = 0; round < 3; ++round) {
    await untilExpired(one);
    const statuses = await Promise.all(
      [one, other].map((page) => page.evaluate(() => fetch("/api/secret").then((response) => response.status))),
    );
    assert.deepEqual(statuses, [200, 200]);
  }
  assert.ok(refreshes.length >= 3 && refreshes.every((status) => status === 200), String(refreshes));
  await context.close();
});

test("Refreshes that really race with one refresh token all succeed", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  await enrol(page, server, newPerson());

  // Past the lock with which supertokens-web-js keeps its own tabs apart, as clients without shared
  // storage would be.
  const statuses = await page.evaluate(() => {
    const headers = { rid: "session", "fdi-version": "4.1", "st-auth-mode": "cookie" };
    const refresh = () => window.__supertokensOriginalFetch("/auth/session/refresh", { method: "POST", headers });
    return Promise.all(Array.from({ length: 6 }, () => refresh().then((response) => response.status)));
  });
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200]);
  await page.reload();
  await heading(page, "You are signed in").waitFor();
  await context.close();
});

test("Signing out in one tab signs out the others", async () => {
  const { context } = await newComputer(browser);
  const one = await context.newPage();
  await enrol(one, server, newPerson());
  const other = await context.newPage();
  await other.goto(`${server.origin}/account`);
  await heading(other, "You are signed in").waitFor();
  await button(one, "Sign out").click();
  await heading(one, "Sign in").waitFor();
  await heading(other, "Sign in").waitFor();
  await context.close();
});

test("Signing out everywhere ends the sessions of every computer", async () => {
  const here = await newComputer(browser);
  const there = await newComputer(browser);
  const person = newPerson();
  const page = await here.context.newPage();
  await enrol(page, server, person);
  const otherPage = await there.context.newPage();
  await signIn(otherPage, server, person);

  await button(page, "Sign out everywhere").click();
  await page.getByText("You are signed out everywhere.").waitFor();
  assert.equal(await otherPage.evaluate(() => fetch("/api/secret").then((response) => response.status)), 401);
  await otherPage.reload();
  await heading(otherPage, "Sign in").waitFor();
  await here.context.close();
  await there.context.close();
});

test("Revoking a session in the list ends that one and no other", async () => {
  const here = await newComputer(browser);
  const there = await newComputer(browser);
  const person = newPerson();
  const otherPage = await there.context.newPage();
  await enrol(otherPage, server, person);
  const page = await here.context.newPage();
  await signIn(page, server, person);

  await page.getByRole("button", { name: /^Revoke the session of/ }).click();
  await page.getByText("The session is revoked.").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Revoke the session of/ }).count(), 0);
  await otherPage.goto(`${server.origin}/account`);
  await otherPage.getByText("Your session has ended. Sign in again to go on.").waitFor();
  await page.reload();
  await heading(page, "You are signed in").waitFor();
  await here.context.close();
  await there.context.close();
});

test("A new password takes the place of the old one", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();
  await enrol(page, server, person);

  await field(page, "Current password").fill("not the password 1");
  await field(page, "New password").fill("a better horse 8");
  await button(page, "Change password").click();
  await page.getByText("That is not your current password.").waitFor();

  await field(page, "Current password").fill(person.password);
  await field(page, "New password").fill("short");
  await button(page, "Change password").click();
  await page.getByText("Password must contain at least 8 characters, including a number").waitFor();

  await field(page, "New password").fill("a better horse 8");
  await button(page, "Change password").click();
  await page.getByText("Your password is changed.").waitFor();

  await button(page, "Sign out").click();
  await heading(page, "Sign in").waitFor();
  await field(page, "E-mail address").fill(person.email);
  await field(page, "Password").fill(person.password);
  await button(page, "Sign in").click();
  await page.getByText("The e-mail address or the password is not right.").waitFor();
  await signIn(page, server, { ...person, password: "a better horse 8" });
  await context.close();
});

test("A change of password that limits refuse is not told as done", async () => {
  const { context } = await newComputer(browser);
  const page = await context.newPage();
  const person = newPerson();
  await enrol(page, server, person);
  const change = async (currentPassword) => {
    const answered = page.waitForResponse("**/api/password");
    await field(page, "Current password").fill(currentPassword);
    await field(page, "New password").fill("a better horse 8");
    await button(page, "Change password").click();
    await answered;
  };
  for (let i = 0; i < 5; ++i) {
    await change(`wrong ${i} wrong`);
    await page.getByText("That is not your current password.").waitFor();
  }
  await change(person.password);
  await page.getByRole("alert").filter({ hasText: "Too many passwords were tried" }).waitFor();
  await context.close();
});
