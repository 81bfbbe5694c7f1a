"""Real output against Docs/schema, with every fixture of Fixtures/.

    DTLSCOPE=.build/debug/dtlscope python3 -m unittest discover -s Scripts -p test_report_schema.py

It needs jsonschema (apt: python3-jsonschema). Validation is strict here: a key that the schema does not name is an error.
"""

import copy
import json
import os
import re
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Iterator

import jsonschema

import report_schema

ROOT = Path(__file__).resolve().parent.parent
TOOL = Path(os.environ["DTLSCOPE"]).resolve()
NAMES = ("report", "lines", "stats", "conformance", "explain", "bodies")

#: The validator of each schema.
STRICT = {name: jsonschema.Draft202012Validator(report_schema.close(report_schema.load(name))) for name in NAMES}

#: The validator of each kind of line.
KINDS = {
    line["properties"]["kind"]["const"]: jsonschema.Draft202012Validator(line) for line in STRICT["lines"].schema["oneOf"]
}


def run(*arguments: str, folder: Path = ROOT, statuses: tuple[int, ...] = (0,), stdin: Path | None = None) -> str:
    """What the tool writes to standard output."""
    with open(stdin or os.devnull, "rb") as source:
        result = subprocess.run([TOOL, *arguments], cwd=folder, stdin=source, capture_output=True, text=True)
    if result.returncode not in statuses:
        raise AssertionError(f"{' '.join(arguments)}: status {result.returncode}: {result.stderr}")
    return result.stdout


class Fixture:
    """A folder of Fixtures/, with the arguments that its ABOUT.md gives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        line = re.search(r"^    dtlscope analyze (.*)$", (folder / "ABOUT.md").read_text(), re.MULTILINE)
        assert line, folder
        self.arguments = line[1].split()

    def run(self, command: str, *options: str, statuses: tuple[int, ...] = (0,)) -> str:
        return run(command, *self.arguments, *options, folder=self.folder, statuses=statuses)

    def live(self) -> str:
        """The same as lines of `live`, from standard input."""
        capture = self.folder / self.arguments[0]
        return run("live", "-", *self.arguments[1:], "--format", "ndjson", folder=self.folder, stdin=capture)


FIXTURES = [Fixture(path.parent) for path in sorted((ROOT / "Fixtures").glob("*/ABOUT.md"))]
FIXTURE = {fixture.folder.name: fixture for fixture in FIXTURES}


def each(write: Any, fixtures: list[Fixture] = FIXTURES) -> Iterator[tuple[str, str]]:
    """The name of each fixture, and what `write` makes of it."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from zip((fixture.folder.name for fixture in fixtures), threads.map(write, fixtures))


def validator(schema: str, value: Any) -> Any:
    """A line is held against the schema of its kind, which is quicker than against those of all."""
    return KINDS.get(str(value.get("kind")), STRICT[schema]) if schema == "lines" else STRICT[schema]


def violations(schema: str, value: Any) -> list[str]:
    """What is wrong with a value, a line a place."""
    return [f"{error.json_path}: {error.message[:300]}" for error in validator(schema, value).iter_errors(value)]


