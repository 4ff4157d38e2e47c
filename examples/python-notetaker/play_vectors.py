"""Plays the vectors of the protocol to the notetaker's gate: `python play_vectors.py vectors.json`."""
import json, sys
from notetaker import Gate, StartOver

class Worker:
    """The gate as `obey` drives it, with a clock and a link that the vector says."""

    def __init__(self, features):
        self.gate, self.link, self.sent, self.nonces = Gate(features, lambda *_: None), "wanted", [], []

    def run(self, now, call):
        """Where the gate starts over the link is ended and another one wanted; where it was refused, none is."""
        try:
            call()
            for message in self.gate.due(now):
                self.nonces += [message["nonce"]] if message["type"] == "renew" else []
                self.sent.append(message["type"])
        except StartOver:
            self.link = "wanted"
        except SystemExit:
            self.link = "over"

    def wait(self, now):
        while self.link == "open" and self.gate.due_at() <= now:
            at = self.gate.due_at()
            self.run(at, lambda: None)

    def happens(self, step, now):
        if step.get("link") == "opens":
            assert self.link == "wanted", "it does not want a link"
            self.link, self.nonces = "open", []
            self.sent.append(self.gate.hello("token", now)["type"])
        elif step.get("link") == "lost":
            self.gate.hello("", now)
            self.link = "wanted"
        elif self.link == "open" and ("receives" in step or "receivesText" in step):
            message = step.get("receives", {})
            nonce = message.get("nonce", "")
            message = {**message, "nonce": self.nonces[int(nonce[1:]) - 1]} if nonce.startswith("#") else message
            text = step.get("receivesText", json.dumps(message))
            self.run(now, lambda: self.gate.receive(text, now))

def gates_of(vector):
    lists = [one for step in vector["steps"] for key in ("lists", "changes") for one in step.get("receives", {}).get(key, [])]
    people = {who["participant"] for one in lists for who in one["allow"]}
    asks = {ask for one in lists for who in one["allow"] for ask in who["asks"]}
    return [(who, one["feature"], ask) for one in lists for who in people for ask in asks]

def play(vector):
    worker, gates = Worker(vector["features"]), gates_of(vector)
    for at, step in enumerate(vector["steps"]):
        now, before = step["at"], len(worker.sent)
        def compare():
            open_now = sorted({"/".join(gate) for gate in gates if worker.gate.permits(*gate, now)})
            assert open_now == step["open"], f"step {at}: {open_now} is open, and {step['open']} should be"
        if step.get("stopped"):
            compare()
        else:
            worker.wait(now)
        worker.happens(step, now)
        compare()
        sent = [kind for kind in worker.sent[before:] if kind != "command"]
        assert sent == step.get("sends", sent), f"step {at}: it sent {sent}"
        if "startsOver" in step or "ends" in step:
            assert worker.link == ("over" if "ends" in step else "wanted"), f"step {at}: its link is {worker.link}"
        elif step["open"]:
            assert worker.link == "open", f"step {at}: its link is {worker.link}"

failed = 0
with open(sys.argv[1], encoding="utf-8") as file:
    vectors = json.load(file)["vectors"]
for vector in vectors:
    try:
        play(vector)
    except AssertionError as error:
        failed += 1
        print(f"{vector['name']}: {error}")
print(f"{len(vectors) - failed} vectors passed, {failed} failed")
sys.exit(failed > 0 or not vectors)
