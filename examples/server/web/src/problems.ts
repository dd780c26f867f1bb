// Turns whatever a call threw into what a person can read, and do something about.

export interface Problem {
  kind: "sessionEnded" | "secondFactorNeeded" | "refused" | "busy" | "unreachable" | "fault";
  message: string;
}

export const kSessionEnded = "Your session has ended. Sign in again to go on.";

/** `thrown` is what fetch or supertokens-web-js throws: a Response, a general error, a network error. */
export async function describe(thrown: unknown): Promise<Problem> {
  if (thrown instanceof Response) return describeResponse(thrown);
  if (isGeneralError(thrown)) return { kind: "refused", message: thrown.message };
  if (thrown instanceof TypeError) {
    return {
      kind: "unreachable",
      message: "The server can’t be reached. Check your connection, then try again.",
    };
  }
  console.error(thrown);
  return { kind: "fault", message: "Something went wrong on this page. Reload it and try again." };
}

function isGeneralError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && (thrown as { isSuperTokensGeneralError?: boolean }).isSuperTokensGeneralError === true;
}

async function describeResponse(response: Response): Promise<Problem> {
  if (response.status === 401) {
    return { kind: "sessionEnded", message: kSessionEnded };
  }
  if (response.status === 403) return describeRefusal(response);
  if (response.status === 429 || response.status === 503) {
    return { kind: "busy", message: `The server is busy. Try again ${waitOf(response)}.` };
  }
  if (response.status >= 500) {
    return { kind: "fault", message: "The server had a problem. Nothing is lost: try again in a moment." };
  }
  const said = await messageOf(response);
  return { kind: "refused", message: `The server refused this request${said === "" ? "" : `: ${said}`}.` };
}

async function describeRefusal(response: Response): Promise<Problem> {
  const body = await bodyOf(response);
  const claims = Array.isArray(body["claimValidationErrors"]) ? body["claimValidationErrors"] : [];
  if (claims.some((claim: { id?: unknown }) => claim.id === "2fa-completed")) {
    return { kind: "secondFactorNeeded", message: "This needs the code that we send to your phone." };
  }
  return { kind: "refused", message: "You are not allowed to do this." };
}

/** The Retry-After header in words; browsers hide it when another origin does not expose it. */
function waitOf(response: Response): string {
  const seconds = Number(response.headers.get("retry-after"));
  if (!Number.isFinite(seconds) || seconds < 1) return "in a moment";
  return seconds === 1 ? "in a second" : `in ${Math.ceil(seconds)} seconds`;
}

async function messageOf(response: Response): Promise<string> {
  const message = (await bodyOf(response))["message"];
  return typeof message === "string" ? message.replace(/\.$/, "") : "";
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.clone().json()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
