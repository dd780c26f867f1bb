// A form: one submission at a time, and every outcome in words where it belongs.
import { h } from "./dom.ts";
import { Field, type FieldSpec } from "./field.ts";
import { showProblem, type Flash } from "./router.ts";

/** What a submission came to; nothing, when it led to another page or said so itself. */
export type Outcome = void | { message: string } | { fieldErrors: FieldErrors };
export type FieldErrors = { id: string; error: string }[];
export type Values = Record<string, string>;

export interface FormSpec {
  fields: FieldSpec[];
  submit: string;
  /** On the button while the server is at it. */
  submitting: string;
  onSubmit: (values: Values) => Promise<Outcome>;
  flash?: Flash | undefined;
}

export class Form {
  readonly element: HTMLFormElement;
  readonly fields: Field[];
  private readonly notice = h("div", { class: "notice-place" });
  private readonly button: HTMLButtonElement;
  private busy = false;

  constructor(private readonly spec: FormSpec) {
    this.fields = spec.fields.map((field) => new Field(field));
    this.button = h("button", { type: "submit", class: "button button-primary" }, spec.submit);
    this.element = h(
      "form",
      // Should the script be gone by then, nothing typed here ends up in an address.
      { method: "post", novalidate: true, onsubmit: (event) => void this.submit(event) },
      this.notice,
      ...this.fields.map((field) => field.element),
      this.button,
    );
    if (spec.flash !== undefined) this.say(spec.flash);
  }

  say(flash: Flash): void {
    const role = flash.tone === "error" ? "alert" : "status";
    this.notice.replaceChildren(h("p", { class: `notice notice-${flash.tone}`, role }, flash.message));
  }

  clear(): void {
    this.element.reset();
    this.forgetMessages();
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.forgetMessages();
    const missing = this.fields.filter((field) => field.value === "");
    if (missing.length > 0) {
      return this.showFieldErrors(missing.map(({ spec }) => ({ id: spec.name, error: spec.missing })));
    }
    this.setBusy(true);
    try {
      this.show(await this.spec.onSubmit(this.values()));
    } catch (thrown) {
      await showProblem(thrown, (message) => this.say({ tone: "error", message }));
    } finally {
      this.setBusy(false);
    }
  }

  private values(): Values {
    return Object.fromEntries(this.fields.map((field) => [field.spec.name, field.value]));
  }

  private show(outcome: Outcome): void {
    if (outcome === undefined) return;
    if ("message" in outcome) this.say({ tone: "error", message: outcome.message });
    else this.showFieldErrors(outcome.fieldErrors);
  }

  private showFieldErrors(errors: FieldErrors): void {
    const unplaced: string[] = [];
    let first: Field | undefined;
    for (const { id, error } of errors) {
      const field = this.fields.find((each) => each.spec.name === id);
      if (field === undefined) unplaced.push(error);
      else field.showError(error);
      first ??= field;
    }
    if (unplaced.length > 0) this.say({ tone: "error", message: unplaced.join(" ") });
    first?.input.focus();
  }

  private forgetMessages(): void {
    this.notice.replaceChildren();
    for (const field of this.fields) field.showError(undefined);
  }

  /** The button stays focusable: a disabled one would drop the keyboard to the top of the page. */
  private setBusy(busy: boolean): void {
    this.busy = busy;
    this.button.setAttribute("aria-disabled", String(busy));
    this.button.textContent = busy ? this.spec.submitting : this.spec.submit;
  }
}
