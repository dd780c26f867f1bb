// Starts the real mfa-server for one test file, on a free port, with a database and an outbox of its own.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually.mjs";

const kBuiltServer = fileURLToPath(new URL("../../../build/release/examples/server/mfa-server", import.meta.url));

export class Server {
  #process;
  #folder;
  #output = "";

  /** `args` are further command-line options of mfa-server. */
  static async start(...args) {
    const server = new Server();
    await server.#start(process.env.MFA_SERVER ?? kBuiltServer, args);
    return server;
  }

  async #start(binary, args) {
    this.port = await freePort();
    this.origin = `http://localhost:${this.port}`;
    this.#folder = await mkdtemp(path.join(os.tmpdir(), "mfa-e2e-"));
    this.#process = spawn(binary, [
      ...["--listen", `127.0.0.1:${this.port}`],
      ...["--storage", `sqlite:${path.join(this.#folder, "auth.db")}`],
      ...["--outbox", this.#outboxFile],
      ...args,
    ]);
    this.#process.on("error", (error) => (this.#output += error.message));
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on("data", (text) => (this.#output += text));
    }
    await eventually("the server answers /healthz", () => this.#isReady());
  }

  async #isReady() {
    if (this.#process.pid === undefined || this.#process.exitCode !== null) {
      throw new Error(`${this.#process.spawnfile} did not start: ${this.#output}`);
    }
    return fetch(`${this.origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
  }

  get #outboxFile() {
    return path.join(this.#folder, "outbox.jsonl");
  }

  /** What would have been sent so far, oldest first: optionally only what went to one number. */
  async messages(to) {
    const text = await readFile(this.#outboxFile, "utf8").catch(() => "");
    const all = text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
    return to === undefined ? all : all.filter((message) => message.to === to);
  }

  /** The newest code for this number, once there are `count` of them. */
  async code(to, count = 1) {
    await eventually(`message ${count} to ${to}`, async () => (await this.messages(to)).length >= count);
    return (await this.messages(to)).at(-1).userInputCode;
  }

  /** Ends the server as an operator would, and says so when it does not end well. */
  async stop() {
    const ended = new Promise((resolve) => this.#process.once("exit", (code) => resolve(code)));
    if (this.#process.exitCode === null) {
      this.#process.kill("SIGTERM");
      const code = await ended;
      if (code !== 0) throw new Error(`mfa-server ended with ${code}: ${this.#output}`);
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
