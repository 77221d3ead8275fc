"""Runs OpenAI's Python client, unmodified, over everything that the farm has of OpenAI's API: check.py URL

Every answer is parsed strictly: by the client's own models, no field of a wrong type, none that the models do not know
but those of the farm (renderfarm), and none missing but those that docs/openai.md names.
"""

import base64
import io
import json
import os
import struct
import sys
import time
import urllib.request
import zlib

import openai
from PIL import Image
from pydantic import BaseModel

# what the farm adds
EXTRA = {"renderfarm", "code", "param", "first_id", "last_id", "has_more", "object", "line"}
# what the farm leaves out where it has nothing to say
ABSENT = {
    "FileObject": {"expires_at", "status_details"},
    "Batch": {"usage"},
    "ImagesResponse": {"safety_identifier", "svg_usage"},
    "Model": {"shutdown_date"},
    "Error": {"line", "param", "code", "message"},
}
# of what stands in the output of a batch besides
ABSENT_IN_OUTPUT = {"ImagesResponse": {"background", "quality", "usage"}, "Image": {"revised_prompt", "b64_json", "url"}}



def png(side):
    """A red square on a transparent ground, as a shop's cut-out is."""
    inside = range(side // 4, 3 * side // 4)
    rows = b"".join(
        b"\0" + b"".join(b"\xc0\x20\x20\xff" if x in inside and y in inside else bytes(4) for x in range(side))
        for y in range(side)
    )

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def photo(side, kind):
    """An opaque picture, as a camera has it."""
    image = Image.new("RGB", (side, side))
    image.putdata([(x * 255 // side, y * 255 // side, 90) for y in range(side) for x in range(side)])
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def data_url(content, media_type):
    return f"data:{media_type};base64," + base64.b64encode(content).decode()


def picture(one):
    """As it is at its address, or in the answer."""
    if one.b64_json is None:
        with urllib.request.urlopen(one.url) as answer:
            content = answer.read()
    else:
        content = base64.b64decode(one.b64_json)
    return Image.open(io.BytesIO(content))


def kept(source, drawn):
    """How many pixels of the source are opaque; fails where one of them is another in the picture."""
    assert source.size == drawn.size, f"{drawn.size} instead of {source.size}"
    pairs = zip(source.convert("RGBA").get_flattened_data(), drawn.convert("RGB").get_flattened_data())
    opaque = [(before[:3], after) for before, after in pairs if before[3] == 255]
    changed = sum(before != after for before, after in opaque)
    assert not changed, f"{changed} of {len(opaque)} pixels of the product are not its own"
    return len(opaque)


KEY = os.environ.get("RENDERFARM_API_KEY") or "none"
client = openai.OpenAI(base_url=sys.argv[1].rstrip("/") + "/v1", api_key=KEY, max_retries=0)


def strict(raw):
    """The answer, checked against the client's model of it."""
    parsed = raw.parse()
    model = type(parsed)
    exact = model.model_validate_json(raw.text, strict=True) if model.__name__ != "SyncCursorPage" else parsed
    look(exact, model.__name__)
    return parsed


def look(value, where, left_out=None):
    if isinstance(value, BaseModel):
        name = type(value).__name__
        for extra in value.model_extra or {}:
            assert extra in EXTRA, f"{where} has a field that the client does not know: {extra}"
        missing = set(type(value).model_fields) - value.model_fields_set - ABSENT.get(name, set())
        missing -= (left_out or {}).get(name, set())
        assert not missing, f"{where} ({name}) lacks {sorted(missing)}"
        for field in type(value).model_fields:
            look(getattr(value, field), f"{where}.{field}", left_out)
    elif isinstance(value, (list, tuple)):
        for one in value:
            look(one, where + "[]", left_out)


def refused(error, code, call):
    try:
        call()
    except error as problem:
        assert problem.code == code, f"{problem.code} instead of {code}"
        return problem
    raise AssertionError(f"not refused with {code}")


def files():
    lines = b"".join(
        json.dumps(
            {
                "custom_id": f"mug-{i}",
                "method": "POST",
                "url": "/v1/images/generations",
                "body": {"prompt": f"mug {i}", "size": "256x256"},
            }
        ).encode()
        + b"\n"
        for i in range(3)
    )
    files = client.files.with_raw_response
    batch = strict(files.create(file=("in.jsonl", lines), purpose="batch"))
    vision = strict(
        files.create(
            file=("a.png", png(16)),
            purpose="vision",
            expires_after={"anchor": "created_at", "seconds": 3600},
        )
    )
    assert vision.expires_at == vision.created_at + 3600
    data = strict(files.create(file=io.BytesIO(b"notes"), purpose="user_data"))
    assert strict(files.retrieve(batch.id)).id == batch.id
    assert client.files.wait_for_processing(batch.id).status == "processed"
    assert client.files.content(batch.id).read() == lines
    page = client.files.list(limit=2, order="desc")
    assert [file.id for file in page.data] == [data.id, vision.id] and page.has_next_page()
    assert batch.id in [file.id for file in client.files.list(limit=1, purpose="batch")]
    assert [file.id for file in client.files.list(purpose="vision")][0] == vision.id
    for file in page.data:
        look(file, "files.list")
    assert strict(files.delete(data.id)).deleted
    refused(openai.NotFoundError, "not_found", lambda: client.files.retrieve(data.id))
    refused(
        openai.BadRequestError,
        "invalid_request",
        lambda: client.files.create(file=("a", b"x"), purpose="fine-tune"),
    )
    refused(openai.NotFoundError, "not_found", lambda: client.files.list(after="file-none"))
    return batch


def batches(file):
    batches = client.batches.with_raw_response
    batch = strict(
        batches.create(
            input_file_id=file.id,
            endpoint="/v1/images/generations",
            completion_window="24h",
            metadata={"season": "spring"},
            output_expires_after={"anchor": "created_at", "seconds": 86400},
            extra_headers={"Idempotency-Key": "clients-" + file.id},
        )
    )
    assert batch.metadata == {"season": "spring"}
    refused(openai.ConflictError, "file_in_use", lambda: client.files.delete(file.id)) if batch.status in (
        "validating",
        "in_progress",
    ) else None
    while batch.status not in ("completed", "failed", "expired", "cancelled"):
        time.sleep(0.2)
        batch = strict(batches.retrieve(batch.id))
    assert batch.status == "completed" and batch.request_counts.completed == 3, batch
    output = client.files.retrieve(batch.output_file_id)
    look(output, "output file")
    assert output.purpose == "batch_output" and output.expires_at == output.created_at + 86400
    answers = [json.loads(line) for line in client.files.content(batch.output_file_id).text.splitlines()]
    assert {answer["custom_id"] for answer in answers} == {"mug-0", "mug-1", "mug-2"}
    for answer in answers:
        body = openai.types.ImagesResponse.model_validate(answer["response"]["body"])
        assert urllib.request.urlopen(body.data[0].url).read(4) == b"\x89PNG"
    assert batch.id in [one.id for one in client.batches.list(limit=1)]
    second = strict(
        batches.create(input_file_id=file.id, endpoint="/v1/images/generations", completion_window="24h")
    )
    try:
        assert strict(batches.cancel(second.id)).status in ("cancelling", "cancelled")
    except openai.ConflictError as problem:  # it was quicker
        assert problem.code == "conflict"
    refused(
        openai.BadRequestError,
        "invalid_request",
        lambda: client.batches.create(input_file_id=file.id, endpoint="/v1/embeddings", completion_window="24h"),
    )
    refused(openai.NotFoundError, "not_found", lambda: client.batches.retrieve("batch_none"))
    refused(openai.BadRequestError, "invalid_request", lambda: client.batches.list(after="garbage"))


def models():
    names = [model.id for model in client.models.list()]
    assert names
    strict(client.models.with_raw_response.retrieve(names[0]))
    refused(openai.NotFoundError, "model_not_found", lambda: client.models.retrieve("gpt-image-1"))


def images():
    images = client.images.with_raw_response
    answer = strict(images.generate(prompt="a red mug", size="256x256"))
    assert answer.size == "256x256" and answer.output_format == "png" and answer.background == "opaque"
    assert urllib.request.urlopen(answer.data[0].url).read(4) == b"\x89PNG"
    answer = strict(
        images.generate(
            prompt="a red mug",
            n=2,
            size="auto",
            response_format="b64_json",
            output_format="png",
            quality="high",
            user="shop-7",
            background="auto",
            extra_body={"seed": 7, "num_inference_steps": 2},
        )
    )
    assert [base64.b64decode(one.b64_json)[:4] for one in answer.data] == [b"\x89PNG"] * 2
    assert answer.data[0].renderfarm["seed"] == 7 and answer.data[1].renderfarm["seed"] == 8
    ignored = {warning["param"] for warning in answer.renderfarm["warnings"]["data"]}
    assert ignored == {"body.quality", "body.user", "body.background"}, ignored
    for problem, field in (
        ({"stream": True}, "stream"),
        ({"background": "transparent"}, "background"),
        ({"output_compression": 50}, "output_compression"),
        ({"output_format": "bmp"}, "output_format"),
        ({"n": 11}, "n"),
    ):
        error = refused(
            openai.BadRequestError, "invalid_request", lambda: client.images.generate(prompt="a mug", **problem)
        )
        assert error.param == field, f"{error.param} instead of {field}"
    refused(
        openai.NotFoundError, "model_not_found", lambda: client.images.generate(prompt="a mug", model="gpt-image-1")
    )
    late = refused(
        openai.InternalServerError,
        "not_rendered_yet",
        lambda: openai.OpenAI(base_url=client.base_url, api_key=KEY, max_retries=2).images.generate(
            prompt="a late mug", extra_headers={"Prefer": "wait=0"}
        ),
    )
    batch = client.batches.retrieve(late.response.headers["content-location"].rsplit("/", 1)[1])
    while batch.status != "completed":
        time.sleep(0.2)
        batch = client.batches.retrieve(batch.id)


def edited_in_batches(mug):
    """A batch of every form in which OpenAI's JSON names pictures, and one with mistakes."""
    shot, outline = photo(64, "JPEG"), png(64)
    files = client.files.with_raw_response
    photo_file = strict(files.create(file=("shot.jpg", shot), purpose="user_data"))
    mask_file = strict(files.create(file=("outline.png", outline), purpose="vision"))
    size = {"size": "64x64"}
    bodies = {
        "file": {"images": [{"file_id": mug.id}], **size, "n": 2, "seed": 5},
        "inline": {"images": [{"image_url": data_url(outline, "image/png")}], **size, "output_format": "webp"},
        "masked": {"images": [{"file_id": photo_file.id}], "mask": {"file_id": mask_file.id}, **size},
        "strong": {"image": photo_file.id, **size, "strength": 1, "response_format": "b64_json"},
        "jpeg": {"images": [{"file_id": mug.id}], **size, "output_format": "jpeg", "output_compression": 80},
        "placed": {"images": [{"file_id": mug.id}], "size": "128x128", "place": "center", "input_fidelity": "high"},
    }
    batch = edits_batch({name: {"prompt": "a mug on marble", **body} for name, body in bodies.items()})
    assert batch.status == "completed" and batch.request_counts.completed == len(bodies) + 1, batch  # pictures, of which a line has two
    assert batch.error_file_id is None and batch.endpoint == "/v1/images/edits"
    pictures = {}
    for line in client.files.content(batch.output_file_id).text.splitlines():
        told = json.loads(line)
        assert told["response"]["status_code"] == 200 and told["error"] is None
        body = openai.types.ImagesResponse.model_validate_json(json.dumps(told["response"]["body"]), strict=True)
        look(body, "output." + told["custom_id"], ABSENT_IN_OUTPUT)
        pictures[told["custom_id"]] = [picture(one) for one in body.data]
    assert pictures.keys() == bodies.keys()
    assert {name: (made[0].format, len(made)) for name, made in pictures.items()} == {
        "file": ("PNG", 2), "inline": ("WEBP", 1), "masked": ("PNG", 1), "strong": ("PNG", 1), "jpeg": ("JPEG", 1),
        "placed": ("PNG", 1),
    }
    cut_out = Image.open(io.BytesIO(outline))
    for name in ("file", "inline"):
        for drawn in pictures[name]:
            assert kept(cut_out, drawn) == 32 * 32
    masked = Image.open(io.BytesIO(shot)).convert("RGBA")
    masked.putalpha(cut_out.getchannel("A"))
    assert kept(masked, pictures["masked"][0]) == 32 * 32
    larger = Image.new("RGBA", (128, 128))
    larger.paste(cut_out, (32, 32))
    assert kept(larger, pictures["placed"][0]) == 32 * 32
    wrong = edits_batch({"gone": {"prompt": "a mug", "images": [{"file_id": "file-none"}]}, "bare": {"prompt": "a mug"}})
    assert wrong.status == "failed" and wrong.output_file_id is None, wrong
    assert [error.line for error in wrong.errors.data] == [1, 2], wrong.errors


def edits_batch(bodies):
    lines = b"".join(
        json.dumps({"custom_id": name, "method": "POST", "url": "/v1/images/edits", "body": body}).encode() + b"\n"
        for name, body in bodies.items()
    )
    file = strict(client.files.with_raw_response.create(file=("edits.jsonl", lines), purpose="batch"))
    batch = strict(
        client.batches.with_raw_response.create(
            input_file_id=file.id, endpoint="/v1/images/edits", completion_window="24h"
        )
    )
    while batch.status not in ("completed", "failed", "expired", "cancelled"):
        time.sleep(0.2)
        batch = strict(client.batches.with_raw_response.retrieve(batch.id))
    return batch


def edits():
    """Pictures that begin with one of ours, in a batch and now. False where no model can."""
    mug = strict(client.files.with_raw_response.create(file=("mug.png", png(64)), purpose="vision"))
    assert mug.renderfarm["picture"]["width"] == 64 and mug.renderfarm["picture"]["transparent"]
    refused(
        openai.BadRequestError,
        "invalid_request",
        lambda: client.files.create(file=("a.png", b"no picture"), purpose="vision"),
    )
    if not any(model.renderfarm["edits"] for model in client.models.list()):
        refused(
            openai.BadRequestError,
            "invalid_request",
            lambda: client.images.edit(image=("mug.png", png(64)), prompt="on marble"),
        )
        return False
    edited_in_batches(mug)
    edit = client.images.with_raw_response.edit
    for image in (("mug.png", png(64)), [("mug.png", png(64))]):
        answer = strict(edit(image=image, prompt="on oak", size="auto", n=1, input_fidelity="high"))
        assert picture(answer.data[0]).format == "PNG"
    answer = strict(edit(image=("mug.png", png(64)), mask=("mask.png", png(64)), prompt="a cup", background="opaque"))
    assert answer.background == "opaque"
    for kind in ("PNG", "JPEG", "WEBP"):
        answer = strict(
            edit(
                image=(f"shot.{kind.lower()}", photo(64, kind)),
                prompt="a cup",
                size="64x64",
                response_format="b64_json",
                output_format=kind.lower(),
            )
        )
        assert picture(answer.data[0]).format == kind and answer.output_format == kind.lower()
    for problem, field in (
        ({"background": "transparent"}, "background"),
        ({"stream": True}, "stream"),
        ({"mask": ("mask.png", png(32))}, "mask"),
        ({"extra_body": {"strenght": 1}}, "strenght"),
    ):
        error = refused(
            openai.BadRequestError,
            "invalid_request",
            lambda: client.images.edit(image=("mug.png", png(64)), prompt="a mug", **problem),
        )
        assert error.param == field, f"{error.param} instead of {field}"
    return True


models()
batches(files())
images()
edited = "edits" if edits() else "no edits, since no model of this farm can"
print(f"openai (Python) {openai.__version__}: files, batches, models, images and {edited} as the client has them")
