// Replacing the phone that codes go to, for somebody who is signed in with the old one and knows the password.
import type { Api, Factor, PhoneChange } from "../api.ts";
import { h } from "../dom.ts";
import { Form, type Outcome, type Values } from "../form.ts";
import { maskedPhone, normalisedPhone } from "../format.ts";
import { navigate, type Flash } from "../router.ts";
import { accountOf } from "./password.ts";

export function phonePanel(api: Api, factors: Factor[], userId: string): HTMLElement {
  const phone = factors.find((factor) => factor.factorId === "otp-phone");
  const place = h("div", {});
  const panel = new PhonePanel(api, userId, place);
  panel.askForNumber();
  return h(
    "section",
    { class: "card", "aria-labelledby": "phone-title" },
    h("h2", { id: "phone-title" }, "Replace your phone"),
    phone === undefined
      ? undefined
      : h("p", { class: "hint" }, `Codes go to the ${maskedPhone(phone.contact)}. It is told when they no longer do.`),
    place,
  );
}

class PhonePanel {
  constructor(
    private readonly api: Api,
    private readonly userId: string,
    private readonly place: HTMLElement,
  ) {}

  askForNumber(flash?: Flash): void {
    const form = new Form({
      fields: [
        {
          name: "newPhoneNumber",
          label: "New phone number",
          type: "tel",
          autocomplete: "tel",
          hint: "With the country code, such as +44\u00a07700\u00a0900123.",
          missing: "Enter your new phone number.",
        },
        {
          name: "password",
          label: "Your password",
          type: "password",
          autocomplete: "current-password",
          missing: "Enter your password.",
        },
      ],
      submit: "Send a code to it",
      submitting: "Sending the code…",
      onSubmit: (values) => this.start(normalisedPhone(values["newPhoneNumber"] ?? ""), values["password"] ?? ""),
      flash,
    });
    form.element.prepend(accountOf(this.userId));
    this.place.replaceChildren(form.element);
  }

  private async start(phoneNumber: string, password: string): Promise<Outcome> {
    const answer = await this.api.startReplacingPhone(phoneNumber, password);
    switch (answer.status) {
      case "OK":
        return this.askForCode(phoneNumber, answer);
      case "WRONG_CREDENTIALS_ERROR":
        return { fieldErrors: [{ id: "password", error: "That is not your password." }] };
      case "ALREADY_ENROLLED_ERROR":
        return { fieldErrors: [{ id: "newPhoneNumber", error: "Codes go to this number already." }] };
      case "FACTOR_NOT_COMPLETED_ERROR":
        return { message: "Sign out, and sign in again with a code, to replace your phone." };
      case "GENERAL_ERROR":
        return { message: answer.message };
    }
  }

  private askForCode(phoneNumber: string, attempt: { deviceId: string; preAuthSessionId: string }): void {
    const form = new Form({
      fields: [
        {
          name: "newPhoneCode",
          label: "Code from the new phone",
          type: "text",
          autocomplete: "one-time-code",
          hint: `We sent it to the ${maskedPhone(phoneNumber)}.`,
          numeric: true,
          maxLength: 20,
          missing: "Enter the code from the message.",
        },
      ],
      submit: "Replace my phone",
      submitting: "Checking the code…",
      onSubmit: (values) => this.finish(attempt, values),
    });
    const back = h(
      "button",
      { type: "button", class: "link-button", onclick: () => this.askForNumber() },
      "Use another number",
    );
    this.place.replaceChildren(form.element, h("div", { class: "row" }, back));
    form.fields[0]?.input.focus();
  }

  private async finish(attempt: { deviceId: string; preAuthSessionId: string }, values: Values): Promise<Outcome> {
    const userInputCode = (values["newPhoneCode"] ?? "").replace(/[\s-]/g, "");
    const answer = await this.api.finishReplacingPhone({ ...attempt, userInputCode });
    switch (answer.status) {
      case "OK":
        return navigate("/account", {
          tone: "info",
          message: "Your phone is replaced. All other sessions are signed out.",
        });
      case "INCORRECT_USER_INPUT_CODE_ERROR":
        return { fieldErrors: [{ id: "newPhoneCode", error: "That code is not right." }] };
      default:
        return this.askForNumber({ tone: "error", message: wordsFor(answer) });
    }
  }
}

function wordsFor(answer: PhoneChange): string {
  if (answer.status === "GENERAL_ERROR") return answer.message;
  if (answer.status === "EXPIRED_USER_INPUT_CODE_ERROR") return "That code has expired. Ask for a new one.";
  return "That code can’t be used any more. Ask for a new one.";
}
