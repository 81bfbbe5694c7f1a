"""Analyzes an archive of captures on Apache Spark: see Docs/spark.md.

One task a capture: an executor runs `dtlscope analyze --format ndjson` on it and keeps the lines for the tables. A capture
streams from its store into the tool, and what the tool says streams out of it: Python holds a line at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urlsplit

from pyspark import SparkFiles, StorageLevel
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql import types as T

import report_schema

#: What captures are called.
GLOB = r".*\.(pcap|pcapng|cap)(\.gz)?$"

#: The kinds of lines that become tables. CoAP messages, by far the most of all, do not: `exchanges` sums them up.
KINDS = ("capture", "session", "finding", "exchange")

#: Bytes of captures whose lines share a part of the tables: these are a small part of them.
BYTES_OF_A_PART = 256 << 20

#: A line says first what it is. Anything else is no line of the report.
KIND = re.compile(rb'\{"kind":"([a-z]+)"')

#: What comes from the executors: a line of the report, or of kind `run`, what became of the run as a whole.
LINES = T.StructType(
    [
        T.StructField("file", T.StringType(), False),
        T.StructField("number", T.LongType(), False),
        T.StructField("kind", T.StringType(), False),
        T.StructField("line", T.StringType(), False),
    ]
)

#: Of a run: `analyzed`; `cut` (analyzed as far as it goes); `rejected` (no capture, or it cannot be read: exit status 2);
#: `unreadable` (it could not be fetched to its end); `toolFailed` (any other end of the tool, or there is none).
RUN = T.StructType(
    [
        T.StructField("status", T.StringType()),
        T.StructField("exitStatus", T.LongType()),
        T.StructField("error", T.StringType()),
        T.StructField("seconds", T.DoubleType()),
    ]
)


def spark_type(schema: dict[str, Any]) -> T.DataType:
    """The type of a column, from a JSON Schema without references (`report_schema.load`)."""
    if schema.get("title") == "timestamp":
        # A double would lose the nanoseconds.
        return T.DecimalType(19, 9)
    choices = [choice for choice in schema.get("anyOf", schema.get("oneOf", [])) if choice.get("type") != "null"]
    if choices:
        kinds = [spark_type(choice) for choice in choices]
        if all(isinstance(kind, T.StructType) for kind in kinds):
            # One of several kinds of objects: the columns of all, which are null where an object has no such key.
            merged = {name: kind[name] for kind in kinds for name in kind.names}
            return T.StructType(list(merged.values()))
        return kinds[0] if len(kinds) == 1 else T.StringType()
    names = schema.get("type")
    name = next(each for each in names if each != "null") if isinstance(names, list) else names
    if name == "object":
        return T.StructType([T.StructField(key, spark_type(value)) for key, value in schema["properties"].items()])
    if name == "array":
        return T.ArrayType(spark_type(schema["items"]))
    if name is None and isinstance(schema.get("const"), bool):
        return T.BooleanType()
    simple = {"integer": T.LongType, "number": T.DoubleType, "boolean": T.BooleanType}
    return simple.get(name or "string", T.StringType)()


def line_type(kind: str, lines: dict[str, Any]) -> T.StructType:
    """The columns of a kind of line."""
    schemas = [line for line in lines["oneOf"] if line["properties"]["kind"]["const"] == kind]
    found = spark_type(schemas[0])
    assert isinstance(found, T.StructType)
    # `capture` is for runs over several captures.
    return T.StructType([column for column in found if column.name not in ("kind", "capture")])


@dataclass(frozen=True)
class Analysis:
    """Runs the tool over a capture, on an executor."""

    tool: str
    #: Options that name no secret.
    options: tuple[str, ...] = ()
    #: Options with a file of secrets, by the name under which Spark gives it to executors.
    secrets: tuple[tuple[str, str], ...] = field(default=())
    #: The command that writes a file to its standard output; the file's address is added. None: what Hadoop has.
    fetch: tuple[str, ...] | None = None

    def lines(self, file: str) -> Iterator[tuple[str, int, str, str]]:
        """The rows of a capture (`LINES`); the last one is of kind `run`."""
        start = time.monotonic()
        number = 0
        run: dict[str, Any] = {"status": "unreadable", "exitStatus": None, "error": None}
        cut = False
        with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as fetch_errors:
            try:
                with self._opened(file, fetch_errors) as (path, source, fetching):
                    run["status"] = "toolFailed"
                    command = [self.tool, "analyze", path, "--format", "ndjson", *self.options]
                    for option, name in self.secrets:
                        command += [option, SparkFiles.get(name)]
                    with subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=errors) as process:
                        if fetching and fetching.stdout:
                            # The tool has it now: if it ends early, the fetching hears of it.
                            fetching.stdout.close()
                        assert process.stdout
                        for number, line in enumerate(process.stdout, 1):
                            found = KIND.match(line)
                            kind = found[1].decode() if found else ""
                            cut = cut or (kind == "capture" and json.loads(line)["cut"])
                            if kind in KINDS:
                                yield file, number, kind, line.decode().rstrip("\n")
                    exit_status = process.returncode
                    fetch_status = fetching.wait() if fetching else 0
                run |= {"exitStatus": exit_status, "error": last_line(errors)}
                # A tool that wants no more of a file ends its fetching, too: that is no failure of the latter.
                if fetch_status != 0 and (exit_status == 0 or "is empty" in (run["error"] or "")):
                    run |= {"status": "unreadable", "error": last_line(fetch_errors) or f"exit status {fetch_status}"}
                elif exit_status == 0:
                    run["status"] = "cut" if cut else "analyzed"
                elif exit_status == 2:
                    run["status"] = "rejected"
                else:
                    run["error"] = run["error"] or f"exit status {exit_status}"
            except OSError as error:
                run["error"] = f"{error.filename}: {error.strerror}"
        run["seconds"] = round(time.monotonic() - start, 3)
        yield file, number + 1, "run", json.dumps(run)

    def _opened(self, file: str, errors: IO[bytes]) -> "Source":
        if file.startswith("file:") and self.fetch is None:
            # Hadoop writes names as they are: nothing in them is escaped.
            return Source(file.removeprefix("file:"), None)
        command = [*(self.fetch or ("hadoop", "fs", "-cat")), file]
        return Source("-", subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors))


@dataclass
class Source:
    """What the tool reads: a file, or what a command fetches."""

    path: str
    fetching: subprocess.Popen[bytes] | None

    def __enter__(self) -> tuple[str, Any, subprocess.Popen[bytes] | None]:
        return self.path, self.fetching.stdout if self.fetching else subprocess.DEVNULL, self.fetching

    def __exit__(self, *_: object) -> None:
        if self.fetching:
            if self.fetching.poll() is None:
                self.fetching.kill()
            self.fetching.wait()


def last_line(file: IO[bytes]) -> str | None:
    """The last line of what a program wrote to standard error, as far as it may be shown; None if there is none."""
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 4096))
    lines = file.read().decode(errors="replace").split("\n")
    found = [line for line in lines if line.strip()]
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in found[-1])[:500] if found else None


def store(spark: SparkSession, address: str) -> tuple[Any, Any]:
    """Hadoop's file system for an address, and the path in it."""
    context: Any = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(address)
    return path.getFileSystem(context._jsc.hadoopConfiguration()), path


