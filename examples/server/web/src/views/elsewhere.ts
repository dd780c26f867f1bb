import type { PageConfig } from "../config.ts";
import { h } from "../dom.ts";
import { card } from "../steps.ts";

/** For a page opened at another address than the one that the server was told: it can't sign anybody in. */
export function elsewhere(config: PageConfig): HTMLElement {
  const address = new URL(window.location.pathname, config.websiteDomain).href;
  return card(
    "Open this page at its own address",
    `You are at ${window.location.origin}, but this server signs people in at ${new URL(address).origin} only.`,
    h("p", {}, h("a", { class: "button button-primary", href: address }, "Go there")),
    h(
      "p",
      { class: "hint" },
      "If that address is not the right one, start the server with ",
      h("code", {}, "--website-domain"),
      " and ",
      h("code", {}, "--api-domain"),
      " set to yours.",
    ),
  );
}
