// Counts what held and what did not, prints each failure once, and closes with the line the runner reads.
let passed = 0;
let failed = 0;

export async function check(name, body) {
  try {
    await body();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`not ok - ${name}\n    ${String(error.stack || error).split('\n').slice(0, 6).join('\n    ')}`);
  }
}

export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

// Polls until the condition answers something true; a test never sleeps for a time it merely hopes to be enough.
export async function until(what, condition, seconds = 20) {
  const deadline = Date.now() + seconds * 1000;
  let last;
  do {
    try {
      last = await condition();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((wake) => setTimeout(wake, 50));
  } while (Date.now() < deadline);
  throw new Error(`waited ${seconds} s for ${what}; last: ${last}`);
}
