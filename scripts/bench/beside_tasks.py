"""The work of scripts/bench/beside.py, for Celery, for Dramatiq and for a bare loop: two objects into a bucket.

The environment says where: BESIDE_S3, BESIDE_ACCESS_KEY, BESIDE_SECRET_KEY, BESIDE_REDIS, and in BESIDE_FOLDER the two
files picture and sidecar.
"""

import io
import os
import pathlib
import sys

BUCKET = "beside"
CLIENTS = {}


def content(name):
    return pathlib.Path(os.environ["BESIDE_FOLDER"], name).read_bytes()


def client():
    """One for each process: connections do not survive a fork."""
    from minio import Minio

    if os.getpid() not in CLIENTS:
        CLIENTS[os.getpid()] = (
            Minio(
                endpoint=os.environ["BESIDE_S3"],
                access_key=os.environ["BESIDE_ACCESS_KEY"],
                secret_key=os.environ["BESIDE_SECRET_KEY"],
                region="us-east-1",
                secure=False,
            ),
            content("picture"),
            content("sidecar"),
        )
    return CLIENTS[os.getpid()]


def put(run, number):
    s3, picture, sidecar = client()
    for suffix, data, kind in ((".png", picture, "image/png"), (".json", sidecar, "application/json")):
        s3.put_object(
            bucket_name=BUCKET,
            object_name=f"{run}/{number:05d}{suffix}",
            data=io.BytesIO(data),
            length=len(data),
            content_type=kind,
        )


def celery_app():
    from celery import Celery

    redis = os.environ["BESIDE_REDIS"]
    app = Celery("beside", broker=redis + "/0", backend=redis + "/1")
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,  # or the task of a child that was killed is acknowledged, and lost
        worker_prefetch_multiplier=16,
        task_ignore_result=False,
        worker_hijack_root_logger=False,
    )
    app.task(name="put")(put)
    return app


def dramatiq_actor():
    import dramatiq
    from dramatiq.brokers.redis import RedisBroker

    dramatiq.set_broker(RedisBroker(url=os.environ["BESIDE_REDIS"] + "/2"))
    return dramatiq.actor(put, actor_name="put")


kind = os.environ.get("BESIDE_KIND")
if kind == "celery":
    app = celery_app()
elif kind == "dramatiq":
    actor = dramatiq_actor()

if __name__ == "__main__":
    # the bare loop: a line is the name of a run, its first number and the number behind its last
    for line in sys.stdin:
        run, first, end = line.split()
        for number in range(int(first), int(end)):
            put(run, number)
        print("done", flush=True)
