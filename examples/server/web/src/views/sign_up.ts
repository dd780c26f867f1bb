import { signUp } from "supertokens-web-js/recipe/emailpassword";
import { forgetAttempt } from "../attempt.ts";
import { h } from "../dom.ts";
import { Form, type Outcome, type Values } from "../form.ts";
import { navigate, type Flash, type Screen } from "../router.ts";
import { card, stepsTo } from "../steps.ts";

export function showSignUp(_: unknown, flash?: Flash): Screen {
  const form = new Form({
    fields: [
      {
        name: "email",
        label: "E-mail address",
        type: "email",
        autocomplete: "username",
        missing: "Enter your e-mail address.",
      },
      {
        name: "password",
        label: "Password",
        type: "password",
        autocomplete: "new-password",
        hint: "At least 8 characters, with a letter and a number.",
        missing: "Choose a password.",
      },
    ],
    submit: "Create account",
    submitting: "Creating your account…",
    onSubmit: createAccount,
    flash,
  });
  const body = card(
    "Create an account",
    "First an e-mail address and a password, then a code to your phone.",
    stepsTo(1),
    form.element,
    h("p", { class: "aside" }, "Already have an account? ", h("a", { href: "/signin", "data-link": true }, "Sign in")),
  );
  return { title: "Create an account", body };
}

async function createAccount(values: Values): Promise<Outcome> {
  const answer = await signUp({
    formFields: [
      { id: "email", value: values["email"] ?? "" },
      { id: "password", value: values["password"] ?? "" },
    ],
  });
  if (answer.status === "FIELD_ERROR") return { fieldErrors: answer.formFields };
  if (answer.status === "SIGN_UP_NOT_ALLOWED") return { message: answer.reason };
  await forgetAttempt();
  return navigate("/phone");
}
