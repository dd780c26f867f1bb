import { signIn } from "supertokens-web-js/recipe/emailpassword";
import { forgetAttempt, sendCode } from "../attempt.ts";
import { sessionState } from "../auth.ts";
import { h } from "../dom.ts";
import { Form, type Outcome, type Values } from "../form.ts";
import { describe } from "../problems.ts";
import { navigate, type Flash, type Screen } from "../router.ts";
import { card, stepsTo } from "../steps.ts";

export function showSignIn(_: unknown, flash?: Flash): Screen {
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
        autocomplete: "current-password",
        missing: "Enter your password.",
      },
    ],
    submit: "Sign in",
    submitting: "Signing in…",
    onSubmit: passFirstFactor,
    flash,
  });
  const body = card(
    "Sign in",
    undefined,
    stepsTo(1),
    form.element,
    h("p", { class: "aside" }, "New here? ", h("a", { href: "/signup", "data-link": true }, "Create an account")),
  );
  return { title: "Sign in", body };
}

async function passFirstFactor(values: Values): Promise<Outcome> {
  const answer = await signIn({
    formFields: [
      { id: "email", value: values["email"] ?? "" },
      { id: "password", value: values["password"] ?? "" },
    ],
  });
  switch (answer.status) {
    case "FIELD_ERROR":
      return { fieldErrors: answer.formFields };
    case "WRONG_CREDENTIALS_ERROR":
      return { message: "The e-mail address or the password is not right." };
    case "SIGN_IN_NOT_ALLOWED":
      return { message: answer.reason };
    case "OK":
      await forgetAttempt();
      return startSecondFactor();
  }
}

/** The phone is known from the second sign-in on: the code is sent without asking for it again. */
async function startSecondFactor(): Promise<void> {
  const { level, enrolledPhone } = await sessionState();
  if (level !== "firstFactor" || enrolledPhone === undefined) return navigate("/");
  const refusal = await sendCode(enrolledPhone).catch(async (thrown: unknown) => (await describe(thrown)).message);
  if (refusal !== undefined) return navigate("/phone", { tone: "error", message: refusal });
  return navigate("/code");
}
