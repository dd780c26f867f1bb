// The steps of the guide, as a person takes them: by what the page says, never by how it is built.

let people = 0;

/** Somebody new; no two tests share an address or a number. */
export function newPerson() {
  people += 1;
  const unique = `${process.pid}${people}`;
  return {
    email: `ada.${unique}@example.com`,
    password: "correct horse 7",
    phone: `+12015550${String(100 + people)}`,
  };
}

export const heading = (page, name) => page.getByRole("heading", { level: 1, name });
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const field = (page, label) => page.getByLabel(label, { exact: true });

export async function signUp(page, server, person) {
  await page.goto(`${server.origin}/`);
  await page.getByRole("link", { name: "Create an account" }).click();
  await heading(page, "Create an account").waitFor();
  await field(page, "E-mail address").fill(person.email);
  await field(page, "Password").fill(person.password);
  await button(page, "Create account").click();
  await heading(page, "Add your phone").waitFor();
}

export async function askForCode(page, person) {
  await field(page, "Phone number").fill(person.phone);
  await button(page, "Send the code").click();
  await heading(page, "Enter the code").waitFor();
}

export async function enterCode(page, code) {
  await field(page, "Code").fill(code);
  await button(page, "Confirm").click();
}

/** Signed up, phone enrolled, on the protected page. */
export async function enrol(page, server, person) {
  await signUp(page, server, person);
  await askForCode(page, person);
  await enterCode(page, await server.code(person.phone));
  await heading(page, "You are signed in").waitFor();
}

/** The first factor of somebody who is enrolled: the code is sent without asking for the number. */
export async function passFirstFactor(page, server, person) {
  await page.goto(`${server.origin}/signin`);
  await heading(page, "Sign in").waitFor();
  await field(page, "E-mail address").fill(person.email);
  await field(page, "Password").fill(person.password);
  await button(page, "Sign in").click();
  await heading(page, "Enter the code").waitFor();
}

/** Both factors of somebody who is enrolled. */
export async function signIn(page, server, person) {
  const before = (await server.messages(person.phone)).length;
  await passFirstFactor(page, server, person);
  await enterCode(page, await server.code(person.phone, before + 1));
  await heading(page, "You are signed in").waitFor();
}
