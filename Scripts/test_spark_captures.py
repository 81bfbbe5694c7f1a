"""The Spark job over some fixtures, on this machine.

    DTLSCOPE=.build/debug/dtlscope VENV/bin/python -m unittest discover -s Scripts -p test_spark_captures.py

It needs pyspark and Java (Docs/spark.md).
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pyspark
from pyspark.sql import SparkSession
from pyspark.sql import types as T

import report_schema
import spark_captures

ROOT = Path(__file__).resolve().parent.parent
TOOL = Path(os.environ["DTLSCOPE"]).resolve()
KEY = "esp32c3_key"
#: A name that nothing on the way may take for an escape or a pattern.
STRANGE = "a b%20ü.pcap"


def fixture(name: str) -> bytes:
    return (ROOT / "Fixtures" / name / "capture.pcap").read_bytes()


class JobTests(unittest.TestCase):
    """One run over an archive with good, cut, damaged and empty files."""

    folder: ClassVar[tempfile.TemporaryDirectory[str]]
    spark: ClassVar[SparkSession]
    output: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        base = Path(cls.folder.name)
        (base / "archive" / "deep").mkdir(parents=True)
        (base / "events").mkdir()
        files = {
            "wrong-key.pcap": fixture("fail-wrongpsk-client-gnutls-server-mbedtls"),
            "deep/blackhole.pcap": fixture("fail-blackhole-mbedtls"),
            "deep/coap.pcap": fixture("coap-exchanges"),
            STRANGE: fixture("lossy-drop-ch2"),
            "certificates.PCAP": fixture("fail-cert-expired-openssl"),
            "cut.pcap": fixture("lossy-drop-ch2")[:-5],
            "empty.pcap": b"",
            "text.pcap": b"no capture",
            "notes.txt": b"no capture by its name",
        }
        for name, content in files.items():
            (base / "archive" / name).write_bytes(content)
        (base / "devices.psk").write_text(f"esp32c3_id:{KEY.encode().hex()}\n")
        # The tool, and beside it what it was called with.
        (base / "tool").write_text(f'#!/bin/sh\necho "$@" >> {base}/calls\nexec {TOOL} "$@"\n')
        (base / "tool").chmod(0o755)
        cls.output = f"{base}/tables"
        result = cls.run_job("--psk-file", f"{base}/devices.psk", "--tool", f"{base}/tool")
        if result.returncode != 0:
            raise AssertionError(result.stderr)
        cls.said = result.stdout + result.stderr
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        cls.spark = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.spark.stop()
        cls.folder.cleanup()

    @classmethod
    def run_job(cls, *arguments: str) -> subprocess.CompletedProcess[str]:
        submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
        conf = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.compress": "false",
            "spark.eventLog.dir": f"file://{cls.folder.name}/events",
        }
        settings = [word for key, value in conf.items() for word in ("--conf", f"{key}={value}")]
        job = [str(ROOT / "Scripts" / "spark_captures.py"), f"{cls.folder.name}/archive", "-o", cls.output]
        command = [str(submit), "--master", "local[2]", *settings, *job, *arguments]
        environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
        return subprocess.run(command, capture_output=True, text=True, env=environment)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table, with the file by its name in the archive."""
        found = [row.asDict(recursive=True) for row in self.spark.read.parquet(f"{self.output}/{table}").collect()]
        for row in found:
            if "file" in row:
                row["file"] = row["file"].removeprefix(f"file:{self.folder.name}/archive/")
        return found

    def test_every_capture_has_a_row(self) -> None:
        rows = {row["file"]: row for row in self.rows("captures")}
        good = {"wrong-key.pcap", "deep/blackhole.pcap", "deep/coap.pcap", STRANGE, "certificates.PCAP"}
        self.assertEqual(set(rows), good | {"cut.pcap", "empty.pcap", "text.pcap"})
        for name in good:
            self.assertEqual((rows[name]["status"], rows[name]["error"], rows[name]["exitStatus"]), ("analyzed", None, 0))
            self.assertGreater(rows[name]["packets"], 0)
            self.assertGreater(rows[name]["seconds"], 0)
        self.assertEqual((rows["cut.pcap"]["status"], rows["cut.pcap"]["packets"]), ("cut", 12))
        self.assertRegex(rows["cut.pcap"]["error"], "ends in the middle|cut")
        for name, reason in {"empty.pcap": "is empty", "text.pcap": "is not a capture"}.items():
            self.assertEqual((rows[name]["status"], rows[name]["exitStatus"]), ("rejected", 2))
            self.assertIn(reason, rows[name]["error"])
            self.assertIsNone(rows[name]["packets"])
        self.assertEqual(rows[STRANGE]["bytes"], len(fixture("lossy-drop-ch2")))
        # The nanoseconds are there.
        report = json.loads((ROOT / "Fixtures/lossy-drop-ch2/expected.json").read_text(), parse_float=Decimal)
        self.assertEqual(rows[STRANGE]["firstTimestamp"], report["captures"][0]["firstTimestamp"])

    def test_sessions_are_those_of_the_report_once_each(self) -> None:
        rows = self.rows("sessions")
        self.assertEqual(len({(row["file"], row["id"]) for row in rows}), len(rows))
        ours = next(row for row in rows if row["file"] == STRANGE)
        report = json.loads((ROOT / "Fixtures/lossy-drop-ch2/expected.json").read_text(), parse_float=Decimal)
        expected = report["sessions"][0]
        self.assertTrue(expected["findings"])
        self.assertEqual(self.without_nulls(ours), self.without_nulls(expected | {"file": STRANGE}))
        certificate = next(row for row in rows if row["file"] == "certificates.PCAP")["certificates"]["server"][0]
        self.assertEqual((certificate["type"], certificate["validity"]), ("X509", "expired"))

    def without_nulls(self, value: Any) -> Any:
        """A struct has all its columns, where an object may have none of a key. Decimals are compared as doubles are."""
        if isinstance(value, dict):
            return {key: self.without_nulls(member) for key, member in value.items() if member is not None}
        if isinstance(value, list):
            return [self.without_nulls(item) for item in value]
        return float(value) if isinstance(value, Decimal) else value

    def test_findings_and_exchanges_are_there(self) -> None:
        findings = {(row["file"], row["id"]) for row in self.rows("findings")}
        self.assertIn(("wrong-key.pcap", "psk-mismatch-alert"), findings)
        exchanges = [row for row in self.rows("exchanges") if row["file"] == "deep/coap.pcap"]
        expected = json.loads((ROOT / "Fixtures/coap-exchanges/expected.json").read_text())["coap"]["exchanges"]
        told = lambda rows: sorted((row["id"], row["method"], row["uri"], row["outcome"]) for row in rows)
        self.assertEqual(told(exchanges), told(expected))

    def test_causes(self) -> None:
        rows = {row["cause"]: (row["sessions"], row["captures"]) for row in self.rows("causes")}
        failed = [row for row in self.rows("sessions") if row["outcome"] == "failed"]
        self.assertEqual(rows["psk-mismatch-alert"], (1, 1))
        self.assertEqual(rows["cert-date"], (1, 1))
        self.assertGreaterEqual(sum(sessions for sessions, _ in rows.values()), len(failed))
        self.assertNotIn("unknown", rows)

    def test_keys_are_in_files_alone(self) -> None:
        calls = Path(self.folder.name, "calls").read_text()
        self.assertEqual(calls.count("--psk-file "), 8)
        events = [path.read_bytes() for path in Path(self.folder.name, "events").rglob("*") if path.is_file()]
        self.assertTrue(any(b"spark.app.name" in text for text in events))
        for text in [calls.encode(), self.said.encode(), *events]:
            for secret in (KEY, KEY.encode().hex()):
                self.assertNotIn(secret.encode(), text)

    def test_tables_that_are_there_are_not_touched(self) -> None:
        result = self.run_job("--tool", "/no/such/tool")
        self.assertEqual(result.returncode, 1)
        # spark-submit writes what Python says to standard output, whatever it was said to.
        self.assertIn(f"{self.output}: is there; --overwrite replaces", result.stdout)
        self.assertEqual(len(self.rows("captures")), 8)


