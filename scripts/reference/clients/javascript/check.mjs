// Runs OpenAI's JavaScript client, unmodified, over everything that the farm has of OpenAI's API: check.mjs URL
// Every answer has exactly the fields that it is to have.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import OpenAI, { toFile } from "openai";

const client = new OpenAI({ baseURL: process.argv[2].replace(/\/$/, "") + "/v1", apiKey: process.env.RENDERFARM_API_KEY || "none", maxRetries: 0 });

const FILE = ["id", "object", "bytes", "created_at", "filename", "purpose", "status"];
const BATCH = [
  "id", "endpoint", "model", "errors", "input_file_id", "completion_window", "status", "output_file_id",
  "error_file_id", "created_at", "in_progress_at", "expires_at", "finalizing_at", "completed_at", "failed_at",
  "expired_at", "cancelling_at", "cancelled_at", "request_counts", "metadata", "object", "renderfarm",
];
const IMAGES = ["created", "background", "data", "output_format", "quality", "size", "usage", "renderfarm"];
const IMAGE = ["b64_json", "revised_prompt", "url", "renderfarm"];
const MODEL = ["id", "object", "created", "owned_by", "renderfarm"];
// a red square on a transparent ground
const PNG = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAGklEQVR4nGNgGAUY4ICCwn98eNSAkWHACAQAeZ1/wbMI+B8AAAAASUVORK5CYII=";

function fields(value, names, optional = []) {
  const found = Object.keys(value).filter((name) => !name.startsWith("_") && !optional.includes(name));
  assert.deepEqual(found.sort(), [...names].sort());
  return value;
}

async function refused(type, code, call) {
  await assert.rejects(call, (error) => {
    assert(error instanceof type, `${error}`);
    assert.equal(error.code, code);
    return true;
  });
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 200));

async function ended(batch) {
  while (!["completed", "failed", "expired", "cancelled"].includes(batch.status)) {
    await pause();
    batch = fields(await client.batches.retrieve(batch.id), BATCH);
  }
  return batch;
}

async function collect(pages) {
  const all = [];
  for await (const one of pages) all.push(one.id);
  return all;
}

// models
const models = await collect(client.models.list());
fields(await client.models.retrieve(models[0]), MODEL);
await refused(OpenAI.NotFoundError, "model_not_found", () => client.models.retrieve("gpt-image-1"));

// files
const lines = [0, 1, 2].map((i) =>
  JSON.stringify({
    custom_id: `pen-${i}`, method: "POST", url: "/v1/images/generations",
    body: { prompt: `pen ${i}`, size: "256x256" },
  }) + "\n").join("");
const input = fields(
  await client.files.create({ file: await toFile(Buffer.from(lines), "in.jsonl"), purpose: "batch" }), FILE);
const vision = fields(
  await client.files.create({
    file: await toFile(Buffer.from(PNG, "base64"), "a.png"), purpose: "vision",
    expires_after: { anchor: "created_at", seconds: 3600 },
  }), [...FILE, "expires_at", "renderfarm"]);
assert.equal(vision.expires_at, vision.created_at + 3600);
const data = fields(
  await client.files.create({ file: await toFile(Buffer.from("x"), "b.txt"), purpose: "user_data" }), FILE);
fields(await client.files.retrieve(input.id), FILE);
assert.equal((await client.files.waitForProcessing(input.id)).status, "processed");
assert.equal(await (await client.files.content(input.id)).text(), lines);
assert((await collect(client.files.list({ limit: 1, purpose: "batch" }))).includes(input.id));
assert.deepEqual(
  fields(await client.files.delete(data.id), ["id", "object", "deleted"]),
  { id: data.id, object: "file", deleted: true });
await refused(OpenAI.NotFoundError, "not_found", () => client.files.retrieve(data.id));

// batches
let batch = fields(
  await client.batches.create({
    input_file_id: input.id, endpoint: "/v1/images/generations", completion_window: "24h",
    metadata: { season: "spring" }, output_expires_after: { anchor: "created_at", seconds: 86400 },
  }), BATCH);
batch = await ended(batch);
assert.equal(batch.status, "completed");
assert.equal(batch.request_counts.completed, 3);
const output = fields(await client.files.retrieve(batch.output_file_id), [...FILE, "expires_at"]);
assert.equal(output.expires_at, output.created_at + 86400);
const answers = (await (await client.files.content(batch.output_file_id)).text()).trim().split("\n").map(JSON.parse);
assert.equal(answers.length, 3);
assert((await collect(client.batches.list({ limit: 1 }))).includes(batch.id));
const second = await client.batches.create({
  input_file_id: input.id, endpoint: "/v1/images/generations", completion_window: "24h",
});
await client.batches.cancel(second.id).catch((error) => assert.equal(error.code, "conflict"));
await refused(OpenAI.NotFoundError, "not_found", () => client.batches.retrieve("batch_none"));

