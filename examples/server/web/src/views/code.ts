import { consumeCode } from "supertokens-web-js/recipe/passwordless";
import { currentAttempt, forgetAttempt } from "../attempt.ts";
import type { SessionState } from "../auth.ts";
import type { PageConfig } from "../config.ts";
import { h } from "../dom.ts";
import { maskedPhone } from "../format.ts";
import { Form, type Outcome, type Values } from "../form.ts";
import { ResendButton } from "../resend.ts";
import { navigate, type Flash, type Screen } from "../router.ts";
import { signOutLink } from "../sign_out.ts";
import { card, stepsTo } from "../steps.ts";
import { showPhone } from "./phone.ts";

export async function showCode(config: PageConfig, state: SessionState, flash?: Flash): Promise<Screen> {
  const attempt = await currentAttempt();
  if (attempt === undefined) return { ...showPhone(state, flash), path: "/phone" };
  const form = new Form({
    fields: [
      {
        name: "userInputCode",
        label: "Code",
        type: "text",
        autocomplete: "one-time-code",
        numeric: true,
        maxLength: 20,
        missing: "Enter the code from the message.",
      },
    ],
    submit: "Confirm",
    submitting: "Checking the code…",
    onSubmit: spendCode,
    flash,
  });
  const input = form.fields[0]?.input;
  input?.setAttribute("aria-describedby", `lead ${input.getAttribute("aria-describedby") ?? ""}`);
  const resend = new ResendButton(attempt.sentAt, (said) => form.say(said), startAgain);
  const body = card(
    "Enter the code",
    `We sent a code to the ${maskedPhone(attempt.phoneNumber)}.`,
    stepsTo(3),
    form.element,
    h("div", { class: "row" }, resend.element, state.enrolledPhone === undefined ? otherNumber() : undefined),
    config.development ? outboxHint() : undefined,
    signOutLink("Use another account"),
  );
  return { title: "Enter the code", body, ...(input && { focus: input }), leave: () => resend.stop() };
}

async function spendCode(values: Values): Promise<Outcome> {
  const userInputCode = (values["userInputCode"] ?? "").replace(/[\s-]/g, "");
  const answer = await consumeCode({ userInputCode });
  switch (answer.status) {
    case "OK":
      await forgetAttempt();
      return navigate("/account");
    case "INCORRECT_USER_INPUT_CODE_ERROR": {
      const left = answer.maximumCodeInputAttempts - answer.failedCodeInputAttemptCount;
      return { fieldErrors: [{ id: "userInputCode", error: `That code is not right. ${attemptsLeft(left)}` }] };
    }
    case "EXPIRED_USER_INPUT_CODE_ERROR":
      return startAgain("That code has expired. Ask for a new one.");
    case "RESTART_FLOW_ERROR":
      return startAgain("That code can’t be used any more. Ask for a new one.");
    case "SIGN_IN_UP_NOT_ALLOWED":
      return { message: answer.reason };
  }
}

function attemptsLeft(left: number): string {
  if (left <= 0) return "No attempts are left: ask for a new code.";
  return left === 1 ? "1 attempt is left." : `${left} attempts are left.`;
}

async function startAgain(message: string): Promise<void> {
  await forgetAttempt();
  return navigate("/phone", { tone: "error", message });
}

/** Only before a phone is enrolled: afterwards, no other number gets a code. */
function otherNumber(): HTMLElement {
  const change = async (): Promise<void> => {
    await forgetAttempt();
    await navigate("/phone");
  };
  return h("button", { type: "button", class: "link-button", onclick: () => void change() }, "Change the number");
}

function outboxHint(): HTMLElement {
  const link = h("a", { href: "/dev/outbox", target: "_blank" }, "development outbox (opens in a new tab)");
  return h("p", { class: "hint dev-hint" }, "No phone gets a message in development. Read it in the ", link, ".");
}
