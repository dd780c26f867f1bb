// Asking for another code, not more often than a message may take to arrive.
import { resendCode } from "./attempt.ts";
import { announce, h } from "./dom.ts";
import { showProblem, type Flash } from "./router.ts";

const kWaitMilliseconds = 15_000;

export class ResendButton {
  readonly element: HTMLButtonElement;
  /** Hidden from screen readers, which would otherwise be told of every second that passes. */
  private readonly countdown = h("span", { "aria-hidden": "true" });
  private readonly timer: number;
  private busy = false;

  /** `sentAt` is kept beside the attempt: a reload is no way around the wait. */
  constructor(
    private sentAt: number,
    private readonly say: (said: Flash) => void,
    private readonly onOver: (message: string) => Promise<void>,
  ) {
    this.element = h(
      "button",
      { type: "button", class: "link-button", onclick: () => void this.resend() },
      "Send a new code",
      this.countdown,
    );
    this.timer = window.setInterval(() => this.refresh(), 500);
    this.refresh();
  }

  stop(): void {
    window.clearInterval(this.timer);
  }

  private secondsLeft(): number {
    const waited = Date.now() - this.sentAt;
    if (waited < 0) return 0; // the clock was set back
    return Math.max(0, Math.ceil((kWaitMilliseconds - waited) / 1000));
  }

  private refresh(): void {
    const seconds = this.secondsLeft();
    this.element.setAttribute("aria-disabled", String(seconds > 0 || this.busy));
    this.countdown.textContent = seconds > 0 ? ` (in ${seconds} s)` : "";
  }

  private async resend(): Promise<void> {
    const seconds = this.secondsLeft();
    if (seconds > 0) return announce(`You can ask for a new code in ${seconds} seconds.`);
    if (this.busy) return;
    this.busy = true;
    try {
      if (!(await resendCode())) return await this.onOver("That code can’t be sent again. Ask for a new one.");
      this.sentAt = Date.now();
      this.say({ tone: "info", message: "We sent a new code. It can take a moment to arrive." });
    } catch (thrown) {
      await showProblem(thrown, (message) => this.say({ tone: "error", message }));
    } finally {
      this.busy = false;
      this.refresh();
    }
  }
}
