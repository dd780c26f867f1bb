import { h } from "../dom.ts";
import type { Screen } from "../router.ts";
import { card } from "../steps.ts";

export function showNotFound(): Screen {
  const back = h("p", { class: "aside" }, h("a", { href: "/", "data-link": true }, "Go to the start"));
  return { title: "Not found", body: card("There is no such page", "The address may be mistyped or out of date.", back) };
}
