// The bundled server's own routes, beside the library's. fetch is the one that supertokens-web-js wraps:
// an expired access token is refreshed, and the request repeated, without anything here knowing.
import type { FieldErrors } from "./form.ts";

export interface SessionInfo {
  userId: string;
  sessionHandle: string;
  accessTokenPayload: Record<string, unknown>;
}

export interface SessionRow {
  sessionHandle: string;
  timeCreated: number;
  expiry: number;
  current: boolean;
}

/** The names and fields are those of the library's events. */
export interface AccountEvent {
  event: string;
  time: number;
  contactMasked?: string;
  clientAddress?: string;
  reason?: string;
}

export interface EventPage {
  events: AccountEvent[];
  nextPaginationToken?: string;
}

export interface Message {
  channel: "sms" | "email";
  type: string;
  to: string;
  userInputCode: string | null;
  urlWithLinkCode: string | null;
  time: number;
}

export type PasswordChange =
  | { status: "OK" }
  | { status: "WRONG_CREDENTIALS_ERROR" }
  | { status: "FIELD_ERROR"; formFields: FieldErrors }
  | { status: "GENERAL_ERROR"; message: string };

export interface Factor {
  factorId: string;
  /** Masked: the server shows the number to nobody. */
  contact: string;
  timeEnrolled: number;
}

export type PhoneChangeStart =
  | { status: "OK"; deviceId: string; preAuthSessionId: string }
  | { status: "WRONG_CREDENTIALS_ERROR" | "ALREADY_ENROLLED_ERROR" | "FACTOR_NOT_COMPLETED_ERROR" }
  | { status: "GENERAL_ERROR"; message: string };

export type PhoneChange =
  | { status: "OK"; factor: Factor }
  | { status: "RESTART_FLOW_ERROR" | "FACTOR_NOT_COMPLETED_ERROR" }
  | { status: "INCORRECT_USER_INPUT_CODE_ERROR" | "EXPIRED_USER_INPUT_CODE_ERROR" }
  | { status: "GENERAL_ERROR"; message: string };

/** Every call throws the `Response` when the server refuses, and what `fetch` throws when there is none. */
export class Api {
  constructor(private readonly domain: string) {}

  session = (): Promise<SessionInfo> => this.get("/api/session");

  /** What only a session with both factors may read. */
  secret = (): Promise<Record<string, unknown>> => this.get("/api/secret");

  sessions = async (): Promise<SessionRow[]> =>
    (await this.get<{ sessions: SessionRow[] }>("/api/sessions")).sessions;

  /** What happened to the account, newest first. */
  events = (paginationToken?: string): Promise<EventPage> =>
    this.get(
      paginationToken === undefined
        ? "/api/events"
        : `/api/events?paginationToken=${encodeURIComponent(paginationToken)}`,
    );

  revokeSession = (sessionHandle: string): Promise<unknown> =>
    this.post("/api/sessions/revoke", { sessionHandle });

  revokeAllSessions = (): Promise<unknown> => this.post("/api/sessions/revoke-all", {});

  changePassword = (currentPassword: string, newPassword: string): Promise<PasswordChange> =>
    this.post("/api/password", { currentPassword, newPassword });

  factors = async (): Promise<Factor[]> => (await this.get<{ factors: Factor[] }>("/api/factors")).factors;

  startReplacingPhone = (phoneNumber: string, password: string): Promise<PhoneChangeStart> =>
    this.post("/api/factors/replace/start", { phoneNumber, password });

  finishReplacingPhone = (attempt: {
    deviceId: string;
    preAuthSessionId: string;
    userInputCode: string;
  }): Promise<PhoneChange> => this.post("/api/factors/replace/finish", attempt);

  /** Development only: what would have gone to phones and mailboxes. */
  outbox = async (): Promise<Message[]> =>
    (await this.get<{ messages: Message[] }>("/dev/outbox.json")).messages;

  private get<Answer>(path: string): Promise<Answer> {
    return this.call(path, { method: "GET" });
  }

  private post<Answer>(path: string, body: object): Promise<Answer> {
    const headers = { "content-type": "application/json" };
    return this.call(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  private async call<Answer>(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(this.domain + path, init);
    if (!response.ok) throw response;
    return (await response.json()) as Answer;
  }
}
