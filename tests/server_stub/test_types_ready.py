"""Threads that decode a type for the first time at once do not take the server with them."""

import subprocess
import sys

AT_ONCE = """
import sys, threading
import msgspec
import server_stub.app
from server_stub.types_ready import make_types_ready

known = make_types_ready()
sys.setswitchinterval(1e-6)
together = threading.Barrier(8)

def decode():
    together.wait()
    for struct in known:
        nothing = msgspec.json.encode(dict.fromkeys(struct.__struct_encode_fields__))
        try:
            msgspec.json.decode(nothing, type=struct)
        except msgspec.ValidationError:
            pass

threads = [threading.Thread(target=decode) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(known))
"""


def test_many_threads_decode_every_type_at_once() -> None:
    # Without `make_types_ready` this process ends by a segmentation fault, each time.
    run = subprocess.run(
        [sys.executable, "-c", AT_ONCE], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 200
