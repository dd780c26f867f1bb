import type { AccountEvent, Api, EventPage } from "../api.ts";
import { announce, h } from "../dom.ts";
import { asDateAndTime } from "../format.ts";
import { showProblem } from "../router.ts";

/** What happened to this account lately, newest first: how its owner notices somebody else. */
export class EventsPanel {
  readonly element: HTMLElement;
  private readonly list = h("ol", { class: "events" });
  private readonly problem = h("p", { class: "field-error", role: "alert" });
  private readonly more = h(
    "button",
    { type: "button", class: "button button-small", onclick: () => void this.showEarlier() },
    "Show earlier",
  );
  private nextPage: string | undefined;

  constructor(
    private readonly api: Api,
    newest: EventPage,
  ) {
    this.element = h(
      "section",
      { class: "card", "aria-labelledby": "events-title" },
      h("h2", { id: "events-title" }, "Recent activity"),
      h("p", { class: "hint" }, "If you don’t recognise something here, change your password."),
      this.list,
      h("div", {}, this.more),
      this.problem,
    );
    this.add(newest);
  }

  private add(page: EventPage): void {
    this.list.append(...page.events.map(row));
    this.nextPage = page.nextPaginationToken;
    this.more.hidden = this.nextPage === undefined;
  }

  private async showEarlier(): Promise<void> {
    this.problem.replaceChildren();
    try {
      const page = await this.api.events(this.nextPage);
      this.add(page);
      announce(`${page.events.length} earlier events are shown.`);
    } catch (thrown) {
      await showProblem(thrown, (message) => this.problem.replaceChildren(message));
    }
  }
}

function row(event: AccountEvent): HTMLElement {
  const from = event.clientAddress === undefined ? "" : ` from ${event.clientAddress}`;
  return h(
    "li",
    { class: isAlarming(event) ? "event event-alarming" : "event" },
    h("p", { class: "event-name" }, inWords(event)),
    h(
      "p",
      { class: "hint" },
      h("time", { datetime: new Date(event.time).toISOString() }, asDateAndTime(event.time)),
      from,
    ),
  );
}

function isAlarming(event: AccountEvent): boolean {
  return ["token_theft_detected", "sign_in_refused", "code_refused", "budget_exhausted"].includes(event.event);
}

const refusals: Record<string, string> = {
  wrong_password: "A wrong password was entered",
  wrong_code: "A wrong code was entered",
  expired_code: "A code was entered after it had expired",
  no_budget: "Too many attempts: some were refused",
  other_session: "A code was entered in another place than it was asked for",
  other_contact: "A code to a number that is not yours was refused",
};

/** One event in plain words; a kind that this page does not know yet keeps its name. */
export function inWords(event: AccountEvent): string {
  const contact = event.contactMasked ?? "your phone";
  switch (event.event) {
    case "signed_up":
      return "The account was created";
    case "signed_in":
      return "The right password was entered";
    case "sign_in_refused":
      return refusals[event.reason ?? ""] ?? "A sign-in was refused";
    case "password_changed":
      return "The password was changed";
    case "code_sent":
      return `A code was sent to ${contact}`;
    case "code_not_sent":
      return `A code to ${contact} was not sent`;
    case "code_refused":
      return refusals[event.reason ?? ""] ?? "A code was refused";
    case "factor_enrolled":
      return `${contact} was added as your phone for codes`;
    case "factor_replaced":
      return `Your phone for codes was changed to ${contact}`;
    case "factor_removed":
      return "Your phone for codes was removed";
    case "session_created":
      return "A sign-in began";
    case "session_raised":
      return "A sign-in was completed with a code";
    case "session_refreshed":
      return "A sign-in was renewed";
    case "session_revoked":
      return event.reason === "password_changed" ? "A sign-in ended with the old password" : "A sign-in ended";
    case "token_theft_detected":
      return "A copied sign-in was used; it was ended";
    case "budget_exhausted":
      return "A limit on attempts was reached";
    default:
      return event.event.replaceAll("_", " ");
  }
}
