// Starts the page: asks the server who it is, then shows whatever the address stands for.
import { Api } from "./api.ts";
import { initAuth } from "./auth.ts";
import { isOpenedElsewhere, loadConfig, type PageConfig } from "./config.ts";
import { byId, h } from "./dom.ts";
import { describe } from "./problems.ts";
import { outOfOrder, reconsider, startRouter, type Page } from "./router.ts";
import { onSessionChangedElsewhere, tellOtherTabs } from "./tabs.ts";
import { showAccount } from "./views/account.ts";
import { showCode } from "./views/code.ts";
import { elsewhere } from "./views/elsewhere.ts";
import { showNotFound } from "./views/not_found.ts";
import { showOutbox } from "./views/outbox.ts";
import { showPhone } from "./views/phone.ts";
import { showSignIn } from "./views/sign_in.ts";
import { showSignUp } from "./views/sign_up.ts";

async function start(): Promise<void> {
  const config = await loadConfig();
  if (config.development) showDevelopment();
  if (isOpenedElsewhere(config)) return byId("main").replaceChildren(elsewhere(config));
  initAuth(config, tellOtherTabs);
  // A server that can't be asked right now will be asked again by whatever the person does next.
  onSessionChangedElsewhere(() => void reconsider().catch(() => {}));
  startRouter(pagesOf(config), showNotFound);
}

function pagesOf(config: PageConfig): Page[] {
  const api = new Api(config.apiDomain);
  const pages: Page[] = [
    { path: "/signin", audience: "signedOut", show: showSignIn },
    { path: "/signup", audience: "signedOut", show: showSignUp },
    { path: "/phone", audience: "firstFactor", show: showPhone },
    { path: "/code", audience: "firstFactor", show: (state, flash) => showCode(config, state, flash) },
    { path: "/account", audience: "complete", show: (_, flash) => showAccount(api, flash) },
  ];
  if (config.development) pages.push({ path: "/dev/outbox", audience: "everybody", show: () => showOutbox(api) });
  return pages;
}

function showDevelopment(): void {
  byId("place").textContent = "Development";
  byId("footer").append(
    h("p", {}, "This server runs in development. ", h("a", { href: "/dev/outbox", "data-link": true }, "See the outbox"), " for the messages it would send."),
  );
}

start().catch(async (thrown: unknown) => {
  byId("main").replaceChildren(outOfOrder((await describe(thrown)).message).body);
});
