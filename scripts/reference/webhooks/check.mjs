// Verifies what check.py received with the library of Standard Webhooks for JavaScript: check.mjs FILE
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

for (const { secrets, headers, body } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const event = JSON.parse(body);
  for (const secret of secrets) {
    assert.deepEqual(new Webhook(secret).verify(body, headers), event);
  }
  const webhook = new Webhook(secrets[0]);
  assert.throws(() => new Webhook(`whsec_${"A".repeat(43)}=`).verify(body, headers));
  assert.throws(() => webhook.verify(`${body} `, headers));
  assert.throws(() => webhook.verify(body, { ...headers, "webhook-id": "evt_other" }));
  assert.throws(() => webhook.verify(body, { ...headers, "webhook-timestamp": "1600000000" }));
  console.log(`javascript  ${event.type.padEnd(26)} verified with ${secrets.length} secret(s); refused when changed`);
}
