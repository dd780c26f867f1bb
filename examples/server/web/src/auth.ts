// Everything about the session, as supertokens-web-js sees it.
import { init as initSuperTokens } from "supertokens-web-js";
import { init as emailPassword } from "supertokens-web-js/recipe/emailpassword";
import { init as passwordless } from "supertokens-web-js/recipe/passwordless";
import * as Session from "supertokens-web-js/recipe/session";
import type { PageConfig } from "./config.ts";

/** How far this browser has come: no session, a session of the first factor, or both factors. */
export type Level = "signedOut" | "firstFactor" | "complete";

export interface SessionState {
  level: Level;
  /** Changes with every sign-in. */
  sessionHandle?: string;
  /**
   * The phone that this account's codes go to, or a hint of it ("•••0123"), in whose place the server takes the
   * number; absent while none is enrolled.
   */
  enrolledPhone?: string;
  /** There was a session in this browser, and the server has just said that it is over. */
  hasEnded?: boolean;
}

/** The claim that the server keeps; only the server can raise it, so that a refresh has nothing to do. */
const secondFactorClaim = new Session.BooleanClaim({
  id: "2fa-completed",
  refresh: async () => {},
});

/** `onChange` runs when this browser's session begins, changes or ends. */
export function initAuth(config: PageConfig, onChange: () => void): void {
  initSuperTokens({
    appInfo: { appName: "mfa", apiDomain: config.apiDomain, apiBasePath: config.apiBasePath },
    recipeList: [
      Session.init({
        tokenTransferMethod: "cookie",
        onHandleEvent: (event) => {
          if (changesTheSession(event)) onChange();
        },
      }),
      emailPassword(),
      passwordless(),
    ],
  });
}

type SessionEvent = { action: string; sessionExpiredOrRevoked?: boolean };

function changesTheSession(event: SessionEvent): boolean {
  if (event.action === "UNAUTHORISED") return event.sessionExpiredOrRevoked === true;
  return ["SIGN_OUT", "SESSION_CREATED", "ACCESS_TOKEN_PAYLOAD_UPDATED"].includes(event.action);
}

/**
 * Where this browser stands, refreshing an expired access token on the way.
 * @throws what the refresh failed with, when that says nothing about the session: the server is out of
 * reach or busy. Taking that for "signed out" would send people to a sign-in that can't work either.
 */
export async function sessionState(): Promise<SessionState> {
  let payload: Record<string, unknown>;
  const hadSession = await localSessionRemains();
  try {
    payload = await Session.getAccessTokenPayloadSecurely();
  } catch (problem) {
    if (await localSessionRemains()) throw problem;
    return { level: "signedOut", hasEnded: hadSession };
  }
  const completed = (await Session.getClaimValue({ claim: secondFactorClaim })) === true;
  return {
    level: completed ? "complete" : "firstFactor",
    ...textMember("sessionHandle", payload["sessionHandle"]),
    ...textMember("enrolledPhone", payload["phoneNumber"] ?? payload["phoneHint"]),
  };
}

function localSessionRemains(): Promise<boolean> {
  return Session.getUserId().then(
    () => true,
    () => false,
  );
}

function textMember<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === "string" ? ({ [name]: value } as Record<Name, string>) : {};
}
