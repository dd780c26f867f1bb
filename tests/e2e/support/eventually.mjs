// Waits for something outside the browser.

const kPatienceMilliseconds = 15_000;

/** Asks until the answer is yes. */
export async function eventually(what, isSo) {
  const deadline = Date.now() + kPatienceMilliseconds;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
