"""The published labelled sets, read from a directory. The test part is one row of five, chosen by a hash of its text."""

import csv
import hashlib
import json
import pathlib


def is_test(text: str) -> bool:
    return int(hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()[:8], 16) % 5 == 0


def sms(data: pathlib.Path):
    """(text, 'ham' or 'spam')"""
    for line in (data / "sms-spam/sms.tsv").read_text("utf8").splitlines():
        label, _, text = line.partition("\t")
        yield text, label


def tweets(data: pathlib.Path):
    """(text, 'hate', 'offensive' or 'neither')"""
    with (data / "davidson-tweets/labeled_data.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["tweet"], ["hate", "offensive", "neither"][int(row["class"])]


def comments(data: pathlib.Path):
    """(text, 'Toxic' or 'Not Toxic')"""
    with next((data / "surge-toxicity").glob("*.csv")).open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["text"], row["is_toxic"]


def injections(data: pathlib.Path):
    with (data / "prompt-injections/prompt_injections.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["prompt"], row["group"]


def personal(data: pathlib.Path):
    """(text, kinds of personal data in it)"""
    for item in json.loads((data / "presidio-synthetic/synth_dataset_v2.json").read_text("utf8")):
        yield item["full_text"], sorted({span["entity_type"] for span in item["spans"]})


ALL = {"sms": sms, "tweets": tweets, "comments": comments, "injections": injections, "personal": personal}


def training(name: str, data: pathlib.Path):
    return [(text, label) for text, label in ALL[name](data) if not is_test(text)]


def test(name: str, data: pathlib.Path):
    return [(text, label) for text, label in ALL[name](data) if is_test(text)]
