import { sendCode } from "../attempt.ts";
import type { SessionState } from "../auth.ts";
import { maskedPhone, normalisedPhone } from "../format.ts";
import { Form, type Outcome } from "../form.ts";
import { navigate, type Flash, type Screen } from "../router.ts";
import { signOutLink } from "../sign_out.ts";
import { card, stepsTo } from "../steps.ts";

export function showPhone(state: SessionState, flash?: Flash): Screen {
  return state.enrolledPhone === undefined ? askForPhone(flash) : offerCode(state.enrolledPhone, flash);
}

function askForPhone(flash?: Flash): Screen {
  const form = new Form({
    fields: [
      {
        name: "phoneNumber",
        label: "Phone number",
        type: "tel",
        autocomplete: "tel",
        hint: "With the country code, such as +44\u00a07700\u00a0900123.",
        missing: "Enter your phone number.",
      },
    ],
    submit: "Send the code",
    submitting: "Sending the code…",
    onSubmit: (values) => requestCode(normalisedPhone(values["phoneNumber"] ?? "")),
    flash,
  });
  const lead = "We send a code to it now, and at every sign-in from now on.";
  const body = card("Add your phone", lead, stepsTo(2), form.element, signOutLink("Use another account"));
  return { title: "Add your phone", body };
}

function offerCode(enrolledPhone: string, flash?: Flash): Screen {
  const form = new Form({
    fields: [],
    submit: "Send the code",
    submitting: "Sending the code…",
    onSubmit: () => requestCode(enrolledPhone),
    flash,
  });
  const lead = `To finish signing in, get a code on your phone: the ${maskedPhone(enrolledPhone)}.`;
  const body = card("Get your code", lead, stepsTo(2), form.element, signOutLink("Use another account"));
  return { title: "Get your code", body };
}

async function requestCode(phoneNumber: string): Promise<Outcome> {
  const refusal = await sendCode(phoneNumber);
  if (refusal !== undefined) return { message: refusal };
  return navigate("/code");
}
