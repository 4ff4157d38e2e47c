"""Keeps the lines of whoever has said yes. Written from docs/protocol/README.md alone; README.md says how to run it."""
import asyncio, contextlib, json, os, random, sys, time, uuid, websockets

NEVER, HANDSHAKE_MS = float("inf"), 10_000

def clock():  # where there is CLOCK_BOOTTIME, a suspended machine ages too
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) * 1000

class StartOver(Exception): """Everything is closed: end the link, and connect anew."""

class Gate:
    """What is open, from messages and times: no socket in it, so that the vectors can be played to it."""
    def __init__(self, features, forget):
        self.features, self.forget, self.name = features, forget, uuid.uuid4().hex
        self.hello("", 0)

    def hello(self, token, now):
        self.lists, self.nonces, self.outbox = {}, {}, {}
        self.lease, self.began, self.since, self.renew_at = 0, now, now, NEVER
        return {"type": "hello", "version": "1.1", "as": "worker", "token": token, "connection": self.name}

    def permits(self, participant, feature, ask, now):
        return now - self.since < self.lease and ask in self.lists.get(feature, (0, 0, {}))[2].get(participant, {})

    def due_at(self):
        return min(self.since + (self.lease or HANDSHAKE_MS), self.renew_at, *(at for at, _ in self.outbox.values()))

    def due(self, now):
        """What is to be sent by now: ask after each message, and at `due_at`."""
        if now - self.since >= (self.lease or HANDSHAKE_MS): raise StartOver
        if now >= self.renew_at:
            self.renew_at, nonce = now + self.lease / 3, uuid.uuid4().hex
            self.nonces[nonce] = now
            yield {"type": "renew", "nonce": nonce}
        for id, command in [(id, command) for id, (at, command) in self.outbox.items() if now >= at]:
            self.outbox[id] = NEVER, command  # its reply says whether it was the last time
            yield {"type": "command", "command": command}

    def receive(self, text, now):
        try:
            match json.loads(text):
                case {"type": "welcome", "leaseMs": lease}: self.lease, self.renew_at = int(lease), now
                case {"type": "renewed", "nonce": nonce}: self.since = max(self.since, self.nonces.pop(nonce, 0))
                case {"type": "gates", "lists": lists}: self.take(lists, are_whole=True)
                case {"type": "changes", "changes": changes}: self.take(changes, are_whole=False)
                case {"type": "erase", "duties": duties}:
                    for duty in duties:
                        self.forget(duty["participant"], duty["feature"])
                        done = duty | {"type": "erasure.acknowledge", "id": uuid.uuid4().hex}
                        self.outbox[done["id"]] = now, done
                case {"type": "reply", "id": id, "reply": reply}:
                    _, command = self.outbox.pop(id, (NEVER, None))
                    if command and reply.get("rejection", {}).get("code") in ("unavailable", "too-many-messages"):
                        self.outbox[id] = now + 1_000, command
                case {"type": "refused", "code": code, "message": why}: raise SystemExit(f"Refused ({code}): {why}")
                case _: raise StartOver
        except (Exception, SystemExit) as reason:
            self.lists = {}  # what cannot be understood might have closed somebody
            raise reason if isinstance(reason, SystemExit) else StartOver

    def take(self, lists, are_whole):
        for one in [one for one in lists if one["feature"].split("@")[0] in self.features]:
            term, epoch, allow = self.lists.get(one["feature"], (-1, -1, {}))
            if not are_whole and (one["term"] != term or one["epoch"] > epoch + 1): raise StartOver
            named = {who["participant"]: set(who["asks"]) for who in one["allow"]}
            if (one["term"], one["epoch"]) > (term, epoch):
                self.lists[one["feature"]] = one["term"], one["epoch"], named if are_whole else allow | named

async def obey(gate, url, token):
    wait = 0.125
    while True:
        with contextlib.suppress(OSError, StartOver, websockets.WebSocketException):
            async with websockets.connect(url, compression=None, ping_interval=None, close_timeout=1) as socket:
                await socket.send(json.dumps(gate.hello(token, clock())))
                while True:
                    for message in gate.due(clock()):
                        await socket.send(json.dumps(message))
                    with contextlib.suppress(TimeoutError):
                        text = await asyncio.wait_for(socket.recv(), (gate.due_at() - clock()) / 1000)
                        gate.receive(text, clock())
        wait = 0.25 if 0 < gate.lease <= gate.since - gate.began else min(2 * wait, 5)
        gate.hello("", clock())  # without a link everything is closed
        await asyncio.sleep(wait * random.uniform(0.5, 1))

async def main(url, feature, ask):
    notes, lines = {}, asyncio.StreamReader()
    gate = Gate([feature], lambda *of: notes.pop(of, None))
    obeying = asyncio.create_task(obey(gate, url, os.environ["ASKFIRST_TOKEN"]))
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async for text in lines:
        line = json.loads(text)
        if gate.permits(line["participant"], feature, ask, clock()):
            notes.setdefault((line["participant"], feature), []).append(line)
            print(text.decode(), end="", flush=True)
    obeying.cancel()
    print(json.dumps({"notes": sum(notes.values(), [])}))

if __name__ == "__main__": asyncio.run(main(*sys.argv[1:4]))
