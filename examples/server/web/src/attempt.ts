// The code that is under way. supertokens-web-js keeps it in the browser, so that a reload continues
// where it was; this adds what the page itself needs to know.
import * as Passwordless from "supertokens-web-js/recipe/passwordless";
import { sessionState } from "./auth.ts";

interface AttemptNotes {
  phoneNumber: string;
  /** When the last code was sent, in milliseconds of this browser's clock. */
  sentAt: number;
  sessionHandle: string | undefined;
}

export type Attempt = AttemptNotes;

/** The attempt of the current session; one that an earlier session left behind can't be completed. */
export async function currentAttempt(): Promise<Attempt | undefined> {
  const attempt = await Passwordless.getLoginAttemptInfo<Partial<AttemptNotes>>();
  if (attempt?.phoneNumber === undefined || attempt.sentAt === undefined) return undefined;
  const { level, sessionHandle } = await sessionState();
  if (level !== "firstFactor" || attempt.sessionHandle !== sessionHandle) return undefined;
  return { phoneNumber: attempt.phoneNumber, sentAt: attempt.sentAt, sessionHandle };
}

/** Asks the server to send a code. Returns why it will not, or nothing once the code is on its way. */
export async function sendCode(phoneNumber: string): Promise<string | undefined> {
  const answer = await Passwordless.createCode({ phoneNumber });
  if (answer.status !== "OK") return answer.reason;
  await note({ phoneNumber, sentAt: Date.now(), sessionHandle: (await sessionState()).sessionHandle });
  return undefined;
}

/** Sends another code for the same attempt; `false` when the attempt is over. */
export async function resendCode(): Promise<boolean> {
  const answer = await Passwordless.resendCode();
  if (answer.status !== "OK") return false;
  await note({ sentAt: Date.now() });
  return true;
}

export function forgetAttempt(): Promise<void> {
  return Passwordless.clearLoginAttemptInfo();
}

async function note(notes: Partial<AttemptNotes>): Promise<void> {
  const attempt = await Passwordless.getLoginAttemptInfo();
  if (attempt === undefined) return;
  await Passwordless.setLoginAttemptInfo({ attemptInfo: { ...attempt, ...notes } });
}