def captures(spark: SparkSession, inputs: list[str]) -> list[tuple[str, int]]:
    """Address and size of every capture in the folders, the longest first, so that none of these comes last.

    Only names are read, and by Hadoop: a folder may be in any store that the cluster knows.
    """
    found: dict[str, int] = {}
    for each in inputs:
        place, path = store(spark, each)
        if not place.exists(path):
            sys.exit(f"spark_captures: {each}: no such file or folder")
        # A file that is named is taken whatever it is called.
        named = place.getFileStatus(path).isFile()
        files = place.listFiles(path, True)
        while files.hasNext():
            status = files.next()
            address = status.getPath().toString()
            if named or re.match(GLOB, address, re.IGNORECASE):
                found[address] = status.getLen()
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def analyze(spark: SparkSession, files: list[tuple[str, int]], analysis: Analysis) -> DataFrame:
    """The lines of all captures, one task each; then those of a capture in one place, and small captures share one."""
    addresses = [address for address, _ in files]
    rows = spark.sparkContext.parallelize(addresses, max(1, len(addresses))).flatMap(analysis.lines)
    parts = max(spark.sparkContext.defaultParallelism, sum(size for _, size in files) // BYTES_OF_A_PART)
    return spark.createDataFrame(rows, LINES).repartition(max(1, min(parts, len(files))), "file")


def tables(spark: SparkSession, lines: DataFrame, files: list[tuple[str, int]]) -> dict[str, DataFrame]:
    """`captures`, `sessions`, `findings`, `exchanges`, with the columns that the schemas say, and `causes`."""
    schema = report_schema.load("lines")

    def rows(kind: str, columns: T.StructType) -> DataFrame:
        parsed = F.from_json("line", columns).alias("row")
        return lines.where(F.col("kind") == kind).select("file", "number", parsed)

    # A session is told when its outcome is decided and again when it is over: the last line counts.
    last = Window.partitionBy("file", "row.id").orderBy(F.desc("number"))
    sessions = rows("session", line_type("session", schema)).withColumn("nth", F.row_number().over(last))
    listing = spark.createDataFrame(files, "file string, bytes long")
    runs = rows("run", RUN).select("file", "row.*")
    facts = rows("capture", line_type("capture", schema)).select("file", "row.*").drop("index", "path")
    found = {
        "captures": listing.join(runs, "file", "left").join(facts, "file", "left"),
        "sessions": sessions.where("nth = 1").select("file", "row.*"),
        "findings": rows("finding", line_type("finding", schema)).select("file", "row.*"),
        "exchanges": rows("exchange", line_type("exchange", schema)).select("file", "row.*"),
    }
    return found | {"causes": causes(found["sessions"], found["findings"])}


def causes(sessions: DataFrame, findings: DataFrame) -> DataFrame:
    """Why sessions failed, the most frequent cause first: the first `error` of a session is its root cause."""
    first = Window.partitionBy("file", "session").orderBy("nth")
    told = sessions.select("file", F.col("id").alias("session"), F.posexplode("findings").alias("nth", "cause"))
    errors = findings.where("severity = 'error'").select("file", "session", F.col("id").alias("cause"), "title").distinct()
    root = told.join(errors, ["file", "session", "cause"]).withColumn("rank", F.row_number().over(first)).where("rank = 1")
    failed = sessions.where("outcome = 'failed'").select("file", F.col("id").alias("session"))
    # A session that failed for no known reason, and one that came up and failed later, are told as well.
    every = failed.join(root, ["file", "session"], "full")
    counts = every.groupBy(F.coalesce("cause", F.lit("unknown")).alias("cause"), "title").agg(
        F.count("*").alias("sessions"), F.countDistinct("file").alias("captures"), F.min("file").alias("example")
    )
    return counts.orderBy(F.desc("sessions"), "cause")


def write(found: dict[str, DataFrame], output: str, overwrite: bool) -> None:
    """Parquet, a folder a table. One that is there stops it, unless they are to be replaced."""
    for name, table in found.items():
        table.write.mode("overwrite" if overwrite else "errorifexists").parquet(f"{output}/{name}")


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="spark_captures", description="Analyzes an archive of captures on Spark.")
    parser.add_argument("inputs", nargs="+", metavar="FOLDER", help="folders or captures, in any store Hadoop knows")
    parser.add_argument("-o", "--output", required=True, help="the folder for the tables")
    parser.add_argument("--overwrite", action="store_true", help="replace tables that are there")
    parser.add_argument("--tool", default="dtlscope", help="dtlscope on the executors")
    parser.add_argument("--fetch", type=shlex.split, help="writes a file to standard output (default: hadoop fs -cat)")
    for option in SECRETS:
        parser.add_argument(option, metavar="FILE", help="as dtlscope has it; Spark gives the file to executors")
    parser.add_argument("--decode-as", action="append", default=[], metavar="PORT=dtls|coap")
    return parser.parse_args(given)