class OutputTests(unittest.TestCase):
    """What the tool writes is as the schemas say."""

    def check(self, schema: str, text: str, place: str) -> None:
        self.assertEqual(violations(schema, json.loads(text)), [], place)

    def check_lines(self, schema: str, text: str, place: str) -> None:
        self.assertTrue(text.endswith("\n"), place)
        for number, line in enumerate(text.splitlines(), 1):
            self.check(schema, line, f"{place}, line {number}")

    def test_reports(self) -> None:
        # That the tool writes what is expected is tested elsewhere.
        for name, text in each(lambda fixture: (fixture.folder / "expected.json").read_text()):
            self.check("report", text, name)
            self.assertIsNone(re.search(r'"(t|firstT|lastT)imestamp":(?!null|-?[0-9]+\.[0-9]{9}[,}])', text), name)
            self.assertIsNone(re.search(r'Milliseconds":(?!null|\[|-?[0-9]+\.[0-9]{3}[,}])', text), name)

    def test_lines_which_begin_with_their_kind(self) -> None:
        for name, text in each(lambda fixture: fixture.run("analyze", "--format", "ndjson"), FIXTURES[::3]):
            self.check_lines("lines", text, name)
            for line in text.splitlines():
                self.assertRegex(line, r'^\{"kind":"[a-z]+"[,}]')

    def test_lines_of_live(self) -> None:
        for name, text in each(Fixture.live, FIXTURES[::8]):
            self.check_lines("lines", text, name)

    def test_a_live_capture_that_tells_drops(self) -> None:
        try:
            text = run("live", "-i", "lo", "--duration", "0.05", "--format", "ndjson")
        except AssertionError as refusal:
            self.skipTest(f"capturing on lo: {refusal}")
        self.check_lines("lines", text, "lo")
        captures = [json.loads(line) for line in text.splitlines() if line.startswith('{"kind":"capture"')]
        self.assertEqual([set(capture["drops"]) for capture in captures], [{"received", "kernel", "interface"}])

    def test_several_captures(self) -> None:
        names = ["lossy-drop-ch2", "fail-no-server-icmp-openssl", "coap-exchanges", "ok-cid-portchange-mbedtls-libcoap"]
        paths = [str(FIXTURE[name].folder / FIXTURE[name].arguments[0]) for name in names]
        report = run("analyze", *paths, "--psk", "esp32c3_key", "--format", "json")
        self.check("report", report, "several")
        self.assertEqual({session["capture"] for session in json.loads(report)["sessions"]}, {0, 1, 3})
        self.check_lines("lines", run("analyze", *paths, "--psk", "esp32c3_key", "--format", "ndjson"), "several")

    def test_statistics(self) -> None:
        for name, text in each(lambda fixture: fixture.run("stats", "--format", "json"), FIXTURES[::4]):
            self.check("stats", text, name)
        rest = FIXTURE["ok-20-clients-interleaved-mbedtls"].run("stats", "--format", "json", "--top", "1")
        self.check("stats", rest, "--top 1")

    def test_conformance(self) -> None:
        tested = [fixture for fixture in FIXTURES if "conformance" in fixture.folder.name]
        # Status 1 says that a test does not pass.
        judge = lambda fixture: fixture.run("conformance", "--format", "json", statuses=(0, 1))
        for name, text in each(judge, tested + FIXTURES[::8]):
            self.check("conformance", text, name)

    def test_explanations(self) -> None:
        self.check("explain", run("explain", "--list", "--format", "json"), "--list")

    def test_bodies(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("coap-exchanges", "coap-newer-options", "conformance-block-other"):
                FIXTURE[name].run("export", "--bodies", f"{folder}/{name}")
                self.check_lines("bodies", Path(folder, name, "index.ndjson").read_text(), name)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every value in a document, but the document itself."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield path + (key,)
        yield from places(member, path + (key,))


def changed(document: Any, path: tuple[Any, ...], change: Any) -> Any:
    """A copy of a document in which `change` was made to the holder of a place."""
    document = copy.deepcopy(document)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return document


class SchemaTests(unittest.TestCase):
    """The schemas are schemas, and they refuse what is wrong."""

    #: Keys that need not be there.
    OPTIONAL = {"channel", "capture", "drops"}

    def test_they_are_schemas(self) -> None:
        files = sorted(path.name for path in report_schema.FOLDER.iterdir())
        self.assertEqual(files, sorted(f"{name}.schema.json" for name in NAMES))
        for file in files:
            jsonschema.Draft202012Validator.check_schema(json.loads((report_schema.FOLDER / file).read_text()))

    def test_new_keys_are_allowed_to_come(self) -> None:
        for name in NAMES:
            self.assertNotIn("dditionalProperties", (report_schema.FOLDER / f"{name}.schema.json").read_text())
            self.assertNotIn("nevaluatedProperties", (report_schema.FOLDER / f"{name}.schema.json").read_text())
        published = jsonschema.Draft202012Validator(report_schema.load("report"))
        report = json.loads(FIXTURE["lossy-drop-ch2"].run("analyze", "--format", "json"))
        report["sessions"][0]["later"] = 1
        self.assertTrue(published.is_valid(report))
        self.assertEqual(len(violations("report", report)), 1)

    def test_every_key_is_described(self) -> None:
        def undescribed(schema: Any, path: str) -> Iterator[str]:
            if isinstance(schema, list):
                for item in schema:
                    yield from undescribed(item, path)
            elif isinstance(schema, dict):
                for key, member in schema.get("properties", {}).items():
                    if not member.get("description", "").endswith("."):
                        yield f"{path}.{key}"
                    yield from undescribed(member, f"{path}.{key}")
                for key in ("items", "anyOf", "oneOf"):
                    yield from undescribed(schema.get(key), path)

        for name in NAMES:
            self.assertEqual(list(undescribed(report_schema.load(name), name)), [])

    def refused(self, name: str, document: Any) -> int:
        """Takes each key away, adds one to each object, gives each value a wrong type: the schema refuses every one."""
        self.assertEqual(violations(name, document), [])
        count = 0
        for path in places(document):
            wrong = {"no": "such key"}
            changes = [
                lambda holder, key: holder.__setitem__(key, wrong),
                lambda holder, key: holder.__setitem__(key, [wrong]),
            ]
            if isinstance(path[-1], str) and path[-1] not in self.OPTIONAL:
                changes.append(lambda holder, key: holder.pop(key))
                changes.append(lambda holder, key: holder.__setitem__("unknown", 1))
            for change in changes:
                broken = changed(document, path, change)
                self.assertFalse(validator(name, broken).is_valid(broken), path)
                count += 1
        return count

    def test_every_break_of_a_report_is_refused(self) -> None:
        # One session and one of each list are enough: the schema is the same for all.
        def short(value: Any) -> Any:
            if isinstance(value, list):
                return [short(item) for item in value[:1]]
            return {key: short(item) for key, item in value.items()} if isinstance(value, dict) else value

        for name in ("ok-dtls13-psk-ke-cid", "lossy-cert-frag-reorder"):
            report = short(json.loads(FIXTURE[name].run("analyze", "--format", "json")))
            self.assertGreater(self.refused("report", report), 500)

    def test_every_break_of_a_line_is_refused(self) -> None:
        lines = FIXTURE["lossy-drop-ch2"].run("analyze", "--format", "ndjson").splitlines()
        kinds = {json.loads(line)["kind"]: json.loads(line) for line in lines}
        self.assertGreaterEqual(set(kinds), {"capture", "session", "handshake", "alert", "coap", "exchange", "finding"})
        for line in kinds.values():
            self.refused("lines", line)
            self.assertTrue(STRICT["lines"].is_valid(line))
        self.assertFalse(STRICT["lines"].is_valid(kinds["alert"] | {"kind": "other"}))
        self.assertFalse(STRICT["lines"].is_valid(kinds["alert"] | {"kind": "notice"}))

    def test_wrong_values_are_refused(self) -> None:
        report = json.loads(FIXTURE["lossy-drop-ch2"].run("analyze", "--format", "json"))
        session, message = ("sessions", 0), ("coap", "messages", 0)
        wrong: list[tuple[tuple[Any, ...], Any]] = [
            (("schemaVersion",), 2),
            ((*session, "outcome"), "fine"),
            ((*session, "firstPacket"), 0),
            ((*session, "client", "port"), 65536),
            ((*session, "findings", 0), "Not An ID"),
            ((*session, "decryption", "keySource"), "guess"),
            ((*session, "fingerprints", "ja4"), "unknown"),
            ((*message, "token"), "ABCD"),
            ((*message, "token"), "abc"),
            ((*message, "code"), "GET"),
            (("coap", "exchanges", 0, "uri"), "http://a"),
            (("findings", 0, "severity"), "fatal"),
        ]
        for place, value in wrong:
            broken = changed(report, place, lambda holder, key: holder.__setitem__(key, value))
            self.assertEqual(len(violations("report", broken)), 1, place)


if __name__ == "__main__":
    unittest.main()