class AnalysisTests(unittest.TestCase):
    """What becomes of a capture on an executor."""

    capture = f"file:{ROOT}/Fixtures/lossy-drop-ch2/capture.pcap"
    #: Writes a file that is named as Hadoop names it.
    fetch = ("sh", "-c", 'cat "${1#file:}"', "sh")

    def outcome(self, file: str, **options: Any) -> tuple[dict[str, Any], list[str]]:
        """What the run came to, and the kinds of the lines before."""
        analysis = spark_captures.Analysis(**{"tool": str(TOOL), **options})
        rows = list(analysis.lines(file))
        self.assertEqual([row[0] for row in rows], [file] * len(rows))
        self.assertEqual(sorted({row[1] for row in rows}), [row[1] for row in rows])
        self.assertEqual(rows[-1][2], "run")
        return json.loads(rows[-1][3]), [row[2] for row in rows[:-1]]

    def test_what_is_fetched_is_analyzed_as_a_file_is(self) -> None:
        run, kinds = self.outcome(self.capture, fetch=self.fetch)
        self.assertEqual((run["status"], run["error"]), ("analyzed", None))
        self.assertEqual(kinds, self.outcome(self.capture)[1])
        self.assertEqual(set(kinds), {"capture", "session", "finding", "exchange"})

    def test_options_reach_the_tool(self) -> None:
        _, kinds = self.outcome(self.capture, options=("--decode-as", "5684=coap"))
        self.assertNotEqual(kinds, self.outcome(self.capture)[1])

    def test_what_cannot_be_fetched(self) -> None:
        run, kinds = self.outcome("s3a://bucket/no.pcap", fetch=("sh", "-c", "echo no such object >&2; exit 1", "sh"))
        self.assertEqual((run["status"], run["error"], kinds), ("unreadable", "no such object", []))
        # What came before the fetching failed is told.
        half = ("sh", "-c", 'cat "${1#file:}"; echo connection lost >&2; exit 1', "sh")
        run, kinds = self.outcome(self.capture, fetch=half)
        self.assertEqual((run["status"], run["error"]), ("unreadable", "connection lost"))
        self.assertIn("session", kinds)
        run, _ = self.outcome(self.capture, fetch=("/no/such/program",))
        self.assertEqual(run["status"], "unreadable")
        self.assertIn("/no/such/program", run["error"])

    def test_a_fetching_that_nobody_wants_is_ended(self) -> None:
        run, _ = self.outcome("s3a://bucket/zero.pcap", fetch=("sh", "-c", "cat /dev/zero", "sh"))
        self.assertEqual(run["status"], "rejected")
        self.assertIn("is not a capture", run["error"])

    def test_a_tool_that_is_not_there_or_fails(self) -> None:
        run, kinds = self.outcome(self.capture, tool="/no/such/tool")
        self.assertEqual((run["status"], run["exitStatus"], kinds), ("toolFailed", None, []))
        self.assertIn("/no/such/tool", run["error"])
        with tempfile.TemporaryDirectory() as folder:
            ends = [("kill -9 $$", -9, "exit status -9"), ("echo 'a\x1b[31mb' >&2; exit 3", 3, "a\ufffd[31mb")]
            for body, status, error in ends:
                tool = Path(folder, "tool")
                tool.write_text(f"#!/bin/sh\n{body}\n")
                tool.chmod(0o755)
                run, _ = self.outcome(self.capture, tool=str(tool))
                self.assertEqual((run["status"], run["exitStatus"], run["error"]), ("toolFailed", status, error))


