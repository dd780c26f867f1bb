// Everything that can go wrong is said in words, where it belongs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, newComputer } from "./support/browser.mjs";
import { askForCode, button, enterCode, field, heading, newPerson, signUp } from "./support/guide.mjs";
import { Server } from "./support/server.mjs";

let server, browser, context, page;
before(async () => {
  server = await Server.start();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function fresh(path) {
  await context?.close();
  ({ context } = await newComputer(browser));
  page = await context.newPage();
  await page.goto(server.origin + path);
}

/** The error tied to a field, as a screen reader finds it, with the field invalid and focused. */
async function errorOf(label) {
  const input = field(page, label);
  await page.waitForFunction((element) => element.getAttribute("aria-invalid") === "true", await input.elementHandle());
  assert.ok(await input.evaluate((element) => element === document.activeElement), `${label} has the focus`);
  return input.evaluate((element) =>
    element
      .getAttribute("aria-describedby")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" "),
  );
}

const alert = (text) => page.getByRole("alert").filter({ hasText: text }).waitFor();

test("An empty form says what is missing, without asking the server", async () => {
  await fresh("/signup");
  await button(page, "Create account").click();
  assert.match(await errorOf("E-mail address"), /Enter your e-mail address\./);
});

test("A sign-up that the server's rules refuse says why, at the field", async () => {
  await fresh("/signup");
  await field(page, "E-mail address").fill("not an address");
  await field(page, "Password").fill("long enough 1");
  await button(page, "Create account").click();
  assert.match(await errorOf("E-mail address"), /Email is invalid/);
  await field(page, "E-mail address").fill(newPerson().email);
  await field(page, "Password").fill("short");
  await button(page, "Create account").click();
  assert.match(await errorOf("Password"), /at least 8 characters/);
});

test("An address that is taken says so", async () => {
  await fresh("/");
  const person = newPerson();
  await signUp(page, server, person);
  await fresh("/signup");
  await field(page, "E-mail address").fill(person.email);
  await field(page, "Password").fill(person.password);
  await button(page, "Create account").click();
  assert.match(await errorOf("E-mail address"), /already exists/);
});

test("Wrong credentials are told without saying which of the two was wrong", async () => {
  await fresh("/signin");
  await field(page, "E-mail address").fill("nobody@example.com");
  await field(page, "Password").fill("whatever 1");
  await button(page, "Sign in").click();
  await alert("The e-mail address or the password is not right.");
});

test("A number that cannot be is refused in words", async () => {
  await fresh("/");
  await signUp(page, server, newPerson());
  await field(page, "Phone number").fill("12");
  await button(page, "Send the code").click();
  await page.getByRole("alert").filter({ hasText: /\S/ }).waitFor();
  assert.equal((await server.messages("12")).length, 0);
});

test("Wrong codes count down, and the last one leads back to the phone", async () => {
  await fresh("/");
  const person = newPerson();
  await signUp(page, server, person);
  await askForCode(page, person);
  const code = await server.code(person.phone);
  const wrong = code === "123456" ? "654321" : "123456";
  for (const left of ["4 attempts are left.", "3 attempts are left.", "2 attempts are left.", "1 attempt is left."]) {
    await enterCode(page, wrong);
    await page.getByText(`That code is not right. ${left}`).waitFor();
  }
  await enterCode(page, wrong);
  await heading(page, "Add your phone").waitFor();
  await alert("That code can’t be used any more. Ask for a new one.");
});

test("A code can be typed with spaces, as messages show it", async () => {
  await fresh("/");
  const person = newPerson();
  await signUp(page, server, person);
  await askForCode(page, person);
  const code = await server.code(person.phone);
  await enterCode(page, `${code.slice(0, 3)} ${code.slice(3)}`);
  await heading(page, "You are signed in").waitFor();
});

test("A new code waits its turn, and then works", async () => {
  await fresh("/");
  const person = newPerson();
  await page.clock.install();
  await signUp(page, server, person);
  await askForCode(page, person);
  const first = await server.code(person.phone);
  const resend = page.getByRole("button", { name: "Send a new code" });
  assert.equal(await resend.getAttribute("aria-disabled"), "true");
  await resend.focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^You can ask for a new code in \d+ seconds\.$/).waitFor();
  assert.equal((await server.messages(person.phone)).length, 1);

  await page.clock.fastForward(16_000);
  await resend.click();
  await page.getByText("We sent a new code.").waitFor();
  const second = await server.code(person.phone, 2);
  assert.notEqual(first, second);
  await enterCode(page, second);
  await heading(page, "You are signed in").waitFor();
});

test("Reloading continues where the person was", async () => {
  await fresh("/");
  const person = newPerson();
  await signUp(page, server, person);
  await page.reload();
  await heading(page, "Add your phone").waitFor();
  await askForCode(page, person);
  await page.reload();
  await heading(page, "Enter the code").waitFor();
  await page.goto(server.origin + "/");
  await heading(page, "Enter the code").waitFor();
  await enterCode(page, await server.code(person.phone));
  await heading(page, "You are signed in").waitFor();
  assert.equal((await server.messages(person.phone)).length, 1, "reloading sends nothing");
});

test("Another account is one step away, and takes nothing of the first along", async () => {
  await fresh("/");
  const person = newPerson();
  await signUp(page, server, person);
  await askForCode(page, person);
  await button(page, "Use another account").click();
  await page.getByText("You are signed out.").waitFor();
  await signUp(page, server, newPerson());
  await page.goto(server.origin + "/code");
  await heading(page, "Add your phone").waitFor();
});

test("A busy server says when to try again", async () => {
  await fresh("/signin");
  await page.route("**/auth/signin", (route) => route.fulfill({ status: 503, headers: { "retry-after": "7" } }));
  await field(page, "E-mail address").fill("ada@example.com");
  await field(page, "Password").fill("whatever 1");
  await button(page, "Sign in").click();
  await alert("The server is busy. Try again in 7 seconds.");
});

test("A server out of reach is told from a wrong password", async () => {
  await fresh("/signin");
  await context.setOffline(true);
  await field(page, "E-mail address").fill("ada@example.com");
  await field(page, "Password").fill("whatever 1");
  await button(page, "Sign in").click();
  await alert("The server can’t be reached. Check your connection, then try again.");
});

test("An address that no page has says so", async () => {
  await fresh("/no-such-page");
  await heading(page, "There is no such page").waitFor();
});

test("Opened at another address than its own, the page says where to go", async () => {
  await fresh("/");
  await page.goto(`http://127.0.0.1:${server.port}/signin`);
  await heading(page, "Open this page at its own address").waitFor();
  await page.getByRole("link", { name: "Go there" }).click();
  await heading(page, "Sign in").waitFor();
});
