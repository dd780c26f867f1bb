import type { Api, SessionInfo } from "../api.ts";
import { h } from "../dom.ts";
import { maskedPhone } from "../format.ts";
import { showProblem, type Flash, type Screen } from "../router.ts";
import { signOut, signOutEverywhere } from "../sign_out.ts";
import { EventsPanel } from "./events.ts";
import { passwordPanel } from "./password.ts";
import { phonePanel } from "./replace_phone.ts";
import { SessionsPanel } from "./sessions.ts";

/** The protected page: nothing of it can be read before both factors are complete. */
export async function showAccount(api: Api, flash?: Flash): Promise<Screen> {
  const [secret, session, sessions, factors, events] = await Promise.all([
    api.secret(),
    api.session(),
    api.sessions(),
    api.factors(),
    api.events(),
  ]);
  const body = h(
    "div",
    { class: "account" },
    h(
      "section",
      { class: "card welcome", "aria-labelledby": "title" },
      h("h1", { id: "title", tabindex: -1 }, "You are signed in"),
      h("p", { class: "lead" }, "Your password and your phone have both been checked."),
      flash === undefined ? undefined : h("p", { class: `notice notice-${flash.tone}`, role: "status" }, flash.message),
      secretPanel(secret),
      waysOut(api),
    ),
    new SessionsPanel(api, sessions).element,
    phonePanel(api, factors, session.userId),
    new EventsPanel(api, events).element,
    passwordPanel(api, session.userId),
    detailsPanel(session),
  );
  return { title: "Your account", body };
}

function secretPanel(secret: Record<string, unknown>): HTMLElement {
  const text = ["secret", "message"].map((name) => secret[name]).find((value) => typeof value === "string");
  return h(
    "figure",
    { class: "secret" },
    h("figcaption", {}, "What only both factors can read"),
    h("blockquote", {}, typeof text === "string" ? text : JSON.stringify(secret)),
  );
}

function waysOut(api: Api): HTMLElement {
  const problem = h("p", { class: "field-error", role: "alert" });
  const button = (text: string, leave: () => Promise<void>): HTMLElement => {
    const attempt = (): Promise<void> =>
      leave().catch((thrown: unknown) => showProblem(thrown, (message) => problem.replaceChildren(message)));
    return h("button", { type: "button", class: "button", onclick: () => void attempt() }, text);
  };
  return h(
    "div",
    {},
    h(
      "div",
      { class: "row" },
      button("Sign out", () => signOut({ tone: "info", message: "You are signed out." })),
      button("Sign out everywhere", () => signOutEverywhere(api)),
    ),
    problem,
  );
}

function detailsPanel(session: SessionInfo): HTMLElement {
  const phone = session.accessTokenPayload["phoneNumber"] ?? session.accessTokenPayload["phoneHint"];
  const entries: [string, string][] = [
    ["User id", session.userId],
    ["Session handle", session.sessionHandle],
  ];
  if (typeof phone === "string") entries.push(["Codes go to", `The ${maskedPhone(phone)}`]);
  return h(
    "section",
    { class: "card", "aria-labelledby": "details-title" },
    h("h2", { id: "details-title" }, "This session"),
    h("dl", { class: "facts" }, ...entries.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)])),
    h(
      "details",
      {},
      h("summary", {}, "Access token payload"),
      h(
        "pre",
        { tabindex: 0, role: "region", "aria-label": "Access token payload" },
        JSON.stringify(session.accessTokenPayload, null, 2),
      ),
    ),
  );
}
