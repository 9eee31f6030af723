// Where the stack under test is: handed over by tests/run, never guessed.
function need(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start the tests by make test`);
  return value;
}

export const base = need('XQ_BASE');
export const runDir = need('XQ_RUN');
export const state = need('XQ_STATE');
export const password = need('XQ_DEMO_PASSWORD');
export const database = need('XQ_PG');
