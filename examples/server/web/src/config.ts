// What the server tells the page about itself.

export interface PageConfig {
  apiDomain: string;
  websiteDomain: string;
  apiBasePath: string;
  /** True while messages go to the development outbox instead of a phone. */
  development: boolean;
}

/**
 * Reads `/config.json` from where the page itself came from.
 * @throws what `fetch` throws, or the `Response` when the server refuses.
 */
export async function loadConfig(): Promise<PageConfig> {
  const response = await fetch("/config.json", { headers: { accept: "application/json" } });
  if (!response.ok) throw response;
  return (await response.json()) as PageConfig;
}

/** Session cookies belong to one address; at another one, signing in could never work. */
export function isOpenedElsewhere(config: PageConfig): boolean {
  return new URL(config.websiteDomain).origin !== window.location.origin;
}
