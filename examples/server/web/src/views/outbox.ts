import type { Api, Message } from "../api.ts";
import { announce, h } from "../dom.ts";
import { asClockTime } from "../format.ts";
import { describe } from "../problems.ts";
import type { Screen } from "../router.ts";

const kPollMilliseconds = 2000;

/** Development only: the messages that would have gone to phones and mailboxes, newest first. */
export async function showOutbox(api: Api): Promise<Screen> {
  const list = h("ol", { class: "messages", "aria-label": "Messages, newest first" });
  const problem = h("p", { class: "field-error", role: "alert" });
  let known = -1;

  const look = async (): Promise<void> => {
    if (document.visibilityState === "hidden") return;
    try {
      const messages = await api.outbox();
      problem.replaceChildren();
      if (messages.length === known) return;
      list.replaceChildren(...newestFirst(messages).map(entry), ...(messages.length === 0 ? [nothingYet()] : []));
      if (known >= 0 && messages.length > known) announce("A new message has arrived.");
      known = messages.length;
    } catch (thrown) {
      problem.replaceChildren((await describe(thrown)).message);
    }
  };

  await look();
  const timer = window.setInterval(() => void look(), kPollMilliseconds);
  const body = h(
    "section",
    { class: "card card-wide", "aria-labelledby": "title" },
    h("h1", { id: "title", tabindex: -1 }, "Development outbox"),
    h("p", { class: "lead" }, "Nothing leaves this server in development: the messages for phones and mailboxes land here."),
    problem,
    list,
    h("p", { class: "aside" }, h("a", { href: "/", "data-link": true }, "Back to signing in")),
  );
  return { title: "Development outbox", body, leave: () => window.clearInterval(timer) };
}

function newestFirst(messages: Message[]): Message[] {
  return [...messages].sort((one, other) => other.time - one.time);
}

function entry(message: Message): HTMLElement {
  const channel = message.channel === "sms" ? "SMS" : "E-mail";
  return h(
    "li",
    { class: "message" },
    h(
      "p",
      { class: "message-head" },
      h("span", { class: "badge" }, channel),
      h("span", { class: "message-to" }, `to ${message.to}`),
      h("time", { datetime: new Date(message.time).toISOString() }, asClockTime(message.time)),
    ),
    message.type === "PASSWORDLESS_LOGIN" ? undefined : noticeLine(message.type),
    message.userInputCode === null ? undefined : codeLine(message.userInputCode),
    message.urlWithLinkCode === null ? undefined : linkLine(message.urlWithLinkCode),
  );
}

const kNotices: Record<string, string> = {
  FACTOR_ENROLLED: "Tells that codes can now go to another contact too.",
  FACTOR_REPLACED: "Tells that codes no longer go here.",
  FACTOR_REMOVED: "Tells that this contact was removed.",
  FACTOR_RESET: "Tells that an administrator has reset the second step.",
};

function noticeLine(type: string): HTMLElement {
  return h("p", {}, kNotices[type] ?? type);
}

function codeLine(userInputCode: string): HTMLElement {
  return h("p", { class: "message-code" }, h("span", { class: "visually-hidden" }, "Code "), h("code", {}, userInputCode));
}

function linkLine(url: string): HTMLElement {
  return h("p", { class: "message-link" }, h("a", { href: url }, url));
}

function nothingYet(): HTMLElement {
  return h("li", { class: "hint" }, "No message yet. Ask for a code, and it appears here.");
}
