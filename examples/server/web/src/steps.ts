// The head of each page of the way in: where one is, and what comes.
import { h } from "./dom.ts";

const names = ["Password", "Phone", "Code"] as const;

/** `current` counts from 1. */
export function stepsTo(current: 1 | 2 | 3): HTMLElement {
  const items = names.map((name, index) =>
    h(
      "li",
      {
        class: index + 1 < current ? "step step-done" : "step",
        "aria-current": index + 1 === current ? "step" : undefined,
      },
      name,
    ),
  );
  return h("ol", { class: "steps", "aria-label": "Steps to sign in" }, ...items);
}

/** A page of the way in: a card with a heading, what it is about, and its form. */
export function card(title: string, lead: string | undefined, ...content: (HTMLElement | undefined)[]): HTMLElement {
  return h(
    "section",
    { class: "card", "aria-labelledby": "title" },
    h("h1", { id: "title", tabindex: -1 }, title),
    lead === undefined ? undefined : h("p", { class: "lead", id: "lead" }, lead),
    ...content,
  );
}