class TypeTests(unittest.TestCase):
    """Columns from the JSON Schema."""

    def test_types(self) -> None:
        for schema, expected in [
            ({"type": "integer"}, "bigint"),
            ({"type": ["number", "null"]}, "double"),
            ({"enum": ["a", None]}, "string"),
            ({"const": True}, "boolean"),
            ({"title": "timestamp", "type": "number"}, "decimal(19,9)"),
            ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "bigint"),
            ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, "string"),
            ({"type": "array", "items": {"type": "boolean"}}, "array<boolean>"),
            (
                {
                    "oneOf": [
                        {"type": "object", "properties": {"a": {"type": "integer"}}},
                        {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}},
                    ]
                },
                "struct<a:bigint,b:string>",
            ),
        ]:
            self.assertEqual(spark_captures.spark_type(schema).simpleString(), expected)

    def test_every_kind_of_line_has_columns(self) -> None:
        lines = report_schema.load("lines")
        session = spark_captures.line_type("session", lines)
        self.assertEqual(session["findings"].dataType, T.ArrayType(T.StringType()))
        self.assertEqual(session["firstTimestamp"].dataType, T.DecimalType(19, 9))
        for kind in spark_captures.KINDS:
            self.assertNotIn("kind", spark_captures.line_type(kind, lines).names)


if __name__ == "__main__":
    unittest.main()
