// One labelled input with its hint and its error.
import { h } from "./dom.ts";

export interface FieldSpec {
  /** The name on the wire: an error that the server reports for it lands here. */
  name: string;
  label: string;
  type: "email" | "password" | "tel" | "text";
  autocomplete: string;
  hint?: string;
  /** What is said when it is left empty. */
  missing: string;
  numeric?: boolean;
  maxLength?: number;
}

export class Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly error: HTMLElement;

  constructor(readonly spec: FieldSpec) {
    const id = `field-${spec.name}`;
    const hint = spec.hint === undefined ? undefined : h("p", { class: "hint", id: `${id}-hint` }, spec.hint);
    this.error = h("p", { class: "field-error", id: `${id}-error` });
    this.input = h("input", {
      id,
      name: spec.name,
      type: spec.type,
      class: spec.numeric === true ? "input input-code" : "input",
      autocomplete: spec.autocomplete,
      inputmode: spec.numeric === true ? "numeric" : undefined,
      maxlength: spec.maxLength,
      autocapitalize: "none",
      spellcheck: "false",
      required: true,
      "aria-describedby": hint === undefined ? `${id}-error` : `${id}-error ${id}-hint`,
    });
    const control = spec.type === "password" ? withReveal(this.input, spec.label) : this.input;
    this.element = h("div", { class: "field" }, h("label", { for: id }, spec.label), hint, control, this.error);
  }

  get value(): string {
    // Spaces at the ends of a password are part of it.
    return this.spec.type === "password" ? this.input.value : this.input.value.trim();
  }

  showError(message: string | undefined): void {
    this.error.textContent = message ?? "";
    if (message === undefined) this.input.removeAttribute("aria-invalid");
    else this.input.setAttribute("aria-invalid", "true");
  }
}

/** Being able to see a password saves the second field for it, and the mistakes on a phone's keyboard. */
function withReveal(input: HTMLInputElement, label: string): HTMLElement {
  const button = h("button", { type: "button", class: "reveal", "aria-pressed": "false" }, "Show");
  button.setAttribute("aria-label", `Show ${label.toLowerCase()}`);
  button.addEventListener("click", () => {
    const reveal = input.type === "password";
    input.type = reveal ? "text" : "password";
    button.setAttribute("aria-pressed", String(reveal));
    button.textContent = reveal ? "Hide" : "Show";
  });
  return h("div", { class: "with-reveal" }, input, button);
}
