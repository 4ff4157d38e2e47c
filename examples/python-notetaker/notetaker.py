"""Keeps the lines of whoever has said yes. Written from docs/protocol/README.md alone; README.md says how to run it."""
import asyncio, contextlib, json, os, random, sys, time, uuid
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

NEVER, HANDSHAKE_MS, CLOCK = float("inf"), 10_000, getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

def clock():
    return time.clock_gettime(CLOCK) * 1000  # where there is CLOCK_BOOTTIME, a suspended machine ages too

class StartOver(Exception):
    """Everything is closed: end the link, and connect anew."""

class Gate:
    """What is open, from messages and times: no socket in it, so that the vectors can be played to it."""

    def __init__(self, features, forget):
        self.features, self.forget, self.name = features, forget, uuid.uuid4().hex
        self.hello("", 0)

    def hello(self, token, now):
        self.lists, self.nonces, self.said, self.outbox = {}, {}, {}, []
        self.lease, self.since, self.renew_at = 0, now, NEVER
        return {"type": "hello", "version": "1.1", "as": "worker", "token": token, "connection": self.name}

    def permits(self, participant, feature, ask, now):
        return now - self.since < self.lease and ask in self.lists.get(feature, (0, 0, {}))[2].get(participant, {})

    def serves(self, one):
        return one["feature"].split("@")[0] in self.features

    def close(self, reason):
        self.lists, self.lease = {}, 0
        raise reason

    def due_at(self):
        return min(self.since + (self.lease or HANDSHAKE_MS), self.renew_at, *(at for at, _ in self.outbox))

    def due(self, now):
        """What is to be sent by now: ask after each message, and at `due_at`."""
        if now - self.since >= (self.lease or HANDSHAKE_MS):
            self.close(StartOver())
        if now >= self.renew_at:
            self.renew_at, nonce = now + self.lease / 3, uuid.uuid4().hex
            self.nonces[nonce] = now
            yield {"type": "renew", "nonce": nonce}
        for command in [command for at, command in self.outbox if now >= at]:
            self.said[command["id"]] = command
            yield {"type": "command", "command": command}
        self.outbox = [(at, command) for at, command in self.outbox if now < at]

    def receive(self, text, now):
        try:
            message = json.loads(text)
            getattr(self, "on_" + message["type"])(message, now)
        except (KeyError, TypeError, ValueError, AttributeError):
            self.close(StartOver())  # what cannot be understood might have closed somebody

    def on_welcome(self, message, now):
        self.lease, self.renew_at = int(message["leaseMs"]), now

    def on_renewed(self, message, now):
        self.since = max(self.since, self.nonces.pop(message["nonce"], 0))

    def on_gates(self, message, now):
        for one in filter(self.serves, message["lists"]):
            self.take(one, {})

    def on_changes(self, message, now):
        for one in filter(self.serves, message["changes"]):
            term, epoch, allow = self.lists.get(one["feature"], (None, 0, {}))
            if one["term"] != term or one["epoch"] > epoch + 1:
                self.close(StartOver())
            self.take(one, allow)

    def take(self, one, allow):
        allow = allow | {who["participant"]: set(who["asks"]) for who in one["allow"]}
        if (one["term"], one["epoch"]) > self.lists.get(one["feature"], (-1, -1))[:2]:
            self.lists[one["feature"]] = (one["term"], one["epoch"], allow)

    def on_erase(self, message, now):
        for duty in message["duties"]:
            self.forget(duty["participant"], duty["feature"])
            self.outbox.append((now, duty | {"type": "erasure.acknowledge", "id": uuid.uuid4().hex}))

    def on_reply(self, message, now):
        command = self.said.pop(message["id"], None)
        if command and message["reply"].get("rejection", {}).get("code") == "unavailable":
            self.outbox.append((now + 1_000, command))

    def on_refused(self, message, now):
        self.close(SystemExit(f"Refused ({message['code']}): {message['message']}"))

async def obey(gate, url, token):
    wait = 0.25
    while True:
        with contextlib.suppress(OSError, StartOver, WebSocketException):
            async with connect(url, compression=None, ping_interval=None, close_timeout=1) as socket:
                await socket.send(json.dumps(gate.hello(token, clock())))
                while True:
                    for message in gate.due(clock()):
                        await socket.send(json.dumps(message))
                    with contextlib.suppress(TimeoutError):
                        text = await asyncio.wait_for(socket.recv(), (gate.due_at() - clock()) / 1000)
                        gate.receive(text, clock())
                    wait = 0.25 if gate.lists else wait
        gate.hello("", clock())  # without a link everything is closed
        await asyncio.sleep(wait * random.uniform(0.5, 1))
        wait = min(2 * wait, 5)

async def main(url, feature, ask):
    notes, lines = {}, asyncio.StreamReader()
    gate = Gate([feature], lambda *of: notes.pop(of, None))
    obeying = asyncio.create_task(obey(gate, url, os.environ["ASKFIRST_TOKEN"]))
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while text := await lines.readline():
        line = json.loads(text)
        if gate.permits(line["participant"], feature, ask, clock()):
            notes.setdefault((line["participant"], feature), []).append(line)
            print(text.decode(), end="", flush=True)
    obeying.cancel()
    print(json.dumps({"notes": sum(notes.values(), [])}))

if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
