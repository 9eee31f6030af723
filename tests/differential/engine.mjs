// The engine behind its line-by-line program.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Engine {
  constructor(program, env = {}) {
    this.waiting = [];
    this.process = spawn(program, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
    this.process.on("exit", () => this.waiting.splice(0).forEach((done) => done({ refused: "the program ended" })));
    createInterface({ input: this.process.stdout }).on("line", (line) => this.waiting.shift()(JSON.parse(line)));
  }

  ask(question) {
    if (this.process.exitCode !== null) return Promise.resolve({ refused: "the program ended" });
    this.process.stdin.write(`${JSON.stringify(question)}\n`);
    return new Promise((done) => this.waiting.push(done));
  }

  end() {
    this.process.stdin.end();
  }
}
