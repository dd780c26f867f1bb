// Tabs of one browser share one session, and tell each other when it changes.

const channel = "BroadcastChannel" in window ? new BroadcastChannel("mfa-session") : undefined;

export function tellOtherTabs(): void {
  channel?.postMessage("changed");
}

/** Calls `look` when another tab changed the session, and when this tab comes back to the front. */
export function onSessionChangedElsewhere(look: () => void): void {
  channel?.addEventListener("message", look);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
}
