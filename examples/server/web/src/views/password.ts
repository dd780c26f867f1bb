import type { Api } from "../api.ts";
import { h } from "../dom.ts";
import { Form, type Outcome, type Values } from "../form.ts";

/** Changing the password, for whoever knows the present one. */
export function passwordPanel(api: Api, userId: string): HTMLElement {
  const form: Form = new Form({
    fields: [
      {
        name: "currentPassword",
        label: "Current password",
        type: "password",
        autocomplete: "current-password",
        missing: "Enter your current password.",
      },
      {
        name: "newPassword",
        label: "New password",
        type: "password",
        autocomplete: "new-password",
        hint: "At least 8 characters, with a letter and a number.",
        missing: "Choose a new password.",
      },
    ],
    submit: "Change password",
    submitting: "Changing it…",
    onSubmit: async (values) => {
      const outcome = await changePassword(api, values);
      if (outcome !== undefined) return outcome;
      form.clear();
      form.say({ tone: "info", message: "Your password is changed." });
      return undefined;
    },
  });
  form.element.prepend(accountOf(userId));
  return h(
    "section",
    { class: "card", "aria-labelledby": "password-title" },
    h("h2", { id: "password-title" }, "Change your password"),
    form.element,
  );
}

async function changePassword(api: Api, values: Values): Promise<Outcome> {
  const answer = await api.changePassword(values["currentPassword"] ?? "", values["newPassword"] ?? "");
  switch (answer.status) {
    case "OK":
      return undefined;
    case "WRONG_CREDENTIALS_ERROR":
      return { fieldErrors: [{ id: "currentPassword", error: "That is not your current password." }] };
    case "FIELD_ERROR":
      return { fieldErrors: answer.formFields.map(({ id, error }) => ({ id: asFieldName(id), error })) };
    case "GENERAL_ERROR":
      return { message: answer.message };
  }
}

/** The policy is the sign-up's, and so is the field's name on the wire. */
function asFieldName(id: string): string {
  return id === "password" ? "newPassword" : id;
}

/** Tells password managers whose password a form asks for. */
export function accountOf(userId: string): HTMLElement {
  return h("input", { type: "text", name: "username", autocomplete: "username", value: userId, hidden: true });
}