#: Options of the tool with a file of keys.
SECRETS = ("--psk-file", "--keylog", "--rsa-key", "--oscore")


def main(given: list[str] | None = None) -> None:
    options = arguments(given)
    spark = SparkSession.builder.appName("dtlscope").getOrCreate()
    # What takes hours should not fail at its end.
    place, path = store(spark, options.output)
    if not options.overwrite and place.exists(path):
        sys.exit(f"spark_captures: {options.output}: is there; --overwrite replaces the tables in it")
    secrets = []
    for option in SECRETS:
        if key := getattr(options, option[2:].replace("-", "_")):
            # Files, not what they hold, are named in command lines and in what Spark shows.
            spark.sparkContext.addFile(key)
            secrets.append((option, os.path.basename(urlsplit(key).path)))
    if len({name for _, name in secrets}) < len(secrets):
        sys.exit("spark_captures: two files of keys have the same name; Spark gives files to executors by their names")
    decode = tuple(word for each in options.decode_as for word in ("--decode-as", each))
    analysis = Analysis(options.tool, decode, tuple(secrets), tuple(options.fetch) if options.fetch else None)

    files = captures(spark, options.inputs)
    lines = analyze(spark, files, analysis).persist(StorageLevel.DISK_ONLY)
    # Here every capture is analyzed, once; the tables are made of what is kept.
    lines.count()
    write(tables(spark, lines, files), options.output, options.overwrite)
    for name, keys in (("captures", "status"), ("sessions", "outcome")):
        spark.read.parquet(f"{options.output}/{name}").groupBy(keys).count().orderBy(F.desc("count")).show(truncate=False)
    spark.read.parquet(f"{options.output}/causes").drop("example").show(50, truncate=False)
    spark.stop()


if __name__ == "__main__":
    main()
