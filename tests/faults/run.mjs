// What dies, dies here: workers, masters, PostgreSQL, under load. A journal of acknowledged receipts is held against the tables.
import { check, close } from '../lib/result.mjs';
import { City } from '../lib/city.mjs';
import { journal } from './journal.mjs';
import { outages } from './outages.mjs';
import { outbox } from './outbox.mjs';

const city = await City.start();
try {
  await check('faults: every acknowledged receipt is found, none twice', () => journal(city));
  for (const [name, body] of Object.entries(outages)) await check(`faults: ${name}`, () => body(city));
} finally {
  city.end();
}
await outbox();
close();
