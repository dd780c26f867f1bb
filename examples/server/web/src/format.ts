// Dates and numbers as people read them.

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const clockTime = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

export function asDateAndTime(milliseconds: number): string {
  return dateAndTime.format(milliseconds);
}

export function asClockTime(milliseconds: number): string {
  return clockTime.format(milliseconds);
}

/** Enough of a number for its owner to know it, and too little for anybody else. */
export function maskedPhone(phoneNumber: string): string {
  return `number ending in ${phoneNumber.slice(-2)}`;
}

/** What people write between the digits, taken out: "0044 (0)…" stays theirs to get right. */
export function normalisedPhone(written: string): string {
  return written.replace(/[\s().\-/\u00a0\u2010-\u2013]/g, "").replace(/^00/, "+");
}
