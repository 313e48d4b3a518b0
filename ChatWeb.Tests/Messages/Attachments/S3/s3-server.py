"""A real S3 server in one process on loopback: OpenStack Swift (Debian's python3-swift) with its s3api, which verifies
signatures. Objects lie in memory, the lists of them in the folder that is given. Says "ready" when it listens.

    python3 s3-server.py FOLDER PORT ACCESS_KEY SECRET_KEY    (Swift's form of a key: ACCOUNT:USER)
"""
import eventlet

eventlet.monkey_patch()

import logging
import os
import sys

from eventlet import listen, spawn, wsgi

folder, port, access_key, secret_key = sys.argv[1:]
os.makedirs(os.path.join(folder, "devices", "disk"))

from swift.common import utils

utils.SWIFT_CONF_FILE = os.path.join(folder, "swift.conf")
with open(utils.SWIFT_CONF_FILE, "w") as conf:
    conf.write("[swift-hash]\nswift_hash_path_suffix = tests\n")
utils.validate_hash_conf()

from swift.account.server import AccountController
from swift.common.middleware import catch_errors, listing_formats, slo, tempauth
from swift.common.middleware.s3api import s3api
from swift.common.ring import RingBuilder
from swift.common.storage_policy import reload_storage_policies
from swift.container.server import ContainerController
from swift.obj.mem_server import ObjectController
from swift.proxy.server import Application

reload_storage_policies()
quiet = logging.getLogger("s3-server")
quiet.addHandler(logging.NullHandler())
quiet.propagate = False
settings = {
    "devices": os.path.join(folder, "devices"),
    "mount_check": "false",
    "swift_dir": folder,
    "fallocate_reserve": "0",
    "log_level": "CRITICAL",
}


def serve(app, socket):
    spawn(wsgi.server, socket, app, quiet, log_output=False, keepalive=True)


# One disk on this machine for each kind of thing.
for kind, controller in (("account", AccountController), ("container", ContainerController), ("object", ObjectController)):
    socket = listen(("127.0.0.1", 0))
    serve(controller(settings), socket)
    ring = RingBuilder(1, 1, 0)
    ring.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": socket.getsockname()[1], "device": "disk"})
    ring.rebalance()
    ring.get_ring().save(os.path.join(folder, kind + ".ring.gz"))


class Cache:
    """What Swift's middleware asks of memcached."""

    def __init__(self):
        self.values = {}

    def set(self, key, value, **_):
        self.values[key] = value

    def get(self, key, *_, **__):
        return self.values.get(key)

    def delete(self, key, **_):
        self.values.pop(key, None)


class WithCache:
    def __init__(self, app):
        self.app, self.cache = app, Cache()

    def __call__(self, env, start_response):
        env["swift.cache"] = self.cache
        return self.app(env, start_response)


proxy = Application(dict(settings, account_autocreate="true", allow_account_management="true"), logger=utils.get_logger(settings))
app = proxy
app = slo.filter_factory(settings)(app)
app = tempauth.filter_factory(settings, **{"user_" + access_key.replace(":", "_"): secret_key + " .admin"})(app)
app = s3api.filter_factory(settings, auth_pipeline_check="false", location="us-east-1")(app)
app = listing_formats.filter_factory(settings)(app)
app = catch_errors.filter_factory(settings)(app)
front = listen(("127.0.0.1", int(port)))
print("ready", flush=True)
wsgi.server(front, WithCache(app), quiet, log_output=False)
