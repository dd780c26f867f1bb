// Which page is shown at which address, and to whom.
import { currentAttempt } from "./attempt.ts";
import { sessionState, type Level, type SessionState } from "./auth.ts";
import { byId, h } from "./dom.ts";
import { describe, kSessionEnded, type Problem } from "./problems.ts";

/** Said once at the top of the page that is navigated to, and gone with the next step. */
export interface Flash {
  tone: "info" | "error";
  message: string;
}

export interface Screen {
  title: string;
  /** The address it belongs to, where that is not the one that was asked for. */
  path?: string;
  body: HTMLElement;
  /** What gets the focus when the screen appears; its heading unless given. */
  focus?: HTMLElement;
  /** Stops timers and the like when another screen takes over. */
  leave?: () => void;
}

export interface Page {
  path: string;
  /** Who may see it; whoever may not is sent to where they stand. */
  audience: Level | "everybody";
  show: (state: SessionState, flash?: Flash) => Screen | Promise<Screen>;
}

let pages: Page[] = [];
let fallback: Page["show"];
let shown: Screen | undefined;
let latestRender = 0;

export function startRouter(table: Page[], notFound: Page["show"]): void {
  pages = table;
  fallback = notFound;
  window.addEventListener("popstate", () => void render());
  document.addEventListener("click", followLink);
  void render();
}

/** Goes to a page of this site. */
export function navigate(path: string, flash?: Flash): Promise<void> {
  if (path !== window.location.pathname) window.history.pushState(null, "", path);
  return render(flash);
}

/** Looks again at where this browser stands: another tab may have signed in or out. */
export async function reconsider(): Promise<void> {
  const page = pageAt(window.location.pathname);
  if (page?.audience === "everybody") return;
  const { level } = await sessionState();
  if (page?.audience !== level) await render();
}

/** Shows what `thrown` means. A session that is over is not a message but another place to be. */
export async function showProblem(thrown: unknown, say: (message: string) => void): Promise<void> {
  const problem = await describe(thrown);
  if (problem.kind === "sessionEnded") return navigate("/signin", { tone: "info", message: problem.message });
  if (problem.kind === "secondFactorNeeded") return navigate("/", { tone: "info", message: problem.message });
  say(problem.message);
}

async function render(flash?: Flash): Promise<void> {
  const render = ++latestRender;
  const screen = await screenFor(window.location.pathname, flash);
  if (render !== latestRender) return screen.leave?.(); // overtaken by a later navigation
  if (screen.path !== undefined) window.history.replaceState(null, "", screen.path);
  const isFirst = shown === undefined;
  shown?.leave?.();
  shown = screen;
  document.title = `${screen.title} · mfa`;
  byId("main").replaceChildren(screen.body);
  // The browser places the focus when a page loads; afterwards that is this page's job.
  if (!isFirst || screen.focus !== undefined) focusOf(screen).focus();
  if (!isFirst) window.scrollTo(0, 0);
}

async function screenFor(path: string, flash?: Flash): Promise<Screen> {
  try {
    const page = pageAt(path);
    if (page?.audience === "everybody") return await page.show({ level: "signedOut" }, flash);
    if (page === undefined && path !== "/") return await fallback({ level: "signedOut" }, flash);
    const state = await sessionState();
    const said: Flash | undefined = state.hasEnded === true ? { tone: "info", message: kSessionEnded } : flash;
    if (page !== undefined && page.audience === state.level) return await page.show(state, said);
    return await redirect(await homeOf(state.level), state, said);
  } catch (thrown) {
    return screenForProblem(await describe(thrown));
  }
}

/** The server knows better than this browser's memory, so neither of these asks that memory again. */
function screenForProblem({ kind, message }: Problem): Screen | Promise<Screen> {
  const flash: Flash = { tone: "info", message };
  if (kind === "sessionEnded") return redirect("/signin", { level: "signedOut" }, flash);
  if (kind === "secondFactorNeeded") return redirect("/phone", { level: "firstFactor" }, flash);
  return outOfOrder(message);
}

async function redirect(path: string, state: SessionState, flash?: Flash): Promise<Screen> {
  const screen = await (pageAt(path)?.show ?? fallback)(state, flash);
  return { path, ...screen };
}

async function homeOf(level: Level): Promise<string> {
  if (level === "signedOut") return "/signin";
  if (level === "complete") return "/account";
  return (await currentAttempt()) === undefined ? "/phone" : "/code";
}

function pageAt(path: string): Page | undefined {
  return pages.find((page) => page.path === path);
}

/** The page for when nothing can be known, such as when the server is down. */
export function outOfOrder(message: string): Screen {
  const body = h(
    "section",
    { class: "card" },
    h("h1", { tabindex: -1 }, "This isn’t working right now"),
    h("p", { class: "notice notice-error", role: "alert" }, message),
    h("button", { class: "button", type: "button", onclick: () => window.location.reload() }, "Try again"),
  );
  return { title: "Not working right now", body };
}

function focusOf(screen: Screen): HTMLElement {
  return screen.focus ?? screen.body.querySelector<HTMLElement>("h1") ?? byId("main");
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-link]");
  if (link === null) return;
  event.preventDefault();
  void navigate(link.pathname);
}
