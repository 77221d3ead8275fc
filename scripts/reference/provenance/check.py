"""Lets the Content Authenticity Initiative's reader judge pictures that the farm signed: check.py FOLDER, and fails where it should not."""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import c2pa
from PIL import Image

FORMATS = ["png", "jpg", "webp"]
STORIES = ["created", "edited", "composed"]


def make(folder):
    picture = Image.effect_noise((320, 240), 40).convert("RGB")
    picture.save(folder / "picture.png")
    picture.save(folder / "picture.jpg", quality=90)
    picture.save(folder / "picture.webp", quality=80)


def judgement(file, anchors=None):
    settings = {"verify": {"verify_trust": True}}
    if anchors:
        settings["trust"] = {"trust_anchors": anchors}
    with c2pa.Context.from_dict(settings) as context, c2pa.Reader(str(file), context=context) as reader:
        told = json.loads(reader.json())
    return told, told["validation_state"], sorted({status["code"] for status in told.get("validation_status", [])})


def expect(name, state, codes, wanted_state, wanted_codes):
    print(f"{name:<34} {state:<8} {' '.join(codes) or '-'}")
    if (state, codes) != (wanted_state, wanted_codes):
        sys.exit(f"{name}: expected {wanted_state} with {wanted_codes}")


def tampered(folder, file):
    """One bit of the picture, far behind the manifest or, in WebP, before it."""
    content = bytearray(file.read_bytes())
    at = 200 if file.suffix == ".webp" else len(content) - 100
    content[at] ^= 1
    changed = folder / f"tampered{file.suffix}"
    changed.write_bytes(content)
    return changed


def judge(folder):
    anchors = (folder / "root.pem").read_text()
    print(f"c2pa-python {version('c2pa-python')}, with c2pa {c2pa.sdk_version()}\n")
    for story in STORIES:
        for kind in FORMATS:
            file = folder / f"{story}.{kind}"
            _, state, codes = judgement(file)
            expect(f"{file.name}, nobody trusted", state, codes, "Valid", ["signingCredential.untrusted"])
            _, state, codes = judgement(file, anchors)
            expect(f"{file.name}, our root trusted", state, codes, "Trusted", [])
            _, state, codes = judgement(tampered(folder, file), anchors)
            expect(f"{file.name}, one bit changed", state, codes, "Invalid", ["assertion.dataHash.mismatch"])
    expect_ingredient(manifest_of(folder / "edited.jpg", anchors), ["c2pa.opened", "c2pa.edited"], "parentOf")
    composed = manifest_of(folder / "composed.png", anchors)
    expect_ingredient(composed, ["c2pa.created", "c2pa.placed"], "componentOf")
    manifest = manifest_of(folder / "edited.jpg", anchors)
    print("\nWhat it tells of edited.jpg:")
    print(json.dumps({key: manifest[key] for key in ("claim_generator_info", "ingredients", "assertions", "signature_info")}, indent=1))
    print("\nOf composed.png:")
    print(json.dumps({key: composed[key] for key in ("ingredients", "assertions")}, indent=1))


def manifest_of(file, anchors):
    told, _, _ = judgement(file, anchors)
    return told["manifests"][told["active_manifest"]]


def expect_ingredient(manifest, actions, relationship):
    """That the actions are these, the one that names an ingredient names the only one, and that is told of in full."""
    (ingredient,) = manifest["ingredients"]
    (told,) = (one["data"]["actions"] for one in manifest["assertions"] if one["label"] == "c2pa.actions.v2")
    naming = [one["action"] for one in told if "ingredients" in one.get("parameters", {})]
    found = [one["action"] for one in told], naming, ingredient["relationship"], ingredient["format"]
    wanted = actions, [actions[0] if relationship == "parentOf" else actions[1]], relationship, "image/jpeg"
    if found != wanted:
        sys.exit(f"expected {wanted}, found {found}")


if __name__ == "__main__":
    (make if sys.argv[1] == "make" else judge)(Path(sys.argv[2]))
