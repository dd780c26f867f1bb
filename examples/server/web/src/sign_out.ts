// The ways out.
import * as Session from "supertokens-web-js/recipe/session";
import type { Api } from "./api.ts";
import { forgetAttempt } from "./attempt.ts";
import { h } from "./dom.ts";
import { navigate, showProblem, type Flash } from "./router.ts";

export async function signOut(said: Flash): Promise<void> {
  await Session.signOut();
  await forgetAttempt();
  await navigate("/signin", said);
}

/** Ends every session of this account, this one included. */
export async function signOutEverywhere(api: Api): Promise<void> {
  await api.revokeAllSessions();
  await signOut({ tone: "info", message: "You are signed out everywhere." });
}

/** For those who are halfway in and want to be somebody else. */
export function signOutLink(text: string): HTMLElement {
  const problem = h("span", { class: "field-error", role: "alert" });
  const leave = (): Promise<void> =>
    signOut({ tone: "info", message: "You are signed out." }).catch((thrown: unknown) =>
      showProblem(thrown, (message) => problem.replaceChildren(message)),
    );
  return h(
    "p",
    { class: "aside" },
    h("button", { type: "button", class: "link-button", onclick: () => void leave() }, text),
    problem,
  );
}