// images
const byUrl = fields(await client.images.generate({ prompt: "a pen", size: "256x256" }), IMAGES);
byUrl.data.forEach((image) => fields(image, IMAGE));
const picture = Buffer.from(await (await fetch(byUrl.data[0].url)).arrayBuffer());
assert.equal(picture.subarray(1, 4).toString(), "PNG");
const inline = fields(
  await client.images.generate({ prompt: "a pen", n: 2, size: "auto", response_format: "b64_json", seed: 7 }), IMAGES);
inline.data.forEach((image) => {
  fields(image, IMAGE);
  assert.equal(Buffer.from(image.b64_json, "base64").subarray(1, 4).toString(), "PNG");
});
await refused(OpenAI.BadRequestError, "invalid_request", () => client.images.generate({ prompt: "a", stream: true }));
await refused(OpenAI.InternalServerError, "not_rendered_yet",
  () => client.images.generate({ prompt: "late" }, { headers: { Prefer: "wait=0" }, maxRetries: 2 }));

// edits
const mug = Buffer.from(PNG, "base64");
const canEdit = (await client.models.retrieve(models[0])).renderfarm.edits;
if (canEdit) {
  const size = { size: "64x64" };
  const bodies = {
    file: { images: [{ file_id: vision.id }], ...size, n: 2 },
    inline: { images: [{ image_url: `data:image/png;base64,${PNG}` }], ...size, output_format: "webp" },
    masked: { images: [{ file_id: vision.id }], mask: { file_id: vision.id }, ...size, output_format: "jpeg" },
  };
  const sheet = Object.entries(bodies).map(([id, body]) => JSON.stringify({
    custom_id: id, method: "POST", url: "/v1/images/edits", body: { prompt: "a pen on oak", ...body },
  }) + "\n").join("");
  const edits = await client.files.create({ file: await toFile(Buffer.from(sheet), "edits.jsonl"), purpose: "batch" });
  const edited = await ended(fields(await client.batches.create({
    input_file_id: edits.id, endpoint: "/v1/images/edits", completion_window: "24h",
  }), BATCH));
  assert.equal(edited.status, "completed", JSON.stringify(edited.errors));
  const begins = { file: "\x89PNG", inline: "RIFF", masked: "\xff\xd8\xff" };
  const lines = (await (await client.files.content(edited.output_file_id)).text()).trim().split("\n").map(JSON.parse);
  assert.deepEqual(lines.map((line) => line.custom_id).sort(), Object.keys(bodies).sort());
  for (const line of lines) {
    fields(line.response.body, ["created", "data", "size", "output_format"]);
    assert.equal(line.response.body.data.length, bodies[line.custom_id].n ?? 1);
    for (const image of line.response.body.data) {
      fields(image, ["url", "renderfarm"]);
      const file = Buffer.from(await (await fetch(image.url)).arrayBuffer());
      assert(file.toString("latin1").startsWith(begins[line.custom_id]), line.custom_id);
    }
  }
  const upload = () => toFile(mug, "mug.png", { type: "image/png" });
  for (const image of [await upload(), [await upload()]]) {
    const answer = fields(await client.images.edit({ image, prompt: "a pen on oak", ...size, response_format: "b64_json" }), IMAGES);
    assert.equal(Buffer.from(fields(answer.data[0], IMAGE).b64_json, "base64").subarray(1, 4).toString(), "PNG");
  }
  fields(await client.images.edit({ image: await upload(), mask: await upload(), prompt: "a cup", ...size }), IMAGES);
  await refused(OpenAI.BadRequestError, "invalid_request",
    async () => client.images.edit({ image: await upload(), prompt: "a", background: "transparent" }));
  await refused(OpenAI.BadRequestError, "invalid_request",
    async () => client.images.edit({ image: await toFile(Buffer.from("text"), "a.png"), prompt: "a" }));
}

const version = JSON.parse(readFileSync(new URL("package.json", import.meta.url))).dependencies.openai;
console.log(`openai (JavaScript) ${version}: files, batches, models, images and ${canEdit ? "edits" : "no edits, since its model cannot,"} as the client has them`);
