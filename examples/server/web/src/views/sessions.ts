import type { Api, SessionRow } from "../api.ts";
import { announce, h } from "../dom.ts";
import { asDateAndTime } from "../format.ts";
import { showProblem } from "../router.ts";

/** Where this account is signed in, with a way to end each of the others. */
export class SessionsPanel {
  readonly element: HTMLElement;
  private readonly heading = h("h2", { id: "sessions-title", tabindex: -1 }, "Where you are signed in");
  private readonly list = h("ul", { class: "sessions" });
  private readonly problem = h("p", { class: "field-error", role: "alert" });

  constructor(
    private readonly api: Api,
    sessions: SessionRow[],
  ) {
    this.element = h(
      "section",
      { class: "card", "aria-labelledby": "sessions-title" },
      this.heading,
      this.list,
      this.problem,
    );
    this.show(sessions);
  }

  private show(sessions: SessionRow[]): void {
    const ordered = [...sessions].sort(
      (one, other) => Number(other.current) - Number(one.current) || other.timeCreated - one.timeCreated,
    );
    this.list.replaceChildren(...ordered.map((session) => this.row(session)));
  }

  private row(session: SessionRow): HTMLElement {
    const since = asDateAndTime(session.timeCreated);
    return h(
      "li",
      { class: "session" },
      h(
        "div",
        {},
        h("p", { class: "session-name" }, `Signed in ${since}`),
        h("p", { class: "hint" }, `Ends ${asDateAndTime(session.expiry)} if not used until then`),
      ),
      session.current ? h("span", { class: "badge" }, "This browser") : this.revokeButton(session, since),
    );
  }

  private revokeButton(session: SessionRow, since: string): HTMLElement {
    const label = `Revoke the session of ${since}`;
    const revoke = (): void => void this.revoke(session);
    return h("button", { type: "button", class: "button button-small", "aria-label": label, onclick: revoke }, "Revoke");
  }

  private async revoke(session: SessionRow): Promise<void> {
    this.problem.replaceChildren();
    try {
      await this.api.revokeSession(session.sessionHandle);
      this.show(await this.api.sessions());
      announce("The session is revoked.");
      this.heading.focus(); // the button that had the focus is gone
    } catch (thrown) {
      await showProblem(thrown, (message) => this.problem.replaceChildren(message));
    }
  }
}
